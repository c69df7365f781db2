/** Which real servers the suite runs against, and what brings them here. Pinned: a run today and one next year agree. */
export type ServerSource =
  | {
      readonly id: string;
      readonly title: string;
      readonly from: 'go';
      readonly module: string;
      readonly revision: string;
      readonly program: string;
    }
  | { readonly id: string; readonly title: string; readonly from: 'maven'; readonly artifact: string };

const jaeger = { from: 'go', module: 'github.com/jaegertracing/jaeger', program: 'cmd/jaeger' } as const;
const tempo = { from: 'go', module: 'github.com/grafana/tempo', program: 'cmd/tempo' } as const;

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
    from: 'go',
    module: 'github.com/VictoriaMetrics/VictoriaTraces',
    revision: 'latest',
    program: 'app/victoria-traces',
  },
  { id: 'jaeger-2.20.0', title: 'Jaeger 2.20.0', ...jaeger, revision: '798e4b0fcf22' },
  // A build of main after the search half of the old JSON API was removed.
  { id: 'jaeger-8498073', title: 'Jaeger without legacy search', ...jaeger, revision: '8498073ff809' },
  { id: 'tempo-3.0.3', title: 'Tempo 3.0.3', ...tempo, revision: '1900ed7bb5ca' },
  { id: 'tempo-2.10.8', title: 'Tempo 2.10.8', ...tempo, revision: 'f0f3ed59197b' },
];
