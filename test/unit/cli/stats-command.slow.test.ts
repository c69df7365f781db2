import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { FunctionRow } from '../../../src/cli/function-rows.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { statsCommand } from '../../../src/cli/stats-command.ts';
import { importTraces } from '../../../src/engine/store/import-traces.ts';
import { openStore } from '../../../src/engine/store/open-store.ts';
import { captureIo } from '../../support/capture-io.ts';
import { root } from '../../support/root.ts';
import { testClock } from '../../support/store-fixture.ts';
import { tempDir } from '../../support/temp-dir.ts';

const workspace = path.join(root, 'test/fixtures/workspace');
const traces = path.join(workspace, 'traces/checkout.json');
const CART = `async function getItems(id) {
  return tracer.startActiveSpan('getItems', async () => {
    for (const row of rows) await pool.query('SELECT name FROM items');
  });
}

function touch(id) {
  return pool.query('UPDATE carts SET seen = now()');
}
`;
const NEVER = new AbortController().signal;

async function stats(...args: string[]) {
  const io = captureIo();
  const code = await runCommand([statsCommand], ['stats', '--workspace', workspace, ...args], io);
  return { code, io, rows: code === 0 ? (JSON.parse(io.out()) as FunctionRow[]) : [] };
}

/** Read off the trace file: durations of `reserve` are 14, 15 and 17 ms, of `checkout` 178 and of `charge` 125. */
function check(rows: readonly FunctionRow[]) {
  assert.deepEqual(
    rows.map((r) => [r.file, r.line, r.symbol, r.count, r.errors, r.sampled]),
    [
      ['src/inventory.ts', 3, 'reserve', 3, 0, false],
      ['src/checkout.ts', 6, 'checkout', 1, 1, false],
      ['src/payments.ts', 1, 'charge', 1, 1, false],
    ],
  );
  const near = (value: number | undefined, ms: number) =>
    assert.ok(Math.abs((value ?? 0) - ms * 1e6) <= ms * 1e4);
  near(rows[0]?.p50Ns, 15);
  near(rows[0]?.p99Ns, 17);
  near(rows[1]?.p95Ns, 178);
  near(rows[2]?.p50Ns, 125);
}

test('functions of a trace file, with what could not be placed told', async () => {
  const { rows, io } = await stats('--traces', traces);
  check(rows);
  assert.ok(rows.every((r) => r.folder === workspace));
  assert.match(io.err(), /3 places of 6 not found in the source/);
});

async function store(t: TestContext): Promise<string> {
  const file = path.join(tempDir(t), 'traces.db');
  const { store: db } = openStore(file);
  await importTraces(traces, db, testClock(), NEVER, () => {});
  db.close();
  return file;
}

test('functions of a store are those of the traces in it', async (t) => {
  const file = await store(t);
  check((await stats('--store', file, '--since', '5000w')).rows);
  assert.deepEqual((await stats('--store', file, '--since', '1s')).rows, []);
  assert.deepEqual((await stats('--store', file, '--since', '5000w', '--environment', 'none')).rows, []);
  assert.equal((await stats('--store', file, '--since', '5000w', '--limit', '1')).rows.length, 1);
});

test('a call of a function counts once, whatever spans it sends; other functions are told by the calls they make', async (t) => {
  const dir = tempDir(t);
  writeFileSync(path.join(dir, 'cart.js'), CART);
  const at = (line: number, name: string) => [
    { key: 'code.file.path', value: { stringValue: '/app/cart.js' } },
    { key: 'code.line.number', value: { intValue: line } },
    { key: 'code.function.name', value: { stringValue: name } },
  ];
  let id = 0;
  const span = (name: string, kind: number, ms: number, attributes: unknown[]) => ({
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: (++id).toString(16).padStart(16, '0'),
    name,
    kind,
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(ms * 1e6)),
    attributes,
  });
  const query = [{ key: 'db.system.name', value: { stringValue: 'postgresql' } }];
  const spans = [
    span('getItems', 1, 20, at(2, 'getItems')),
    ...[1, 2, 3].map((ms) => span('SELECT', 3, ms, [...query, ...at(3, 'getItems')])),
    span('UPDATE', 3, 7, [...query, ...at(8, 'touch')]),
  ];
  const file = path.join(dir, 'trace.json');
  writeFileSync(file, JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
  const io = captureIo();
  assert.equal(await runCommand([statsCommand], ['stats', '--workspace', dir, '--traces', file], io), 0);
  assert.deepEqual(
    (JSON.parse(io.out()) as FunctionRow[]).map((r) => [
      r.symbol,
      r.line,
      r.count,
      Math.round(r.p50Ns / 1e6),
    ]),
    [
      ['getItems', 1, 1, 20],
      ['touch', 8, 1, 7],
    ],
  );
});

const usage: readonly [string[], RegExp][] = [
  [['--traces', 'x', '--store', 'y'], /Give one of --traces, --store and --backend/],
  [['file.json'], /Name trace files with --traces/],
  [['--workspace', '/no/such/folder'], /does not exist/],
];
for (const [args, message] of usage)
  test(`spanlight stats ${args.join(' ')} is wrong usage`, async () => {
    const { code, io } = await stats(...args);
    assert.equal(code, 2);
    assert.match(io.err(), message);
  });
