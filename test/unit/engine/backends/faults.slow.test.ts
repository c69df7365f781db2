import { createBackend } from '../../../../src/engine/backends/registry.ts';
import { recordedRange } from '../../../backends/recorded-calls.ts';
import { CHECKOUT_ID } from '../../../backends/samples.ts';
import { faultProxy } from '../../../support/fault-proxy.ts';
import { type FaultSubject, faultSuite } from '../../../support/fault-suite.ts';
import { readRecording, replay } from '../../../support/recording.ts';
import { connection, silent, whenDone } from '../../../support/test-connection.ts';

for (const [name, kind] of [
  ['jaeger-2.20', 'jaeger'],
  ['tempo-3.0', 'tempo'],
] as const) {
  const recording = readRecording(name);
  let subject: Promise<FaultSubject> | undefined;
  const start = async (): Promise<FaultSubject> => {
    const proxy = await faultProxy((await replay(recording)).url);
    const config = { name: 'Test', kind, maxBytes: 10_000_000 };
    const backend = createBackend(connection(proxy.url, config), silent, () => recording.now);
    whenDone(() => backend.close());
    const range = recordedRange(BigInt(recording.t0));
    return { proxy, backend, limitMs: 30_000, traceId: CHECKOUT_ID, spans: 7, range };
  };
  const shared = () => {
    subject ??= start();
    return subject;
  };
  faultSuite(name, shared, ['latency', 'slow drip', '503 storm']);
}
