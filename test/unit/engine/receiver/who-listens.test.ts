import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { keepPort } from '../../../../src/engine/receiver/keep-port.ts';
import { occupantSentence, whoListens } from '../../../../src/engine/receiver/who-listens.ts';
import type { ListenerStatus } from '../../../../src/protocol/engine-store.ts';

async function strange(t: TestContext, answer: string): Promise<number> {
  const server = createServer((_, response) => response.end(answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

test('a program on our port is named by its process', async (t) => {
  const port = await strange(t, 'hello');
  const occupant = await whoListens(port);
  if (process.platform !== 'linux') return;
  assert.equal(occupant.pid, process.pid);
  assert.match(occupant.process ?? '', /^node/);
});

test('another Spanlight is recognised by what it says', async (t) => {
  const port = await strange(t, JSON.stringify({ program: 'spanlight', store: '/elsewhere' }));
  assert.equal((await whoListens(port)).kind, 'spanlight');
});

test('nobody is an unknown program', async () => {
  assert.deepEqual(await whoListens(1), {
    kind: 'unknown',
    process: undefined,
    pid: undefined,
    url: undefined,
  });
});

test('the choices stand in the sentence', () => {
  const jaeger = { kind: 'jaeger', process: 'jaeger', pid: 12, url: 'http://localhost:16686' } as const;
  assert.equal(
    occupantSentence(4318, 'spanlight.receiver.httpPort', jaeger),
    'Port 4318 is taken by Jaeger (jaeger, process 12), so no traces are received on it. You can connect Spanlight to it at http://localhost:16686, receive on another port (spanlight.receiver.httpPort) or stop that program.',
  );
  const unknown = { kind: 'unknown', process: undefined, pid: undefined, url: undefined } as const;
  assert.match(
    occupantSentence(4317, 'setting', unknown),
    /taken by another program, so .* You can receive on another port \(setting\) or stop that program\.$/,
  );
});

test('a port that is taken is tried until it is free, and its holder named once', async () => {
  const states: ListenerStatus['state'][] = [];
  let taken = 5;
  let asked = 0;
  await new Promise<void>((resolve) => {
    const kept = keepPort({
      protocol: 'http',
      port: 4318,
      retryMs: 1,
      listen: async () => {
        if (taken-- > 0) throw Object.assign(new Error('in use'), { code: 'EADDRINUSE' });
        return { port: 4318, notes: [], close: async () => {} };
      },
      isShared: () => taken === 2,
      identify: async () => {
        asked++;
        return { kind: 'unknown', process: 'x', pid: 1, url: undefined };
      },
      describe: () => 'taken',
      changed: ({ state }) => {
        states.push(state);
        if (state === 'listening') void kept.close().then(resolve);
      },
    });
  });
  // Taken by a stranger, then by another window, by a stranger again, then free.
  assert.deepEqual(states, ['blocked', 'shared', 'blocked', 'listening']);
  assert.equal(asked, 2);
});
