import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, FindingKind } from '../../../../src/core/evidence/evidence.ts';
import { ignoreComment, isIgnored } from '../../../../src/core/figures/ignore-comment.ts';
import type { CodeFunction } from '../../../../src/core/figures/measured-site.ts';
import { placeFinding } from '../../../../src/core/figures/place-finding.ts';
import type { ResolvedCode } from '../../../../src/core/mapping/resolution.ts';
import { codeAt, functionAt } from '../../../support/figures-fixture.ts';

const FILE = 'src/cart.ts';
const getItems = functionAt('getItems', 10, 30, {
  loops: [
    { line: 14, endLine: 20 },
    { line: 16, endLine: 18 },
  ],
});
const single = functionAt('single', 40, 50, { loops: [{ line: 42, endLine: 45 }] });

const finding = (kind: FindingKind): Finding => ({
  kind,
  doer: 0,
  call: 1,
  count: 14,
  totalNs: 1,
  text: 'told',
  traces: 1,
  of: 1,
  lastMs: 0,
  traceId: 't',
  spanId: 's',
});

function place(
  kind: FindingKind,
  doer: ResolvedCode | null,
  call: ResolvedCode | null,
  functions: readonly CodeFunction[] = [getItems, single],
) {
  const placed = placeFinding(finding(kind), doer, call, () => functions);
  return placed && [placed.at.line, placed.call?.line, placed.confidence];
}

const doer = codeAt(FILE, 10, { symbol: 'getItems' });
const callAt = (line: number, more: Partial<ResolvedCode> = {}) =>
  codeAt(FILE, line, { strategy: 'database', confidence: 'likely', ...more });

test('a repeated call is told at the innermost loop around it', () => {
  assert.deepEqual(place('n-plus-one', doer, callAt(17)), [16, 17, 'likely']);
  assert.deepEqual(place('retry-storm', doer, callAt(15)), [14, 15, 'likely']);
});

test('without a loop, or where nothing is repeated, at the call', () => {
  assert.deepEqual(place('n-plus-one', doer, callAt(25)), [25, undefined, 'likely']);
  assert.deepEqual(place('serial-calls', doer, callAt(17)), [17, undefined, 'likely']);
  assert.deepEqual(place('swallowed-error', doer, callAt(17)), [17, undefined, 'likely']);
});

test('a call nobody can place: the one loop of the function, else the function', () => {
  assert.deepEqual(place('n-plus-one', codeAt(FILE, 41), null), [42, undefined, 'exact']);
  assert.deepEqual(place('n-plus-one', doer, null), [10, undefined, 'exact'], 'two loops: which one?');
  assert.deepEqual(place('n-plus-one', codeAt(FILE, 12), null), [10, undefined, 'exact']);
  assert.deepEqual(place('n-plus-one', doer, callAt(17, { role: 'called from' })), [10, undefined, 'exact']);
});

test('a call that stands in another function or file is somebody else’s', () => {
  assert.deepEqual(place('n-plus-one', doer, callAt(43)), [10, undefined, 'exact']);
  assert.deepEqual(place('n-plus-one', doer, codeAt('src/db.ts', 17)), [10, undefined, 'exact']);
});

test('a closure of the function is the function’s', () => {
  const inner = functionAt('getItems.each', 15, 19, { loops: [] });
  assert.deepEqual(place('serial-calls', doer, callAt(17), [getItems, inner]), [17, undefined, 'likely']);
});

test('without code, or with several that fit, nothing is claimed', () => {
  assert.equal(place('n-plus-one', null, null), undefined);
  assert.equal(place('n-plus-one', { ...doer, jump: false }, null), undefined);
  assert.deepEqual(place('n-plus-one', null, callAt(17)), [16, 17, 'likely'], 'the call alone is enough');
});

const lines = [
  'a();',
  '  // spanlight-ignore n-plus-one: small lists only',
  '  for (;;) b();',
  'c(); // spanlight-ignore all',
];
const lineAt = (line: number) => lines[line - 1];

test('a comment above or on the line ignores the rules it names', () => {
  assert.equal(isIgnored(lineAt, 3, 'n-plus-one'), true);
  assert.equal(isIgnored(lineAt, 3, 'retry-storm'), false);
  assert.equal(isIgnored(lineAt, 4, 'regression'), true);
  assert.equal(isIgnored(lineAt, 1, 'n-plus-one'), false);
  assert.equal(
    isIgnored((line) => (line === 1 ? '# spanlight-ignore serial-calls, n-plus-one' : ''), 2, 'n-plus-one'),
    true,
  );
});

test('the comment is in the language of the file and at the indent of the line', () => {
  assert.equal(
    ignoreComment('typescript', '    for (;;) {', 'n-plus-one', ' small\nlists '),
    '    // spanlight-ignore n-plus-one: small lists\n',
  );
  assert.equal(
    ignoreComment('python', '\tfor x in y:', 'serial-calls', ''),
    '\t# spanlight-ignore serial-calls\n',
  );
});
