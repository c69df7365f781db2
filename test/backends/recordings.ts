import type { RemoteKind } from '../../src/core/ports.ts';
import { KEEPS, type Keeps } from './keeps.ts';
import type { ServerId } from './servers/sources.ts';

/** What is recorded, and how it is to be read. */
export const RECORDINGS: readonly {
  readonly name: string;
  readonly id: ServerId;
  readonly kind: RemoteKind;
  readonly keeps: Keeps;
  readonly title: string;
  readonly version: string;
  /** Paths that the server shall seem not to have, as its predecessors had not. */
  readonly hides?: (path: string) => boolean;
}[] = [
  {
    name: 'jaeger-2.20',
    id: 'jaeger-2.20.0',
    kind: 'jaeger',
    keeps: KEEPS['Jaeger (API v3)'],
    title: 'Jaeger',
    version: '2.20.0',
  },
  {
    name: 'jaeger-legacy',
    id: 'jaeger-2.20.0',
    kind: 'jaeger',
    keeps: KEEPS['Jaeger (legacy API)'],
    title: 'Jaeger',
    version: '2.20.0',
    hides: (path) => path.startsWith('/api/v3/'),
  },
  {
    name: 'tempo-3.0',
    id: 'tempo-3.0.3',
    kind: 'tempo',
    keeps: KEEPS.Tempo,
    title: 'Tempo',
    version: '3.0.3',
  },
  {
    name: 'tempo-2.10',
    id: 'tempo-2.10.8',
    kind: 'tempo',
    keeps: KEEPS.Tempo,
    title: 'Tempo',
    version: '2.10.8',
  },
  {
    name: 'zipkin-3.6',
    id: 'zipkin-3.6.1',
    kind: 'zipkin',
    keeps: KEEPS.Zipkin,
    title: 'Zipkin',
    version: '3.6.1',
  },
  {
    name: 'victoriatraces-0.1',
    id: 'victoriatraces-0297391',
    kind: 'victoriatraces',
    keeps: KEEPS['VictoriaTraces (Jaeger API)'],
    title: 'VictoriaTraces',
    version: '0.1.0',
  },
];
