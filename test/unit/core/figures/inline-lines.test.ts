import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  CallFigures,
  FileFigures,
  FunctionFigures,
  Mapping,
  ThrowFigures,
} from '../../../../src/core/figures/file-figures.ts';
import {
  type InlineContext,
  type InlineSettings,
  inlineLines,
} from '../../../../src/core/figures/inline-lines.ts';
import { mergeStats } from '../../../../src/core/figures/merge-stats.ts';
import { parseTemplate } from '../../../../src/core/figures/template.ts';
import { functionAt, MS, statsOf } from '../../../support/figures-fixture.ts';

const exact: Mapping = {
  confidence: 'exact',
  role: 'code',
  ambiguous: false,
  evidence: [],
  moved: undefined,
};
const stats = (p95: number, count = 100, errors = 0) =>
  mergeStats([{ ...statsOf([]), count, errors, p50: (p95 / 2) * MS, p95: p95 * MS }]);

const fn = (line: number, more: Partial<FunctionFigures> = {}): FunctionFigures => ({
  code: functionAt('f', line, line + 5),
  stats: stats(100),
  sites: [],
  services: [],
  operations: [],
  mapping: exact,
  criticalShare: undefined,
  stale: undefined,
  ...more,
});
const call = (line: number, label: string, more: Partial<CallFigures> = {}): CallFigures => ({
  line,
  label,
  kind: 'database',
  stats: stats(31),
  perCall: undefined,
  within: 'f',
  criticalShare: undefined,
  sites: [],
  services: [],
  mapping: exact,
  stale: undefined,
  ...more,
});
const thrown = (line: number, more: Partial<ThrowFigures> = {}): ThrowFigures => ({
  line,
  type: 'TimeoutError',
  message: 'late',
  count: 7,
  lastMs: 1_000_000,
  traceId: 't',
  spanId: 's',
  mapping: exact,
  stale: undefined,
  ...more,
});
const settings: InlineSettings = {
  functions: parseTemplate('p50 {p50} · p95 {p95} · {errors} · {count}'),
  calls: parseTemplate('↗ {label}: p95 {p95} · {perCall}'),
  exceptions: parseTemplate('✖ {type} x {count}, last {ago}'),
  minimumCalls: 1,
  minimumNs: 0,
  minimumCallNs: MS,
  minimumConfidence: 'guess',
};
const context: InlineContext = {
  lengthMs: 3_600_000,
  nowMs: 1_120_000,
  sampled: false,
  words: { errors: (s) => `${s} errors`, perCall: (n) => `${n} per call`, stale: 'before the last change' },
};

function show(
  figures: Partial<FileFigures>,
  change: {
    settings?: Partial<InlineSettings>;
    context?: Partial<InlineContext>;
    visible?: [number, number];
  } = {},
): string[] {
  const [line, endLine] = change.visible ?? [1, 1000];
  return inlineLines(
    { functions: [], calls: [], throws: [], ...figures },
    { ...settings, ...change.settings },
    { line, endLine },
    { ...context, ...change.context },
  ).map(
    (l) =>
      `${l.line}: ${l.parts.map((p) => (p.tone === 'plain' ? p.text : `<${p.tone}>${p.text}</>`)).join('')}`,
  );
}

test('functions, calls and exceptions, by line', () => {
  const figures = {
    functions: [fn(10, { stats: stats(100, 1000, 21) })],
    calls: [call(12, 'SELECT orders', { perCall: 14 })],
    throws: [thrown(14)],
  };
  assert.deepEqual(show(figures), [
    '10: p50 50 ms · p95 100 ms · <error>2.1 % errors · </>1k',
    '12: ↗ SELECT orders: p95 31 ms · 14 per call',
    '14: <error>✖ TimeoutError x 7, last 2 min ago</>',
  ]);
});

test('only what is in view is made', () => {
  const figures = {
    functions: [fn(10), fn(50)],
    calls: [call(12, 'a'), call(52, 'b')],
    throws: [thrown(14), thrown(54)],
  };
  assert.deepEqual(
    show(figures, { visible: [50, 52] }).map((l) => l.split(':')[0]),
    ['50', '52'],
  );
});

test('each kind can be switched off', () => {
  const figures = { functions: [fn(10)], calls: [call(12, 'a')], throws: [thrown(14)] };
  const lines = (off: Partial<InlineSettings>) =>
    show(figures, { settings: off }).map((l) => l.split(':')[0]);
  assert.deepEqual(lines({ functions: undefined }), ['12', '14']);
  assert.deepEqual(lines({ calls: undefined }), ['10', '14']);
  assert.deepEqual(lines({ exceptions: undefined }), ['10', '12']);
});

test('thresholds leave out what is rare and fast, but never what fails', () => {
  const functions = [
    fn(1, { stats: stats(5, 3) }),
    fn(2, { stats: stats(50, 3) }),
    fn(3, { stats: stats(5, 3, 1) }),
    fn(4, { stats: stats(50, 1) }),
  ];
  const change = { settings: { minimumCalls: 2, minimumNs: 10 * MS } };
  assert.deepEqual(
    show({ functions }, change).map((l) => l.split(':')[0]),
    ['2', '3'],
  );
});

test('a fast call counts by what all its repetitions take', () => {
  const calls = [call(1, 'a', { stats: stats(0.2) }), call(2, 'b', { stats: stats(0.2), perCall: 14 })];
  assert.deepEqual(
    show({ calls }).map((l) => l.split(':')[0]),
    ['2'],
  );
});

test('a guess is named as one, below the wanted confidence it is left out, and a tie is never shown', () => {
  const guess: Mapping = { ...exact, confidence: 'guess' };
  assert.deepEqual(show({ calls: [call(1, 'a', { mapping: guess })] }), ['1: ↗ a: p95 31 ms ○']);
  assert.deepEqual(
    show({ calls: [call(1, 'a', { mapping: guess })] }, { settings: { minimumConfidence: 'likely' } }),
    [],
  );
  assert.deepEqual(show({ calls: [call(1, 'a', { mapping: { ...guess, ambiguous: true } })] }), []);
});

test('sampled or approximate figures carry the mark', () => {
  assert.deepEqual(show({ calls: [call(1, 'a')] }, { context: { sampled: true } }), ['1: ≈ ↗ a: p95 31 ms']);
  const approximate = { ...stats(31), approximate: true };
  assert.deepEqual(show({ calls: [call(1, 'a', { stats: approximate })] }), ['1: ≈ ↗ a: p95 31 ms']);
});

test('figures older than the code are grey as a whole and say so; partly older ones are as they were', () => {
  const errors = stats(100, 1000, 21);
  assert.deepEqual(
    show({
      functions: [fn(1, { stats: errors, stale: { state: 'changed', changedMs: 5, revision: undefined } })],
    }),
    ['1: <stale>p50 50 ms · p95 100 ms · 2.1 % errors · 1k · before the last change</>'],
  );
  assert.deepEqual(
    show({ functions: [fn(1, { stale: { state: 'mixed', changedMs: 5, revision: undefined } })] }),
    ['1: p50 50 ms · p95 100 ms · 100'],
  );
});

test('a line has one text: two calls by name, the others counted, exceptions last', () => {
  const figures = {
    calls: [call(1, 'a'), call(1, 'b'), call(1, 'c'), call(1, 'd')],
    throws: [thrown(1)],
  };
  const text = show(figures);
  assert.deepEqual(text, [
    '1: ↗ a: p95 31 ms   ↗ b: p95 31 ms<error>   ✖ TimeoutError x 7, last 2 min ago</>   +2',
  ]);
});

test('a long text is cut', () => {
  const [line] = show({ calls: [call(1, 'x'.repeat(500))] });
  assert.equal(line?.length, 3 + 160);
  assert.match(line ?? '', /…$/);
});
