import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JoinInput, joinFile } from '../../../../src/core/figures/join-file.ts';
import {
  codeAt,
  FOLDER,
  functionAt,
  MS,
  measured,
  resolvedTo,
  siteOf,
  statsOf,
} from '../../../support/figures-fixture.ts';

const FILE = 'src/checkout.ts';
const checkout = functionAt('checkout', 10, 30);
const helper = functionAt('helper', 20, 25);

function join(sites: JoinInput['sites'], more: Partial<JoinInput> = {}) {
  return joinFile({
    folder: FOLDER,
    file: FILE,
    functions: [checkout, helper],
    sites,
    throws: [],
    criticalShare: () => undefined,
    changedMs: () => undefined,
    fromMs: 0,
    ...more,
  });
}

const declared = codeAt(FILE, 10, { symbol: 'checkout', endLine: 30, strategy: 'symbol' });
const query = siteOf({
  kind: 'client',
  name: 'SELECT',
  attributes: { 'db.system': 'postgresql', 'db.query.text': 'SELECT * FROM orders' },
});
const calls = (ms: number, times: number) => statsOf(Array.from({ length: times }, () => ms));

test('figures stand on the first line of the function that its spans name', () => {
  const { functions } = join([measured('a', declared, calls(12, 4))]);
  assert.deepEqual(
    functions.map((f) => [f.code.symbol, f.code.line, f.stats.count, f.mapping.confidence]),
    [['checkout', 10, 4, 'exact']],
  );
});

test('sites of other files and folders are passed over', () => {
  const { functions, calls: lines } = join([
    measured('a', codeAt('src/other.ts', 10), calls(1, 1)),
    measured('b', { ...declared, folder: '/work/elsewhere' }, calls(1, 1)),
    measured('c', null, calls(1, 1)),
  ]);
  assert.deepEqual([functions, lines], [[], []]);
});

test('a span started inside a function is the function’s when there is nothing better', () => {
  const { functions, calls: lines } = join([
    measured('a', codeAt(FILE, 12, { strategy: 'span-name' }), calls(9, 2)),
  ]);
  assert.deepEqual(
    functions.map((f) => [f.code.line, f.stats.count]),
    [[10, 2]],
  );
  assert.deepEqual(lines, []);
});

test('the innermost function has it', () => {
  const { functions } = join([measured('a', codeAt(FILE, 22), calls(9, 2))]);
  assert.deepEqual(
    functions.map((f) => f.code.symbol),
    ['helper'],
  );
});

test('one call that sends three spans is counted once: the function’s own span before the route’s', () => {
  const { functions, calls: lines } = join([
    measured(
      'server',
      { ...declared, strategy: 'route' },
      calls(14, 100),
      siteOf({ kind: 'server', name: 'POST /checkout' }),
    ),
    measured('own', declared, calls(12, 100)),
    measured(
      'inner',
      codeAt(FILE, 12, { strategy: 'span-name' }),
      calls(5, 100),
      siteOf({ name: 'validate' }),
    ),
  ]);
  assert.deepEqual(
    functions.map((f) => [f.sites, f.stats.count]),
    [[['own'], 100]],
  );
  assert.deepEqual(
    lines.map((l) => [l.line, l.label]),
    [[12, 'validate']],
  );
});

test('a handler known by its route alone shows the route’s figures', () => {
  const { functions } = join([
    measured(
      'get',
      { ...declared, strategy: 'route' },
      calls(10, 3),
      siteOf({ kind: 'server', name: 'GET /a' }),
    ),
    measured(
      'put',
      { ...declared, strategy: 'route' },
      calls(30, 1),
      siteOf({ kind: 'server', name: 'PUT /a' }),
    ),
  ]);
  assert.deepEqual(functions[0]?.operations, ['GET /a', 'PUT /a'], 'two routes, one handler');
  assert.equal(functions[0]?.stats.count, 4);
});

test('of several spans started in a function the one around the others is its own', () => {
  const { functions, calls: lines } = join([
    measured(
      'outer',
      codeAt(FILE, 11, { strategy: 'span-name' }),
      calls(50, 10),
      siteOf({ name: 'checkout' }),
    ),
    measured(
      'first',
      codeAt(FILE, 13, { strategy: 'span-name' }),
      calls(20, 10),
      siteOf({ name: 'reserve' }),
    ),
    measured('second', codeAt(FILE, 15, { strategy: 'span-name' }), calls(25, 10), siteOf({ name: 'pay' })),
  ]);
  assert.deepEqual(
    functions.map((f) => f.sites),
    [['outer']],
  );
  assert.deepEqual(
    lines.map((l) => l.label),
    ['reserve', 'pay'],
  );
});

test('steps one after the other are lines, and none is the function', () => {
  const { functions, calls: lines } = join([
    measured(
      'first',
      codeAt(FILE, 13, { strategy: 'span-name' }),
      calls(20, 10),
      siteOf({ name: 'reserve' }),
    ),
    measured('second', codeAt(FILE, 15, { strategy: 'span-name' }), calls(25, 10), siteOf({ name: 'pay' })),
  ]);
  assert.deepEqual(functions, []);
  assert.equal(lines.length, 2);
});

test('client calls are lines, with how often the function makes them', () => {
  const { calls: lines } = join([
    measured('own', declared, calls(12, 10)),
    measured('q', codeAt(FILE, 14, { strategy: 'database', confidence: 'guess' }), calls(31, 140), query),
  ]);
  const [line] = lines;
  assert.equal(line?.label, 'SELECT orders');
  assert.equal(line?.perCall, 14);
  assert.equal(line?.within, 'checkout');
  assert.ok(Math.abs((line?.stats.p95 ?? 0) - 31 * MS) < MS);
  assert.equal(line?.mapping.confidence, 'guess');
});

test('a call of a function that was not measured has no share of it', () => {
  const { calls: lines } = join([
    measured('q', codeAt(FILE, 14, { strategy: 'database' }), calls(31, 140), query),
  ]);
  assert.equal(lines[0]?.perCall, undefined);
});

test('the same call of two services is one row of its line', () => {
  const { calls: lines } = join([
    measured('q1', codeAt(FILE, 14, { strategy: 'database' }), calls(30, 2), query),
    measured('q2', codeAt(FILE, 14, { strategy: 'database' }), calls(30, 3), { ...query, service: 'admin' }),
  ]);
  assert.deepEqual(
    lines.map((l) => [l.stats.count, l.services]),
    [[5, ['admin', 'shop']]],
  );
});

test('a client span that names the function itself is the function', () => {
  const { functions, calls: lines } = join([
    measured('a', declared, calls(5, 3), siteOf({ kind: 'client' })),
  ]);
  assert.deepEqual([functions.length, lines.length], [1, 0]);
});

test('who called, and where it threw, is nobody’s figure', () => {
  const { functions, calls: lines } = join([
    measured('a', { ...declared, role: 'called from', strategy: 'called-from' }, calls(5, 3)),
    measured('b', { ...declared, role: 'threw here', strategy: 'stack' }, calls(5, 3)),
  ]);
  assert.deepEqual([functions, lines], [[], []]);
});

test('a handler without a name has figures on its first line', () => {
  const handler = codeAt(FILE, 12, { endLine: 16, strategy: 'route', symbol: 'GET /a' });
  const { functions } = join([
    measured('h', handler, calls(5, 3), siteOf({ kind: 'server' })),
    measured('own', declared, calls(12, 10)),
  ]);
  assert.deepEqual(
    functions.map((f) => [f.code.symbol, f.code.line, f.code.endLine]),
    [
      ['checkout', 10, 30],
      ['GET /a', 12, 16],
    ],
  );
});

test('a file nobody parses still shows lines', () => {
  const { calls: lines } = join([measured('a', codeAt(FILE, 7), calls(5, 3))], { functions: [] });
  assert.deepEqual(
    lines.map((l) => [l.line, l.label]),
    [[7, 'work']],
  );
});

test('a decorator’s line belongs to the function below it', () => {
  const post = functionAt('post', 42, 50, { startLine: 40 });
  const { functions } = join([measured('a', codeAt(FILE, 40), calls(5, 3))], { functions: [post] });
  assert.deepEqual(
    functions.map((f) => f.code.line),
    [42],
  );
});

test('figures are as sure as the least sure part, and ambiguous if any part is', () => {
  const { functions } = join([
    measured('a', declared, calls(1, 9)),
    measured('b', { ...declared, confidence: 'guess', jump: false }, calls(1, 1)),
  ]);
  assert.deepEqual([functions[0]?.mapping.confidence, functions[0]?.mapping.ambiguous], ['guess', true]);
});

test('critical path: the shares of all sites together, at most all of it', () => {
  const sites = [measured('a', declared, calls(1, 9)), measured('b', declared, calls(1, 1))];
  const shareOf = (shares: Record<string, number>) =>
    join(sites, { criticalShare: (id) => shares[id] }).functions[0]?.criticalShare;
  assert.equal(shareOf({}), undefined);
  assert.equal(shareOf({ a: 0.25 }), 0.25);
  assert.equal(shareOf({ a: 0.75, b: 0.5 }), 1);
});

test('an exception stands on the line it came from', () => {
  const seen = {
    site: 'a',
    type: 'TimeoutError',
    message: 'late',
    count: 7,
    lastMs: 5,
    traceId: 't',
    spanId: 's',
  };
  const { throws } = join([], {
    throws: [
      {
        ...seen,
        resolution: resolvedTo(
          codeAt(FILE, 24, { strategy: 'stack', role: 'threw here', confidence: 'likely' }),
        ),
      },
      { ...seen, resolution: resolvedTo(null) },
    ],
  });
  assert.deepEqual(
    throws.map((t) => [t.line, t.type, t.count]),
    [[24, 'TimeoutError', 7]],
  );
});
