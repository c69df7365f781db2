import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createRpc, type Handlers, type Port, RpcError, transferring } from '../../../src/protocol/rpc.ts';

type Maths = {
  requests: {
    double: { params: number; result: number };
    fail: { params: string; result: never };
    wait: { params: undefined; result: string };
    count: { params: number; result: string; part: number };
    buffer: { params: number; result: ArrayBuffer };
  };
  events: { tick: number };
};
type Nothing = { requests: Record<never, never>; events: { poke: string } };

class CodedError extends Error {
  readonly code = 'unreachable';
}

function pair() {
  const { port1, port2 } = new MessageChannel();
  const sent: ArrayBuffer[] = [];
  const seen: unknown[] = [];
  const port = (p: typeof port1): Port => ({
    post: (m, transfer) => {
      seen.push(m);
      p.postMessage(m, [...transfer]);
    },
    listen: (receive) => {
      p.on('message', receive);
      return () => void p.off('message', receive);
    },
  });
  let aborted = 0;
  let release: (text: string) => void = () => {};
  const handlers: Handlers<Maths> = {
    double: (n) => n * 2,
    fail: (text) => {
      throw text === 'coded' ? new CodedError('no answer') : new Error(text);
    },
    wait: (_, { signal }) => {
      signal.addEventListener('abort', () => aborted++);
      return new Promise((resolve) => {
        release = resolve;
      });
    },
    count: async (n, { part }) => {
      for (let i = 1; i <= n; i++) part(i);
      return 'done';
    },
    buffer: (size) => {
      const buffer = new ArrayBuffer(size);
      sent.push(buffer);
      return transferring(buffer, buffer);
    },
  };
  const server = createRpc<Nothing, Maths>(port(port1), handlers);
  const client = createRpc<Maths, Nothing>(port(port2), {});
  const close = () => {
    port1.close();
    port2.close();
  };
  return {
    server,
    client,
    close,
    sent,
    seen,
    aborted: () => aborted,
    release: (t: string) => release(t),
    raw: port2,
    /** There and back. */
    turn: async () => {
      await hop(port2, port1);
      await hop(port1, port2);
    },
  };
}

/** Resolves when everything posted before has arrived: a port keeps its messages in order. */
const hop = (from: MessagePort, to: MessagePort) =>
  new Promise<void>((resolve) => {
    const marker = { t: 'hop', id: Math.random() };
    const listen = (message: typeof marker) => {
      if (message?.id !== marker.id) return;
      to.off('message', listen);
      resolve();
    };
    to.on('message', listen);
    from.postMessage(marker);
  });

const codeOf = (code: string) => (e: unknown) => e instanceof RpcError && e.code === code;

test('a call is answered', async (t) => {
  const { client, close } = pair();
  t.after(close);
  assert.equal(await client.call('double', 21), 42);
});

test('calls in flight are told apart', async (t) => {
  const { client, close, release } = pair();
  t.after(close);
  const slow = client.call('wait', undefined);
  assert.equal(await client.call('double', 2), 4);
  release('late');
  assert.equal(await slow, 'late');
});

test('errors keep their sentence and code', async (t) => {
  const { client, close } = pair();
  t.after(close);
  await assert.rejects(
    client.call('fail', 'coded'),
    (e: RpcError) => e.code === 'unreachable' && e.message === 'no answer',
  );
  await assert.rejects(
    client.call('fail', 'plain'),
    (e: RpcError) => e.code === 'internal' && e.message === 'plain',
  );
});

test('an unknown method is an error, also one that every object inherits', async (t) => {
  const { client, close } = pair();
  t.after(close);
  for (const method of ['nope', 'toString', '__proto__'])
    await assert.rejects(client.call(method as 'double', 1), codeOf('unknown-method'));
});

test('cancelling rejects at once, aborts the other side, and its late reply is dropped', async (t) => {
  const { client, close, aborted, release, seen, turn } = pair();
  t.after(close);
  const controller = new AbortController();
  const call = client.call('wait', undefined, { signal: controller.signal });
  await turn();
  controller.abort();
  await assert.rejects(call, codeOf('cancelled'));
  await turn();
  assert.equal(aborted(), 1);
  release('too late');
  await turn();
  assert.ok(!seen.some((m) => (m as { t: string }).t === 'ok'));
  assert.equal(await client.call('double', 1), 2);
});

test('a reply to a call nobody waits for is ignored', async (t) => {
  const { client, close, server } = pair();
  t.after(close);
  void server;
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(client.call('double', 1, { signal: controller.signal }), codeOf('cancelled'));
  assert.equal(await client.call('double', 3), 6);
});

test('parts come before the result, in order', async (t) => {
  const { client, close } = pair();
  t.after(close);
  const parts: number[] = [];
  assert.equal(await client.call('count', 3, { onPart: (n) => parts.push(n) }), 'done');
  assert.deepEqual(parts, [1, 2, 3]);
});

test('buffers are moved, not copied', async (t) => {
  const { client, close, sent } = pair();
  t.after(close);
  const buffer = await client.call('buffer', 1024);
  assert.equal(buffer.byteLength, 1024);
  assert.equal(sent[0]?.byteLength, 0);
});

test('disposing rejects what is pending on both sides and refuses new calls', async (t) => {
  const { client, server, close, aborted, turn } = pair();
  t.after(close);
  const call = client.call('wait', undefined);
  await turn();
  server.dispose();
  await assert.rejects(call, codeOf('disposed'));
  assert.equal(aborted(), 1);
  await assert.rejects(client.call('double', 1), codeOf('disposed'));
});

test('events reach their listeners until these are disposed of', async (t) => {
  const { client, server, close, turn } = pair();
  t.after(close);
  const heard: number[] = [];
  const listener = client.on('tick', (n) => heard.push(n));
  server.emit('tick', 1);
  await turn();
  listener.dispose();
  server.emit('tick', 2);
  await turn();
  assert.deepEqual(heard, [1]);
});

test('rubbish on the wire is ignored', async (t) => {
  const { client, close, raw } = pair();
  t.after(close);
  for (const junk of [null, 1, 'x', {}, { t: 'ok', id: 99 }, { t: 'part', id: 99 }]) raw.postMessage(junk);
  assert.equal(await client.call('double', 4), 8);
});
