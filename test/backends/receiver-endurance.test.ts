// The receiver under load and mishap, in processes of its own: what it acknowledged must be there afterwards.
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeOtlpProtobuf } from '../../src/core/otlp/decode-otlp-protobuf.ts';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import { systemClock } from '../../src/engine/store/clock.ts';
import { localBackend } from '../../src/engine/store/local-backend.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import { StoreReader } from '../../src/engine/store/store-reader.ts';
import { TraceWriter } from '../../src/engine/store/trace-writer.ts';
import { otlpProtobufBytes } from '../bench/generate-bytes.ts';
import { generateTrace } from '../bench/generate-trace.ts';
import { receiverProcess } from '../support/receiver/receiver-process.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Of one request: a busy machine may reset a connection or two. */
const ATTEMPTS = 8;

const NEVER = new AbortController().signal;
const ALWAYS = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

const traceIdOf = (n: number) => `c${n.toString(16).padStart(31, '0')}`;

/** One trace whose id is the number: a root and its children. */
function requestOf(n: number, spans: number): string {
  const at = (ns: number) => String(BigInt(Date.now()) * 1_000_000n + BigInt(ns));
  const root = (n * 1000 + 1).toString(16).padStart(16, '0');
  const all = Array.from({ length: spans }, (_, i) => ({
    traceId: traceIdOf(n),
    spanId: (n * 1000 + i + 1).toString(16).padStart(16, '0'),
    parentSpanId: i === 0 ? '' : root,
    name: i === 0 ? 'GET /' : `step ${i % 5}`,
    kind: i === 0 ? 2 : 1,
    startTimeUnixNano: at(i),
    endTimeUnixNano: at(1_000_000),
  }));
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'load' } }] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: all }] }] });
}

/** Sends numbered traces over some connections; what was acknowledged, and when (ms). */
function flood(t: TestContext, width: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: width });
  t.after(() => agent.destroy());
  const acknowledged = new Map<number, number>();
  const failures: string[] = [];
  const post = (port: number, body: string) =>
    new Promise<{ code: number; text: string }>((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const call = request(
        { host: '127.0.0.1', port, path: '/v1/traces', method: 'POST', headers, agent },
        (r) => {
          let text = '';
          r.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
          });
          r.on('end', () => resolve({ code: r.statusCode ?? 0, text }));
          r.on('error', reject);
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  let next = 0;
  /** As exporters do: the same bytes again, a few times, unless it is answered. */
  const deliver = async (port: number, n: number, spans: number, alive: () => boolean) => {
    const body = requestOf(n, spans);
    let failure = '';
    for (let attempt = 0; attempt < ATTEMPTS && alive(); attempt++) {
      if (attempt > 0) await sleep(500);
      try {
        const status = await post(port, body);
        if (status.code === 200) return void acknowledged.set(n, performance.now());
        failure = `${n}: ${status.code} ${status.text}`;
      } catch (error) {
        failure = `${n}: ${(error as Error).message}`;
      }
    }
    failures.push(failure);
  };
  /** Until `more` says no or the receiver is gone. */
  const run = async (
    port: number,
    spans: number,
    more: (sent: number) => boolean,
    alive: () => boolean = () => true,
  ) => {
    const worker = async () => {
      while (more(next)) await deliver(port, next++, spans, alive);
    };
    await Promise.all(Array.from({ length: width }, worker));
  };
  return { run, post, acknowledged, failures };
}

function reading(t: TestContext, file: string) {
  const reader = new StoreReader(() => openStore(file).store);
  t.after(() => reader.close());
  const backend = localBackend({ reader, clock: systemClock, sync: async () => {} });
  /** Spans of each trace in the store. */
  const sizes = async () => {
    const found = new Map<string, number>();
    const request = { query: parseQuery('{ }'), range: ALWAYS, limit: 1e6 };
    for await (const page of backend.search(request, NEVER))
      for (const trace of page.traces) found.set(trace.traceId, trace.spanCount ?? 0);
    return found;
  };
  return { reader, backend, sizes };
}

test('killed under load, it loses the last second at most, and the store is sound', async (t) => {
  const file = path.join(tempDir(t), 'traces.db');
  const first = await receiverProcess(file);
  const { run, acknowledged } = flood(t, 4);
  const gone = new Promise((resolve) => first.process.once('exit', resolve));
  let killedAt = 0;
  const alive = () => killedAt === 0;
  const flooding = run(first.ports.http, 20, alive, alive);
  await sleep(4000);
  killedAt = performance.now();
  first.process.kill('SIGKILL');
  await gone;
  await flooding;

  const { reader, sizes } = reading(t, file);
  assert.equal(reader.get().store.sql('PRAGMA integrity_check').get()?.integrity_check, 'ok');
  const found = await sizes();
  const safe = [...acknowledged].filter(([, at]) => at < killedAt - 1000).map(([n]) => n);
  assert.ok(safe.length > 50, `only ${safe.length} requests`);
  for (const n of safe) assert.equal(found.get(traceIdOf(n)), 20, `trace ${n} of ${safe.length}`);

  const second = await receiverProcess(file);
  const again = flood(t, 1);
  await again.run(second.ports.http, 20, (sent) => sent < 5);
  await second.stop();
  assert.equal(again.acknowledged.size, 5);
  assert.ok((await sizes()).size >= safe.length);
});

test('thousands of tiny traces a second are all kept and found', async (t) => {
  const file = path.join(tempDir(t), 'traces.db');
  const receiver = await receiverProcess(file);
  const { run, acknowledged, failures } = flood(t, 32);
  await run(receiver.ports.http, 1, (sent) => sent < 20_000);
  await receiver.stop();
  assert.deepEqual(failures, []);
  assert.equal(acknowledged.size, 20_000);
  const { sizes, backend } = reading(t, file);
  assert.equal((await sizes()).size, 20_000);
  const { sites } = await backend.siteStats(
    { service: 'load', range: ALWAYS, environment: undefined, version: undefined, limit: 9 },
    NEVER,
  );
  assert.deepEqual(
    sites.map((s) => [s.site.name, s.stats.count]),
    [['GET /', 20_000]],
  );
});

test('two processes receive into one store, and nothing is lost or counted twice', async (t) => {
  const file = path.join(tempDir(t), 'traces.db');
  const [one, two] = await Promise.all([receiverProcess(file), receiverProcess(file)]);
  const { run, acknowledged, failures } = flood(t, 4);
  const more = (sent: number) => sent < 3000;
  await Promise.all([run(one.ports.http, 10, more), run(two.ports.http, 10, more)]);
  await Promise.all([one.stop(), two.stop()]);
  assert.deepEqual(failures, []);
  assert.equal(acknowledged.size, 3000);
  const { sizes, backend, reader } = reading(t, file);
  const found = await sizes();
  assert.equal(found.size, 3000);
  assert.ok([...found.values()].every((spans) => spans === 10));
  const { sites } = await backend.siteStats(
    { service: 'load', range: ALWAYS, environment: undefined, version: undefined, limit: 9 },
    NEVER,
  );
  assert.equal(
    sites.reduce((n, s) => n + s.stats.count, 0),
    30_000,
  );
  assert.equal(reader.get().store.sql('PRAGMA integrity_check').get()?.integrity_check, 'ok');
});

test('another process takes over the port of one that is killed', async (t) => {
  const file = path.join(tempDir(t), 'traces.db');
  const first = await receiverProcess(file);
  const { http } = first.ports;
  const waiting = receiverProcess(file, { port: http });
  const killed = new Promise((resolve) => first.process.once('exit', resolve));
  // Long enough for the second one to have found the port taken.
  await sleep(3000);
  first.process.kill('SIGKILL');
  await killed;
  const second = await waiting;
  assert.equal(second.ports.http, http);
  const { run, acknowledged } = flood(t, 1);
  await run(http, 1, (sent) => sent < 3);
  await second.stop();
  assert.equal(acknowledged.size, 3);
});

test('a disk that is full is told to who sends; what was taken is kept, and reading goes on', async (t) => {
  const file = path.join(tempDir(t), 'traces.db');
  const receiver = await receiverProcess(file, { fileBlocks: 6000 });
  const { post } = flood(t, 1);
  const taken: number[] = [];
  let refused = 0;
  // A log that is emptied into the file makes room again, now and then; in the end there is none.
  for (let n = 0; refused < 20 && n < 20_000; n++) {
    const { code, text } = await post(receiver.ports.http, requestOf(n, 200));
    if (code === 200) {
      taken.push(n);
      refused = 0;
      continue;
    }
    refused++;
    assert.equal(code, 503);
    assert.match(text, /The disk of the trace store .* is full.* What is stored can still be read/);
    await sleep(20);
  }
  assert.equal(refused, 20);
  const { sizes, reader } = reading(t, file);
  const early = taken.slice(0, taken.length / 2);
  const found = await sizes();
  for (const n of early) assert.equal(found.get(traceIdOf(n)), 200, `trace ${n} of ${taken.length}`);
  receiver.process.kill('SIGKILL');

  // With room again it goes on where it was.
  const next = await receiverProcess(file);
  assert.equal((await post(next.ports.http, requestOf(30_000, 1))).code, 200);
  await next.stop();
  assert.equal((await sizes()).get(traceIdOf(30_000)), 1);
  assert.equal(reader.get().store.sql('PRAGMA integrity_check').get()?.integrity_check, 'ok');
});

test('a trace of a million spans is stored, searched and opened', async (t) => {
  const file = path.join(tempDir(t), 'traces.db');
  const { store } = openStore(file);
  const writer = new TraceWriter({ store, clock: systemClock });
  const generated = generateTrace(1_000_000, 'compact');
  const whole = decodeOtlpProtobuf(otlpProtobufBytes(generated));
  assert.equal(whole.count, 1_000_000);
  writer.add(whole);
  writer.close();
  store.close();
  const { backend } = reading(t, file);
  const { trace } = await backend.trace(generated.traceId, {}, NEVER);
  assert.equal(trace.count, 1_000_000);
  assert.equal(trace.size[0], 1_000_000);
  const request = { query: parseQuery('{ name = "settle-orders" }'), range: ALWAYS, limit: 5 };
  const found: (number | undefined)[] = [];
  for await (const page of backend.search(request, NEVER)) found.push(...page.traces.map((t) => t.spanCount));
  assert.deepEqual(found, [1_000_000]);
});
