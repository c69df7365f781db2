import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTraces } from '../../../../src/core/trace/build-traces.ts';
import type { Trace } from '../../../../src/core/trace/columns.ts';
import { isFoldRow, spanOfRow } from '../../../../webview/waterfall/lay-rows.ts';
import { MARK, markOnly } from '../../../../webview/waterfall/marks.ts';
import { NO_FILTER } from '../../../../webview/waterfall/row-filter.ts';
import { RowModel } from '../../../../webview/waterfall/row-model.ts';
import { batchOf, type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

/** Rows as a person sees them: indent, then the name; runs as `3 x name`. */
function drawn(model: RowModel, trace: Trace): string[] {
  return Array.from({ length: model.count }, (_, i) => {
    const name = trace.strings.get(trace.name[model.span(i)] ?? 0);
    const fold = model.fold(i);
    return '  '.repeat(model.indent(i)) + (fold ? `${fold.members.length} x ${name}` : name);
  });
}

const SHOP: SpanSpec[] = [
  { id: '01', name: 'checkout', service: 'gateway', kind: 'server', start: 0, end: 100 },
  { id: '02', parent: '01', name: 'cart', service: 'cart', start: 5, end: 40 },
  { id: '03', parent: '02', name: 'select', service: 'db', kind: 'client', start: 6, end: 8 },
  { id: '04', parent: '03', name: 'row', service: 'db', start: 6, end: 7 },
  { id: '05', parent: '02', name: 'select', service: 'db', kind: 'client', start: 9, end: 11 },
  { id: '06', parent: '02', name: 'log', service: 'cart', start: 11, end: 12 },
  { id: '07', parent: '02', name: 'select', service: 'db', kind: 'client', start: 13, end: 15 },
  { id: '08', parent: '01', name: 'pay', service: 'payment', start: 50, end: 95 },
  { id: '09', parent: '08', name: 'charge', service: 'payment', status: 'error', start: 60, end: 61 },
];

function shop(): { trace: Trace; model: RowModel; span: (name: string, nth?: number) => number } {
  const trace = traceOf(...SHOP);
  const span = (name: string, nth = 0) => {
    const all = Array.from({ length: trace.count }, (_, i) => i);
    return all.filter((i) => trace.strings.get(trace.name[i] ?? 0) === name)[nth] ?? -1;
  };
  return { trace, model: new RowModel(trace), span };
}

const selects = (span: (name: string, nth?: number) => number) => ({
  head: span('select'),
  members: Uint32Array.of(span('select', 0), span('select', 1), span('select', 2)),
});

test('a small trace opens whole', () => {
  const { trace, model } = shop();
  assert.deepEqual(drawn(model, trace), [
    'checkout',
    '  cart',
    '    select',
    '      row',
    '    select',
    '    log',
    '    select',
    '  pay',
    '    charge',
  ]);
});

test('collapsing a row hides its subtree and nothing else', () => {
  const { trace, model, span } = shop();
  model.setExpanded(model.indexOf(span('cart')), false);
  assert.deepEqual(drawn(model, trace), ['checkout', '  cart', '  pay', '    charge']);
  assert.equal(model.expanded(1), false);
  assert.equal(model.expanded(3), undefined);
  model.setExpanded(1, true);
  assert.equal(model.count, 9);
});

test('collapse all, expand all, by depth, and subtrees', () => {
  const { trace, model, span } = shop();
  model.collapseAll();
  assert.deepEqual(drawn(model, trace), ['checkout']);
  model.collapseToDepth(2);
  assert.deepEqual(drawn(model, trace), ['checkout', '  cart', '  pay']);
  model.setSubtreeExpanded(1, true);
  assert.equal(model.count, 8);
  model.expandAll();
  assert.equal(model.count, 9);
  model.setSubtreeExpanded(0, false);
  model.setExpanded(0, true);
  assert.deepEqual(drawn(model, trace), ['checkout', '  cart', '  pay']);
  assert.equal(model.indexOf(span('row')), -1);
});

test('a run of alike siblings is one row; opened, its members stand below it and the others stay where they were', () => {
  const { trace, model, span } = shop();
  model.setFolds([selects(span)]);
  assert.deepEqual(drawn(model, trace), [
    'checkout',
    '  cart',
    '    3 x select',
    '    log',
    '  pay',
    '    charge',
  ]);
  assert.equal(model.expanded(2), false);
  model.setExpanded(2, true);
  assert.deepEqual(drawn(model, trace), [
    'checkout',
    '  cart',
    '    3 x select',
    '      select',
    '        row',
    '      select',
    '      select',
    '    log',
    '  pay',
    '    charge',
  ]);
  assert.equal(model.parentIndex(4), 3);
  assert.equal(model.parentIndex(3), 2);
  assert.equal(model.parentIndex(2), 1);
  assert.equal(model.parentIndex(7), 1);
  assert.deepEqual(model.ancestors(4).map(spanOfRow), [
    span('checkout'),
    span('cart'),
    span('select'),
    span('select'),
  ]);
  assert.deepEqual(model.ancestors(4).map(isFoldRow), [false, false, true, false]);
});

test('a span in a closed run is found at the run, and revealed by opening it', () => {
  const { model, span } = shop();
  model.setFolds([selects(span)]);
  model.collapseAll();
  assert.equal(model.indexOf(span('row')), -1);
  const at = model.reveal(span('select', 2));
  assert.equal(model.row(at), span('select', 2));
  model.setExpanded(model.indexOf(span('cart')) + 1, false);
  assert.equal(model.indexOf(span('select', 1)), 2);
});

test('runs inside members of runs are laid out too', () => {
  const spans: SpanSpec[] = [{ id: '01', name: 'root', start: 0, end: 100 }];
  for (const [id, at] of [
    ['a', 10],
    ['b', 30],
  ] as const) {
    spans.push({ id: `${id}0`, parent: '01', name: 'outer', start: at, end: at + 10 });
    for (let k = 1; k <= 2; k++)
      spans.push({ id: `${id}${k}`, parent: `${id}0`, name: 'inner', start: at + k, end: at + k + 1 });
  }
  const trace = traceOf(...spans);
  const model = new RowModel(trace);
  model.setFolds([
    { head: 1, members: Uint32Array.of(1, 4) },
    { head: 2, members: Uint32Array.of(2, 3) },
    { head: 5, members: Uint32Array.of(5, 6) },
  ]);
  model.expandAll();
  assert.deepEqual(drawn(model, trace), [
    'root',
    '  2 x outer',
    '    outer',
    '      2 x inner',
    '        inner',
    '        inner',
    '    outer',
    '      2 x inner',
    '        inner',
    '        inner',
  ]);
});

test('hidden spans hand their children up; failed ones stay whatever their length', () => {
  const { trace, model } = shop();
  model.setFilter({ ...NO_FILTER, hiddenKinds: 1 << 3 });
  assert.deepEqual(drawn(model, trace), ['checkout', '  cart', '    row', '    log', '  pay', '    charge']);
  assert.equal(model.hidden, 3);
  model.setFilter({ ...NO_FILTER, minNs: 10 });
  assert.deepEqual(drawn(model, trace), ['checkout', '  cart', '  pay', '    charge']);
  model.setFilter({ ...NO_FILTER, hiddenServices: [trace.strings.idOf('cart') ?? -1] });
  assert.deepEqual(drawn(model, trace), [
    'checkout',
    '  select',
    '    row',
    '  select',
    '  select',
    '  pay',
    '    charge',
  ]);
  model.setFilter(NO_FILTER);
  assert.equal(model.count, 9);
});

test('filtering by matches keeps the ancestors, also through runs', () => {
  const { trace, model, span } = shop();
  markOnly(model.marks, MARK.match, [span('row'), span('charge')]);
  model.filterByMatches(true);
  assert.deepEqual(drawn(model, trace), [
    'checkout',
    '  cart',
    '    select',
    '      row',
    '  pay',
    '    charge',
  ]);
  markOnly(model.marks, MARK.match, [span('log')]);
  model.filterByMatches(true);
  assert.deepEqual(drawn(model, trace), ['checkout', '  cart', '    log']);
});

test('filtering by matches opens what hides them, and leaves everything as it was', () => {
  const { trace, model, span } = shop();
  model.setFolds([selects(span)]);
  model.collapseAll();
  markOnly(model.marks, MARK.match, [span('row')]);
  model.filterByMatches(true);
  assert.deepEqual(drawn(model, trace), [
    'checkout',
    '  cart',
    '    3 x select',
    '      select',
    '        row',
  ]);
  model.filterByMatches(false);
  assert.deepEqual(drawn(model, trace), ['checkout']);
  model.expandAll();
  model.setExpanded(2, false);
  assert.deepEqual(drawn(model, trace).slice(2, 4), ['    3 x select', '    log']);
});

test('focusing a subtree makes it the root', () => {
  const { trace, model, span } = shop();
  model.setFocus(span('cart'));
  assert.deepEqual(drawn(model, trace), ['cart', '  select', '    row', '  select', '  log', '  select']);
  assert.equal(model.parentIndex(0), -1);
  assert.equal(model.parentIndex(2), 1);
  model.collapseToDepth(1);
  assert.deepEqual(drawn(model, trace), ['cart']);
  model.setFocus(-1);
  assert.equal(drawn(model, trace)[0], 'checkout');
});

test('focus works on a member of a closed run', () => {
  const { trace, model, span } = shop();
  model.setFolds([selects(span)]);
  model.setFocus(span('select'));
  assert.deepEqual(drawn(model, trace), ['select', '  row']);
});

test('all but the critical path collapses', () => {
  const { trace, model, span } = shop();
  markOnly(model.marks, MARK.critical, [span('checkout'), span('pay')]);
  model.collapseAllButCritical();
  assert.deepEqual(drawn(model, trace), ['checkout', '  cart', '  pay', '    charge']);
});

test('errors are known above where they are', () => {
  const { model, span } = shop();
  const has = (name: string) => ((model.marks[span(name)] ?? 0) & MARK.errorBelow) !== 0;
  assert.deepEqual(['checkout', 'pay', 'charge', 'cart'].map(has), [true, true, false, false]);
});

test('a chain as deep as the limits of indents, and a large trace, open without recursion and as an overview', () => {
  const spans: SpanSpec[] = [];
  const id = (i: number) => (i + 1).toString(16).padStart(8, '0');
  for (let i = 0; i < 70_000; i++)
    spans.push({ id: id(i), ...(i > 0 ? { parent: id(i - 1) } : {}), start: i, end: 100_000 });
  const [trace] = buildTraces(batchOf(spans));
  assert.ok(trace);
  const model = new RowModel(trace);
  assert.equal(model.count, 300);
  model.expandAll();
  assert.equal(model.count, 70_000);
  assert.equal(model.indent(69_999), 65_535);
  assert.equal(model.reveal(69_999), 69_999);
  assert.equal(model.ancestors(69_999).length, 69_999);
});

test('a prefix of a timeline, whose subtrees reach beyond it, is laid out as far as it goes', () => {
  const { trace } = shop();
  const model = new RowModel({ ...trace, count: 5 });
  assert.equal(model.count, 5);
  model.setExpanded(1, false);
  assert.equal(model.count, 2);
});
