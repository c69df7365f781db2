/** Which real servers the suite runs against, and what brings them here. Pinned: a run today and one next year agree. */
export type ServerSource =
  | {
      readonly id: ServerId;
      readonly title: string;
      readonly from: 'go';
      readonly module: string;
      readonly revision: string;
      readonly program: string;
      /** The linker's `-X`: a build from source knows no version otherwise. */
      readonly version: string;
    }
  | { readonly id: ServerId; readonly title: string; readonly from: 'maven'; readonly artifact: string };

export type ServerId =
  | 'zipkin-3.6.1'
  | 'victoriatraces-0.9.4'
  | 'victoriatraces-0297391'
  | 'jaeger-2.20.0'
  | 'jaeger-8498073'
  | 'tempo-3.0.3'
  | 'tempo-2.10.8';

const jaeger = { from: 'go', module: 'github.com/jaegertracing/jaeger', program: 'cmd/jaeger' } as const;
const tempo = { from: 'go', module: 'github.com/grafana/tempo', program: 'cmd/tempo' } as const;
const victoria = {
  from: 'go',
  module: 'github.com/VictoriaMetrics/VictoriaTraces',
  program: 'app/victoria-traces',
} as const;
const victoriaVersion = 'github.com/VictoriaMetrics/VictoriaMetrics/lib/buildinfo.Version=victoria-traces-v';
const jaegerVersion = 'github.com/jaegertracing/jaeger/internal/version.latestVersion=v';

/** Quickest to install first, so that a first run has something to test soon. */
export const serverSources: readonly ServerSource[] = [
  {
    id: 'zipkin-3.6.1',
    title: 'Zipkin 3.6.1',
    from: 'maven',
    artifact: 'io.zipkin:zipkin-server:3.6.1:jar:exec',
  },
  {
    id: 'victoriatraces-0.9.4',
    title: 'VictoriaTraces 0.9.4',
    ...victoria,
    revision: 'v0.9.4',
    version: `${victoriaVersion}0.9.4`,
  },
  // As it was first published: Jaeger's old API and LogsQL, nothing else.
  {
    id: 'victoriatraces-0297391',
    title: 'VictoriaTraces of July 2025',
    ...victoria,
    revision: '0297391df',
    version: `${victoriaVersion}0.1.0`,
  },
  {
    id: 'jaeger-2.20.0',
    title: 'Jaeger 2.20.0',
    ...jaeger,
    revision: '798e4b0fcf22',
    version: `${jaegerVersion}2.20.0`,
  },
  // Of the main branch, after the search half of the old JSON API was removed.
  {
    id: 'jaeger-8498073',
    title: 'Jaeger without legacy search',
    ...jaeger,
    revision: '8498073ff809',
    version: `${jaegerVersion}2.20.0-next`,
  },
  {
    id: 'tempo-3.0.3',
    title: 'Tempo 3.0.3',
    ...tempo,
    revision: '1900ed7bb5ca',
    version: 'main.Version=3.0.3',
  },
  {
    id: 'tempo-2.10.8',
    title: 'Tempo 2.10.8',
    ...tempo,
    revision: 'f0f3ed59197b',
    version: 'main.Version=2.10.8',
  },
];

/** What each test file needs; named after its server where it needs one. */
export function serversOf(testFile: string): readonly ServerId[] {
  const name = testFile.replace(/^.*\//, '').replace(/\.test\.ts$/, '');
  const several: Readonly<Record<string, readonly ServerId[]>> = {
    grafana: ['tempo-3.0.3', 'jaeger-2.20.0', 'zipkin-3.6.1'],
    'jaeger-legacy': ['jaeger-2.20.0'],
    'jaeger-variants': ['jaeger-2.20.0'],
    'tempo-variants': ['tempo-3.0.3', 'tempo-2.10.8'],
    cli: ['jaeger-2.20.0', 'tempo-3.0.3', 'zipkin-3.6.1'],
    faults: ['jaeger-2.20.0'],
  };
  const own = serverSources.find(({ id }) => id === name);
  return several[name] ?? (own ? [own.id] : []);
}
