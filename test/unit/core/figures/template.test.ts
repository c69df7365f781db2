import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallFigures, FunctionFigures } from '../../../../src/core/figures/file-figures.ts';
import {
  callValues,
  ERROR_FIELDS,
  FUNCTION_FIELDS,
  functionValues,
  rateText,
} from '../../../../src/core/figures/inline-fields.ts';
import { mergeStats } from '../../../../src/core/figures/merge-stats.ts';
import {
  parseTemplate,
  plainOf,
  renderTemplate,
  unknownFields,
} from '../../../../src/core/figures/template.ts';
import { functionAt, MS, statsOf } from '../../../support/figures-fixture.ts';

const words = { errors: (s: string) => `${s} errors`, perCall: (n: string) => `${n} per call` };
const mapping = {
  confidence: 'exact',
  role: 'code',
  ambiguous: false,
  evidence: [],
  moved: undefined,
} as const;
const HOUR = 3_600_000;

const stats = mergeStats([
  { ...statsOf([]), count: 1234, errors: 26, p50: 117 * MS, p95: 310 * MS, p99: 1.4e9, max: undefined },
]);
const charge: FunctionFigures = {
  code: functionAt('charge', 1, 9),
  stats,
  sites: [],
  services: ['payment'],
  operations: [],
  mapping,
  criticalShare: 0.31,
  stale: undefined,
};
const query: CallFigures = {
  line: 3,
  label: 'SELECT orders',
  kind: 'database',
  stats: mergeStats([{ ...stats, errors: 0, p95: 31 * MS }]),
  perCall: 14,
  within: 'charge',
  criticalShare: undefined,
  sites: [],
  services: [],
  mapping,
  stale: undefined,
};

const render = (template: string, values: Readonly<Record<string, string>>) =>
  renderTemplate(parseTemplate(template), values, ERROR_FIELDS);

test('the function line as it is by default', () => {
  const parts = render('p50 {p50} · p95 {p95} · {errors} · {count}', functionValues(charge, HOUR, words));
  assert.deepEqual(parts, [
    { text: 'p50 117 ms · p95 310 ms · ', tone: 'plain' },
    { text: '2.1 % errors · ', tone: 'error' },
    { text: '1.2k', tone: 'plain' },
  ]);
});

test('without errors that part is gone, with its dot', () => {
  const calm = { ...charge, stats: mergeStats([{ ...stats, errors: 0 }]) };
  const parts = render('p50 {p50} · {errors} · {count}', functionValues(calm, HOUR, words));
  assert.equal(plainOf(parts), 'p50 117 ms · 1.2k');
  assert.equal(plainOf(render('max {max} · {count}', functionValues(calm, HOUR, words))), '1.2k');
});

test('a call says how often, unless it is once a call', () => {
  const text = (perCall: number | undefined) =>
    plainOf(render('{label}: p95 {p95} · {perCall}', callValues({ ...query, perCall }, HOUR, words)));
  assert.equal(text(14), 'SELECT orders: p95 31 ms · 14 per call');
  assert.equal(text(1), 'SELECT orders: p95 31 ms');
  assert.equal(text(undefined), 'SELECT orders: p95 31 ms');
  assert.equal(text(2.5), 'SELECT orders: p95 31 ms · 2.5 per call');
  assert.equal(text(0.3), 'SELECT orders: p95 31 ms · 30 % per call');
});

test('a template may be anything a user types', () => {
  const values = functionValues(charge, HOUR, words);
  assert.equal(plainOf(render('{{{p50}}', values)), '{117 ms}');
  assert.equal(plainOf(render('a { b', values)), 'a { b');
  assert.equal(plainOf(render('· · {nonsense} ·', values)), '');
  assert.equal(plainOf(render('{toString}{constructor}', values)), '');
  assert.equal(plainOf(render('two\nlines {count}', values)), 'two lines 1.2k');
  assert.equal(plainOf(render('always', values)), 'always');
  assert.equal(plainOf(render('', values)), '');
});

test('placeholders that do not exist are named', () => {
  assert.deepEqual(unknownFields(parseTemplate('{p50} {p90} · {cuont} {p90}'), FUNCTION_FIELDS), [
    'p90',
    'cuont',
  ]);
});

test('rates are in a unit that makes them readable', () => {
  assert.equal(rateText(7200, HOUR), '2/s');
  assert.equal(rateText(204, HOUR), '3.4/min');
  assert.equal(rateText(12, HOUR), '12/h');
  assert.equal(rateText(1, 7 * 24 * HOUR), '< 0.1/h');
  assert.equal(rateText(4_500_000, HOUR), '1.3k/s');
  assert.equal(rateText(0, HOUR), '');
  assert.equal(rateText(5, 0), '');
});
