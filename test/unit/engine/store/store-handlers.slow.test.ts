import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { storeHandlers } from '../../../../src/engine/store/store-handlers.ts';
import type { ReceiverConfig, ReceiverStatus, StoreEvents } from '../../../../src/protocol/engine-store.ts';
import { JSON_TYPE, send, silent, spanJson } from '../../../support/receiver-fixture.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const NEVER = new AbortController().signal;
const ALWAYS = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
const TRACE = '5b8efff798038103d269b633813fc60c';

const config: ReceiverConfig = {
  host: '127.0.0.1',
  httpPort: 0,
  grpcPort: undefined,
  zipkinPort: undefined,
  origins: 'none',
  hosts: [],
};

const context = { signal: NEVER, part: () => {} };

/** The engine's side of the store, its writer in a thread of its own. */
function engine(t: TestContext, dir = tempDir(t)) {
  const told: StoreEvents['store.note'][] = [];
  const statuses: ReceiverStatus[] = [];
  const waiting: (() => void)[] = [];
  const tell = {
    status: (status: ReceiverStatus) => {
      statuses.push(status);
      for (const look of waiting) look();
    },
    changed: () => {},
    note: (note: StoreEvents['store.note']) => void told.push(note),
  };
  const { handlers, backend, close } = storeHandlers({ storageDir: () => dir, log: silent, tell });
  t.after(close);
  /** Resolves once a status says so. */
  const until = (say: (status: ReceiverStatus) => boolean) =>
    new Promise<ReceiverStatus>((resolve) => {
      const look = () => {
        const found = statuses.find(say);
        if (found) resolve(found);
      };
      waiting.push(look);
      look();
    });
  const start = async (with_: Partial<ReceiverConfig> = {}) => {
    await handlers['receiver.start']({ ...config, ...with_ }, context);
    const status = await until((s) => s.state !== 'starting' && s.state !== 'off');
    return status.listeners[0]?.port ?? 0;
  };
  return { dir, handlers, backend, close, told, start, until };
}

test('what is sent is found at once, and is still there after a restart', async (t) => {
  const first = engine(t);
  const port = await first.start();
  assert.equal((await send(port, { headers: JSON_TYPE, body: spanJson(TRACE) })).status, 200);
  const { trace } = await first.backend.trace(TRACE, {}, NEVER);
  assert.equal(trace.count, 1);
  const info = await first.handlers['store.info'](undefined, context);
  assert.deepEqual(
    [info && 'spans' in info && info.spans, info && 'path' in info && info.path],
    [1, path.join(first.dir, 'traces.db')],
  );
  // Not yet flushed by any timer: a clean stop loses nothing.
  const late = spanJson('a'.repeat(32));
  assert.equal((await send(port, { headers: JSON_TYPE, body: late })).status, 200);
  await first.close();
  await assert.rejects(send(port, { headers: JSON_TYPE, body: late }));

  const second = engine(t, first.dir);
  const found: string[] = [];
  for await (const page of second.backend.search(
    { query: parseQuery('{ }'), range: ALWAYS, limit: 9 },
    NEVER,
  ))
    found.push(...page.traces.map((s) => s.traceId));
  assert.deepEqual(found.sort(), [TRACE, 'a'.repeat(32)]);
});

test('an unknown trace is told as such', async (t) => {
  const { backend } = engine(t);
  await assert.rejects(backend.trace('f'.repeat(32), {}, NEVER), {
    code: 'not-found',
    message: /no trace f{32}/,
  });
  await assert.rejects(backend.trace('not an id', {}, NEVER), {
    code: 'not-found',
    message: /not a trace id/,
  });
});

test('clearing forgets traces and statistics, and receiving goes on', async (t) => {
  const { backend, handlers, start } = engine(t);
  const port = await start();
  await send(port, { headers: JSON_TYPE, body: spanJson(TRACE) });
  await handlers['store.clear'](undefined, context);
  await assert.rejects(backend.trace(TRACE, {}, NEVER), { code: 'not-found' });
  const request = { service: undefined, range: ALWAYS, environment: undefined, version: undefined, limit: 9 };
  assert.deepEqual((await backend.siteStats(request, NEVER)).sites, []);
  await send(port, { headers: JSON_TYPE, body: spanJson('b'.repeat(32)) });
  assert.equal((await backend.trace('b'.repeat(32), {}, NEVER)).trace.count, 1);
});

test('the first window listens, the second shares the store and takes over when the first goes', async (t) => {
  const first = engine(t);
  const port = await first.start();
  const second = engine(t, first.dir);
  await second.handlers['receiver.start']({ ...config, httpPort: port }, context);
  const shared = await second.until((s) => s.state === 'shared');
  assert.match(shared.listeners[0]?.sentence ?? '', /Another Spanlight window receives on port/);
  await send(port, { headers: JSON_TYPE, body: spanJson(TRACE) });
  await first.handlers['receiver.status'](undefined, context);
  // The writer of the first window flushes by itself.
  await first.backend.trace(TRACE, {}, NEVER);
  assert.equal((await second.backend.trace(TRACE, {}, NEVER)).trace.count, 1);
  // It shows what the first one receives for it.
  await second.until((s) => s.state === 'shared' && s.spansPerSecond > 0);

  await first.close();
  await second.until((s) => s.state === 'receiving');
  assert.equal((await send(port, { headers: JSON_TYPE, body: spanJson('c'.repeat(32)) })).status, 200);
});

test('a receiver that is stopped and started again receives', async (t) => {
  const { handlers, start } = engine(t);
  const port = await start();
  const stopped = await handlers['receiver.stop'](undefined, context);
  assert.equal(stopped && 'state' in stopped && stopped.state, 'off');
  await assert.rejects(send(port, { headers: JSON_TYPE, body: spanJson(TRACE) }));
  await handlers['receiver.start']({ ...config, httpPort: port }, context);
  let status = 0;
  while (status !== 200)
    status = await send(port, { headers: JSON_TYPE, body: spanJson(TRACE) }).then(
      (a) => a.status,
      () => 0,
    );
});

test('a test trace goes the whole way, also to the window that receives for this one', async (t) => {
  const first = engine(t);
  await assert.rejects(
    async () => first.handlers['receiver.sendTest'](undefined, context),
    /receiver is off\. Start it/,
  );
  const port = await first.start();
  const second = engine(t, first.dir);
  await second.handlers['receiver.start']({ ...config, httpPort: port }, context);
  await second.until((s) => s.state === 'shared');
  for (const { handlers, backend } of [first, second]) {
    const { traceId } = (await handlers['receiver.sendTest'](undefined, context)) as { traceId: string };
    const { trace, complete } = await backend.trace(traceId, {}, NEVER);
    assert.equal(trace.count, 3);
    assert.equal(complete, true);
  }
});

test('a receiver without OTLP over HTTP says what a test trace needs', async (t) => {
  const { handlers, start } = engine(t);
  await start({ httpPort: undefined, grpcPort: 0 });
  await assert.rejects(
    async () => handlers['receiver.sendTest'](undefined, context),
    /spanlight\.receiver\.httpPort/,
  );
});

test('a receiver that others can reach warns of it; one on loopback does not', async (t) => {
  const { start, until } = engine(t);
  await start({ host: '0.0.0.0' });
  const { problems } = await until((s) => s.problems.length > 0);
  assert.match(problems.join(), /whoever can reach this machine.*spanlight\.receiver\.host/);
  const own = engine(t);
  await own.start({ host: 'localhost' });
  assert.deepEqual((await own.until((s) => s.state === 'receiving')).problems, []);
});
