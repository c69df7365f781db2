// The OpenTelemetry SDKs' own exporters send to the receiver; what they sent is read back exactly.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { tooMany } from '../../src/engine/receiver/http-problem.ts';
import { StoreError } from '../../src/engine/store/store-error.ts';
import { storeHandlers } from '../../src/engine/store/store-handlers.ts';
import type { ReceiverStatus } from '../../src/protocol/engine-store.ts';
import { silent, testReceiver } from '../support/receiver-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { installClient, type Language } from './clients/install.ts';
import { asSent, bySpanId, type SentTrace } from './clients/sent-trace.ts';

const NEVER = new AbortController().signal;
const run = promisify(execFile);

/** The receiver as the engine runs it, in its thread, on free ports. */
async function receiver(t: TestContext) {
  const dir = tempDir(t);
  let listening: (status: ReceiverStatus) => void = () => {};
  const ready = new Promise<ReceiverStatus>((resolve) => {
    listening = resolve;
  });
  const status = (now: ReceiverStatus) => {
    if (now.state === 'receiving' && now.listeners.every((l) => l.state === 'listening')) listening(now);
  };
  const tell = { status, changed: () => {}, note: ({ text }: { text: string }) => t.diagnostic(text) };
  const { handlers, backend, close } = storeHandlers({ storageDir: () => dir, log: silent, tell });
  t.after(close);
  const config = {
    host: '127.0.0.1',
    httpPort: 0,
    grpcPort: 0,
    zipkinPort: 0,
    origins: 'none',
    hosts: [],
  } as const;
  await handlers['receiver.start'](config, { signal: NEVER, part: () => {} });
  const ports = new Map((await ready).listeners.map((l) => [l.protocol, l.port]));
  return {
    backend,
    http: `http://localhost:${ports.get('http')}`,
    grpc: `http://localhost:${ports.get('grpc')}`,
    zipkin: `http://localhost:${ports.get('zipkin')}`,
  };
}

async function client(t: TestContext, language: Language, ...args: string[]): Promise<SentTrace | undefined> {
  const installed = await installClient(language);
  if (installed.missing !== undefined) {
    t.skip(`The ${language} client was not run: ${installed.missing}.`);
    return undefined;
  }
  const [program = '', ...first] = installed.run;
  const { stdout } = await run(program, [...first, ...args], { maxBuffer: 1e7 });
  return JSON.parse(stdout) as SentTrace;
}

const runs: readonly [Language, 'protobuf' | 'json' | 'grpc'][] = [
  ['node', 'protobuf'],
  ['node', 'json'],
  ['node', 'grpc'],
  ['python', 'protobuf'],
  ['python', 'grpc'],
  ['go', 'protobuf'],
  ['go', 'grpc'],
  ['java', 'protobuf'],
  ['java', 'grpc'],
];
for (const [language, protocol] of runs)
  test(`what the ${language} SDK sends by ${protocol} is read back exactly`, async (t) => {
    const { backend, http, grpc } = await receiver(t);
    const sent = await client(t, language, protocol, protocol === 'grpc' ? grpc : http);
    if (!sent) return;
    const { trace, complete } = await backend.trace(sent.traceId, {}, NEVER);
    assert.deepEqual(asSent(trace), [...sent.spans].sort(bySpanId));
    assert.ok(sent.spans.length > 20);
    assert.equal(complete, true);
  });

test('what the node SDK sends as Zipkin is read back, as far as Zipkin can say it', async (t) => {
  const { backend, zipkin } = await receiver(t);
  const sent = await client(t, 'node', 'zipkin', zipkin);
  if (!sent) return;
  const { trace } = await backend.trace(sent.traceId, {}, NEVER);
  const micros = (ns: string) => BigInt(ns) / 1000n;
  assert.deepEqual(
    asSent(trace).map((s) => [s.spanId, s.parentSpanId, s.name, micros(s.start)]),
    [...sent.spans].sort(bySpanId).map((s) => [s.spanId, s.parentSpanId, s.name, micros(s.start)]),
  );
});

test('logs are kept beside their span, metrics are taken without a complaint', async (t) => {
  const { backend, http } = await receiver(t);
  const sent = await client(t, 'node', 'protobuf', http, 'logs', 'metrics');
  if (!sent) return;
  const root = sent.spans.find((s) => s.parentSpanId === '');
  const logs = await backend.logs(sent.traceId, NEVER);
  assert.deepEqual(
    logs.map(({ spanId, severity, body, attributes }) => ({ spanId, severity, body, attributes })),
    [
      {
        spanId: root?.spanId,
        severity: 'ERROR',
        body: 'card declined',
        attributes: [{ key: 'code', value: '51' }],
      },
    ],
  );
});

/** Refuses the first requests, as the receiver does when it is told to. */
async function refusing(t: TestContext, refusals: Error[]) {
  let spans = 0;
  const { port } = await testReceiver(t, {
    ingest: {
      spans: (batch) => {
        const refusal = refusals.shift();
        if (refusal) throw refusal;
        spans += batch.count;
      },
      logs: () => {},
    },
  });
  return { endpoint: `http://127.0.0.1:${port}`, taken: () => spans };
}

for (const [status, refusal] of [
  ['429', () => tooMany('Too much at once.', 1)],
  ['503', () => new StoreError('store-busy', 'Locked.')],
] as const)
  test(`the node SDK comes back after ${status} and loses nothing`, async (t) => {
    const { endpoint, taken } = await refusing(t, [refusal()]);
    const sent = await client(t, 'node', 'protobuf', endpoint);
    if (sent) assert.equal(taken(), sent.spans.length);
  });
