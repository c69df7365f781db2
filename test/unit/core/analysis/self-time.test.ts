import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selfTimes } from '../../../../src/core/analysis/self-time.ts';
import { spanTimes } from '../../../../src/core/analysis/span-times.ts';
import type { Trace } from '../../../../src/core/trace/columns.ts';
import { seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

/** Self time by name. */
function selfOf(...spans: SpanSpec[]) {
  const trace = traceOf(...spans);
  const self = selfTimes(trace, spanTimes(trace));
  return Object.fromEntries(Array.from(self, (ns, i) => [trace.strings.get(trace.name[i] ?? 0), ns]));
}

const root = { id: '1', name: 'root', start: 0, end: 100 };

test('a span without children works all its time', () => {
  assert.deepEqual(selfOf(root), { root: 100 });
});

test('overlapping children count once, async ones only while the parent runs', () => {
  //  root  |--------------------|         0-20
  //  a        |-----|                     3-9
  //  b            |------|                7-14
  //  c                       |-----|     17-23
  assert.deepEqual(
    selfOf(
      { ...root, end: 20 },
      { id: '2', parent: '1', name: 'a', start: 3, end: 9 },
      { id: '3', parent: '1', name: 'b', start: 7, end: 14 },
      { id: '4', parent: '1', name: 'c', start: 17, end: 23 },
    ),
    { root: 6, a: 6, b: 7, c: 6 },
  );
});

test('a child within another child takes nothing more', () => {
  assert.deepEqual(
    selfOf(
      root,
      { id: '2', parent: '1', name: 'long', start: 10, end: 90 },
      { id: '3', parent: '1', name: 'short', start: 20, end: 30 },
      { id: '4', parent: '1', name: 'later', start: 85, end: 95 },
    ),
    { root: 15, long: 80, short: 10, later: 10 },
  );
});

test('children outside the parent take nothing', () => {
  assert.deepEqual(
    selfOf(
      root,
      { id: '2', parent: '1', name: 'after', start: 100, end: 300 },
      { id: '3', parent: '1', name: 'before', start: -50, end: 0 },
      { id: '4', parent: '1', name: 'around', start: -10, end: 20 },
    ),
    { root: 80, after: 200, before: 50, around: 30 },
  );
});

test('grandchildren take from their parent, not from its parent', () => {
  assert.deepEqual(
    selfOf(
      root,
      { id: '2', parent: '1', name: 'call', start: 10, end: 20 },
      { id: '3', parent: '2', name: 'background', start: 15, end: 95 },
    ),
    { root: 90, call: 5, background: 80 },
  );
});

test('zero, reversed and unfinished spans', () => {
  assert.deepEqual(
    selfOf(
      { id: '1', name: 'open', start: 0, end: undefined },
      { id: '2', parent: '1', name: 'reversed', start: 40, end: 30 },
      { id: '3', parent: '1', name: 'zero', start: 50, end: 50 },
      { id: '4', parent: '1', name: 'work', start: 60, end: 90 },
    ),
    // The open span has run for at least 90: that is what was seen of it.
    { open: 60, reversed: 0, zero: 0, work: 30 },
  );
});

/** The definition itself, one nanosecond at a time. */
function countedSelf(trace: Trace, span: number): number {
  const times = spanTimes(trace);
  let self = 0;
  for (let t = times.start[span] ?? 0; t < (times.end[span] ?? 0); t++) {
    let covered = false;
    for (let c = 0; c < trace.count; c++)
      if (trace.parent[c] === span && (times.start[c] ?? 0) <= t && t < (times.end[c] ?? 0)) covered = true;
    if (!covered) self++;
  }
  return self;
}

test('equals the definition counted nanosecond by nanosecond', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = seeded(seed);
    const trace = traceOf(...randomSpans(random, { spans: 12, overflow: seed % 2 === 0 }));
    const self = selfTimes(trace, spanTimes(trace));
    for (let i = 0; i < trace.count; i++)
      assert.equal(self[i], countedSelf(trace, i), `seed ${seed}, span ${i}`);
  }
});

test('where nothing overlaps, self times add up to the root', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const trace = traceOf(...randomSpans(seeded(seed), { spans: 60, overflow: false, serial: true }));
    const sum = selfTimes(trace, spanTimes(trace)).reduce((a, b) => a + b, 0);
    assert.equal(sum, 1000, `seed ${seed}`);
  }
});

test('adjusted times may swap siblings', () => {
  const trace = traceOf(
    root,
    { id: '2', parent: '1', name: 'a', start: 10, end: 20 },
    { id: '3', parent: '1', name: 'b', start: 30, end: 60 },
  );
  const adjusted = Float64Array.of(0, 45, 30);
  assert.deepEqual([...selfTimes(trace, spanTimes(trace, adjusted))], [70, 10, 30]);
});
