import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { receiveCommand } from '../../../src/cli/receive-command.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { searchCommand } from '../../../src/cli/search-command.ts';
import type { ReceiverStatus } from '../../../src/protocol/engine-store.ts';
import { captureIo } from '../../support/capture-io.ts';
import { JSON_TYPE, send } from '../../support/receiver-fixture.ts';
import { tempDir } from '../../support/temp-dir.ts';

const commands = [receiveCommand, searchCommand];

/** `spanlight receive --json` in place: its ports, and how to end it as Ctrl-C does. */
async function receiving(t: TestContext, ...args: string[]) {
  const controller = new AbortController();
  t.after(() => controller.abort());
  let listening: (status: ReceiverStatus) => void = () => {};
  const ready = new Promise<ReceiverStatus>((resolve) => {
    listening = resolve;
  });
  const io = captureIo({
    signal: controller.signal,
    stdout: (line) => {
      const status = JSON.parse(line) as ReceiverStatus;
      if (status.state === 'receiving') listening(status);
    },
  });
  const exit = runCommand(commands, ['receive', '--json', ...args], io);
  const { listeners } = await ready;
  const ports = Object.fromEntries(listeners.map((l) => [l.protocol, l.port]));
  const end = () => {
    controller.abort();
    return exit;
  };
  return { ports, end, io };
}

const recent = (traceId: string) => {
  const at = `${BigInt(Date.now()) * 1_000_000n}`;
  const spans = [
    { traceId, spanId: '051581bf3cb55c13', name: 'GET /', startTimeUnixNano: at, endTimeUnixNano: at },
  ];
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'cart' } }] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
};

test('what receive takes, search finds', async (t) => {
  const store = path.join(tempDir(t), 'traces.db');
  const { ports, end } = await receiving(t, '--http', '0', '--grpc', 'off', '--store', store);
  const sent = await send(ports.http ?? 0, { headers: JSON_TYPE, body: recent('a'.repeat(32)) });
  assert.equal(sent.status, 200);
  assert.equal(await end(), 0);
  const io = captureIo();
  assert.equal(await runCommand(commands, ['search', 'service:cart', '--store', store], io), 0);
  const [found] = JSON.parse(io.out());
  assert.equal(found.traceId, 'a'.repeat(32));
  const tty = captureIo({ isTty: true });
  await runCommand(commands, ['search', '', '--store', store], tty);
  assert.match(tty.out(), /START.*\n.*a{32} {2}cart: GET \/\n1 trace\n/);
  const none = captureIo({ isTty: true });
  await runCommand(commands, ['search', 'service:other', '--store', store], none);
  assert.equal(none.out(), 'No trace matches.\n');
});

test('search works on a store that is being received into', async (t) => {
  const store = path.join(tempDir(t), 'traces.db');
  const { ports, end } = await receiving(t, '--http', '0', '--grpc', 'off', '--store', store);
  for (const id of ['a', 'b']) {
    await send(ports.http ?? 0, { headers: JSON_TYPE, body: recent(id.repeat(32)) });
    // The receiver writes twice a second.
    for (let found: unknown[] = []; found.length === 0; ) {
      const io = captureIo();
      const args = ['search', `{ trace:id = "${id.repeat(32)}" }`, '--store', store];
      assert.equal(await runCommand(commands, args, io), 0);
      found = JSON.parse(io.out());
    }
  }
  assert.equal(await end(), 0);
});

test('a port that another program has ends receive with a sentence', async (t) => {
  const first = await receiving(t, '--http', '0', '--grpc', 'off', '--store', path.join(tempDir(t), 'a.db'));
  const io = captureIo();
  const port = String(first.ports.http);
  const args = ['receive', '--http', port, '--grpc', 'off', '--store', path.join(tempDir(t), 'b.db')];
  assert.equal(await runCommand(commands, args, io), 1);
  assert.match(io.err(), new RegExp(`Port ${port} is taken by another Spanlight that has its own store`));
  await first.end();
});

const usage: readonly [string[], RegExp][] = [
  [['search'], /Say what to search for/],
  [['search', 'a', 'b'], /One query at a time/],
  [['search', '{ name = }', '--store', 'x'], /The query cannot be read/],
  [['search', '', '--since', 'yesterday'], /--since takes a length of time/],
  [['search', '', '--limit', '0'], /--limit takes a number from 1 on/],
  [['search', '', '--store', 'x', '--backend', 'jaeger=http://x'], /either --backend or --store/],
  [['search', '', '--backend', 'oracle=http://x'], /--backend takes KIND=URL/],
  [['search', ''], /There is no local trace store yet/],
  [['receive', '--http', '99999'], /--http takes a port/],
  [['receive', '--nonsense'], /nonsense/],
];
for (const [args, message] of usage)
  test(`spanlight ${args.join(' ')} is wrong usage`, async (t) => {
    const home = tempDir(t);
    const io = captureIo({ env: { HOME: home, APPDATA: home, LOCALAPPDATA: home } });
    assert.equal(await runCommand(commands, args, io), 2);
    assert.match(io.err(), message);
  });

test('a store that is not there, or is something else, is an error and is not touched', async (t) => {
  const io = captureIo({ cwd: tempDir(t) });
  assert.equal(await runCommand(commands, ['search', '', '--store', 'none.db'], io), 1);
  assert.match(io.err(), /There is no trace store .*none\.db/);
});
