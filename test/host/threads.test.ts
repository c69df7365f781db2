import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from '../../src/core/ports.ts';
import { Thread } from '../../src/host/threads.ts';
import { RpcError } from '../../src/protocol/rpc.ts';

type WorkerApi = {
  requests: {
    setUp: { params: number; result: undefined };
    ping: { params: undefined; result: string };
    crash: { params: undefined; result: never };
    hang: { params: undefined; result: never };
  };
  events: { started: string };
};
type NoApi = { requests: Record<never, never>; events: Record<never, never> };

/** Speaks the channel by hand, so that the test does not depend on what it tests. */
const WORKER = `
const { parentPort } = require('node:worker_threads');
const id = Math.random().toString(36).slice(2);
parentPort.on('message', (m) => {
  if (m.t !== 'call') return;
  if (m.method === 'crash') setImmediate(() => { throw new Error('out of luck'); });
  else if (m.method !== 'hang') parentPort.postMessage({ t: 'ok', id: m.id, value: m.method === 'ping' ? id : undefined });
});
parentPort.postMessage({ t: 'event', method: 'started', params: id });
`;

describe('a worker thread', () => {
  let dir = '';
  const threads: Thread<WorkerApi, NoApi>[] = [];
  const errors: string[] = [];
  const log: Logger = { debug() {}, info() {}, warn() {}, error: (text) => void errors.push(text) };

  const start = (source = WORKER) => {
    const file = path.join(dir, `worker-${threads.length}.cjs`);
    writeFileSync(file, source);
    let setUps = 0;
    const thread = new Thread<WorkerApi, NoApi>({
      name: 'test thread',
      file,
      handlers: {},
      log,
      configure: (rpc) => rpc.call('setUp', ++setUps),
    });
    threads.push(thread);
    return { thread, setUps: () => setUps };
  };
  const crashed = (error: unknown) => error instanceof RpcError && error.code === 'crashed';

  before(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'spanlight-threads-'));
  });
  beforeEach(() => {
    errors.length = 0;
  });
  after(() => {
    for (const thread of threads) thread.dispose();
    rmSync(dir, { recursive: true, force: true });
  });

  it('starts with the first call and is set up before it', async () => {
    const { thread, setUps } = start();
    assert.equal(setUps(), 0);
    await thread.call('ping', undefined);
    await thread.call('ping', undefined);
    assert.equal(setUps(), 1);
  });

  it('is restarted once when it crashes, with the reason for what was under way', async () => {
    const { thread, setUps } = start();
    const started: string[] = [];
    thread.on('started', (id) => started.push(id));
    const first = await thread.call('ping', undefined);
    await assert.rejects(
      thread.call('crash', undefined),
      (e: Error) => crashed(e) && /out of luck.*restarted/.test(e.message),
    );
    const second = await thread.call('ping', undefined);
    assert.notEqual(second, first);
    assert.equal(setUps(), 2);
    assert.deepEqual(started, [first, second], 'listeners outlive the crash');
    assert.match(errors.join('\n'), /test thread crashed: out of luck/);

    await assert.rejects(thread.call('crash', undefined), crashed);
    await assert.rejects(
      thread.call('ping', undefined),
      (e: Error) => crashed(e) && /crashed twice.*Reload/.test(e.message),
    );
    assert.equal(setUps(), 2);
  });

  it('says so when it does not even start', async () => {
    const { thread } = start('throw new Error("no start");');
    await assert.rejects(
      thread.call('ping', undefined),
      (e: Error) => crashed(e) && /no start/.test(e.message),
    );
  });

  it('rejects what is pending when it is stopped, and what comes after', async () => {
    const { thread } = start();
    await thread.call('ping', undefined);
    const pending = thread.call('hang', undefined);
    await new Promise((resolve) => setImmediate(resolve));
    thread.dispose();
    const disposed = (e: unknown) => e instanceof RpcError && e.code === 'disposed';
    await assert.rejects(pending, disposed);
    await assert.rejects(thread.call('ping', undefined), disposed);
  });
});
