import { before } from 'node:test';
import { createBackend } from '../../src/engine/backends/registry.ts';
import { faultProxy } from '../support/fault-proxy.ts';
import { type FaultSubject, faultSuite } from '../support/fault-suite.ts';
import { connection, silent, whenDone } from '../support/test-connection.ts';
import { allSamples, BIG_ID, BIG_SPANS } from './samples.ts';
import { sendOtlp, startServer } from './servers/start.ts';

const LIMIT_MS = 2000;
let subject: FaultSubject;

before(async () => {
  const server = await startServer('jaeger-2.20.0');
  whenDone(() => server.stop());
  const now = Math.floor(Date.now() / 1000) * 1000;
  await sendOtlp(server, allSamples(BigInt(now - 60_000) * 1_000_000n).all);
  const proxy = await faultProxy(server.url);
  const config = { name: 'Test', timeoutMs: LIMIT_MS, maxBytes: 20_000_000 };
  const backend = createBackend(connection(proxy.url, config), silent);
  whenDone(() => backend.close());
  subject = {
    proxy,
    backend,
    limitMs: LIMIT_MS,
    traceId: BIG_ID,
    spans: BIG_SPANS,
    range: { fromMs: now - 120_000, toMs: now },
  };
});

faultSuite('Jaeger 2.20', () => subject);
