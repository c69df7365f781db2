import assert from 'node:assert/strict';
import { test } from 'node:test';
import { criticalPath } from '../../../../src/core/analysis/critical-path.ts';
import { spanTimes } from '../../../../src/core/analysis/span-times.ts';
import { KIND, type Trace } from '../../../../src/core/trace/columns.ts';
import { seeded } from '../../../support/random.ts';
import { randomSpans } from '../../../support/random-trace.ts';
import { type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

type Segment = [name: string, from: number, to: number];

function segmentsOf(trace: Trace): Segment[] {
  const { segments } = criticalPath(trace, spanTimes(trace));
  return Array.from(segments.span, (span, k) => [
    trace.strings.get(trace.name[span] ?? 0),
    segments.from[k] ?? 0,
    segments.to[k] ?? 0,
  ]);
}

const path = (...spans: SpanSpec[]) => segmentsOf(traceOf(...spans));

const root = { id: '1', name: 'root', start: 0, end: 100 };
const child = (name: string, start: number, end: number, more: Partial<SpanSpec> = {}): SpanSpec => ({
  id: name.charCodeAt(0).toString(16),
  parent: '1',
  name,
  start,
  end,
  ...more,
});

test('a single span is its own path', () => {
  assert.deepEqual(path(root), [['root', 0, 100]]);
});

test('serial children, and the root between them', () => {
  //  root  |----------------------------------|
  //  B        |-------|
  //  C                     |---------|
  assert.deepEqual(path(root, child('B', 10, 40), child('C', 50, 90)), [
    ['root', 0, 10],
    ['B', 10, 40],
    ['root', 40, 50],
    ['C', 50, 90],
    ['root', 90, 100],
  ]);
});

test('of parallel children only the one that finishes last holds the root up', () => {
  //  root  |----------------------------------|
  //  B        |-------------------|
  //  C           |--------|
  assert.deepEqual(path(root, child('B', 10, 80), child('C', 20, 60)), [
    ['root', 0, 10],
    ['B', 10, 80],
    ['root', 80, 100],
  ]);
});

test('what still ran when the last-finishing child started did not hold it up', () => {
  //  root  |----------------------------|
  //  A         |--------|
  //  B           |--|
  //  C                |-------|
  assert.deepEqual(path(root, child('A', 10, 60), child('B', 20, 40), child('C', 50, 90)), [
    ['root', 0, 20],
    ['B', 20, 40],
    ['root', 40, 50],
    ['C', 50, 90],
    ['root', 90, 100],
  ]);
});

test('a child that ends where the next one starts is on the path', () => {
  assert.deepEqual(path(root, child('A', 0, 50), child('B', 50, 100)), [
    ['A', 0, 50],
    ['B', 50, 100],
  ]);
});

test('an end that was recorded a moment late does not take a child off the path', () => {
  //  root   |------------------------------|
  //  route  |---------------------------|      ends 5 after the error handler starts, 1 % of it
  //  errors                            |--|
  const long = { ...root, end: 1000 };
  assert.deepEqual(path(long, child('R', 100, 600), child('E', 595, 960)), [
    ['root', 0, 100],
    ['R', 100, 595],
    ['E', 595, 960],
    ['root', 960, 1000],
  ]);
  // 6 after it is more than 1 % of 500.
  assert.deepEqual(path(long, child('R', 100, 600), child('E', 594, 960))[0], ['root', 0, 594]);
});

test('the path goes down as far as it can', () => {
  //  root |--------------------------------------|
  //  B       |--------------------------|
  //  D           |-----|                          within B
  //  E                       |---|                within B
  //  C                 |-----|                    of root, in parallel to B
  assert.deepEqual(
    path(
      root,
      child('B', 10, 90),
      child('C', 40, 60),
      child('D', 20, 40, { parent: '42' }),
      child('E', 60, 70, { parent: '42' }),
    ),
    [
      ['root', 0, 10],
      ['B', 10, 20],
      ['D', 20, 40],
      ['B', 40, 60],
      ['E', 60, 70],
      ['B', 70, 90],
      ['root', 90, 100],
    ],
  );
});

test('a child that outlives its parent counts while the parent runs', () => {
  //  root  |--------------------|
  //  A              |-----------------|
  //  B                  |------|            within A, cut where the root ends
  assert.deepEqual(path(root, child('A', 60, 160), child('B', 80, 120, { parent: '41' })), [
    ['root', 0, 60],
    ['A', 60, 80],
    ['B', 80, 100],
  ]);
});

test('a child that starts before its parent counts from there; one outside of it does not at all', () => {
  // Times are relative to the earliest start, that of A.
  assert.deepEqual(path(root, child('A', -30, 40), child('B', 100, 150), child('C', 110, 120)), [
    ['A', 30, 70],
    ['root', 70, 130],
  ]);
});

test('everything below a span that is cut away goes with it', () => {
  assert.deepEqual(path(root, child('A', 100, 200), child('B', 50, 60, { parent: '41' })), [
    ['root', 0, 100],
  ]);
});

test('a consumer does not hold up its producer, but others it holds up', () => {
  const send = child('send', 10, 50, { kind: 'producer', id: 'a1' });
  const receive = child('take', 20, 45, { kind: 'consumer', parent: 'a1' });
  assert.deepEqual(path(root, send, receive), [
    ['root', 0, 10],
    ['send', 10, 50],
    ['root', 50, 100],
  ]);
  assert.deepEqual(path(root, child('take', 20, 45, { kind: 'consumer' })), [
    ['root', 0, 20],
    ['take', 20, 45],
    ['root', 45, 100],
  ]);
});

test('zero durations and equal ends', () => {
  assert.deepEqual(
    path(root, child('A', 20, 80), child('B', 50, 80), child('C', 80, 80), child('D', 100, 100)),
    [
      ['root', 0, 20],
      ['A', 20, 80],
      ['root', 80, 100],
    ],
  );
});

test('an unfinished root ends where the last thing seen in it ends', () => {
  assert.deepEqual(path({ ...root, end: undefined }, child('A', 20, 80)), [
    ['root', 0, 20],
    ['A', 20, 80],
  ]);
});

test('every tree of a trace has its path', () => {
  assert.deepEqual(path(root, child('A', 30, 60), child('O', 200, 260, { parent: 'ff' })), [
    ['root', 0, 30],
    ['A', 30, 60],
    ['root', 60, 100],
    ['O', 200, 260],
  ]);
});

/** The definition, written down recursively without a thought for speed. */
function reference(trace: Trace): Segment[] {
  const { start, end } = spanTimes(trace);
  const out: Segment[] = [];
  const walk = (span: number, from: number, to: number) => {
    let cursor = to;
    let candidates = Array.from({ length: trace.count }, (_, i) => i)
      .filter((i) => trace.parent[i] === span)
      .filter((i) => !(trace.kind[span] === KIND.producer && trace.kind[i] === KIND.consumer))
      .map((i) => ({ i, from: Math.max(from, start[i] ?? 0), to: Math.min(to, end[i] ?? 0) }))
      .filter((c) => c.to > c.from);
    const name = trace.strings.get(trace.name[span] ?? 0);
    for (;;) {
      candidates = candidates.filter((c) => c.to - Math.min(5e5, (c.to - c.from) * 0.01) <= cursor);
      const [last] = candidates.toSorted(
        (a, b) => b.to - a.to || (start[a.i] ?? 0) - (start[b.i] ?? 0) || a.i - b.i,
      );
      if (!last) break;
      if (cursor > last.to) out.unshift([name, last.to, cursor]);
      walk(last.i, last.from, Math.min(last.to, cursor));
      cursor = last.from;
    }
    if (cursor > from) out.unshift([name, from, cursor]);
  };
  walk(0, start[0] ?? 0, end[0] ?? 0);
  return out;
}

test('equals the definition; segments are disjoint and fill the root', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = seeded(seed);
    const trace = traceOf(...randomSpans(random, { spans: 2 + random.int(40), overflow: seed % 2 === 0 }));
    const found = segmentsOf(trace);
    assert.deepEqual(found, reference(trace), `seed ${seed}`);
    assert.equal(found[0]?.[1], trace.start[0]);
    assert.equal(found.at(-1)?.[2], (trace.start[0] ?? 0) + 1000);
    for (let k = 1; k < found.length; k++) assert.equal(found[k]?.[1], found[k - 1]?.[2], `seed ${seed}`);
    const { ns } = criticalPath(trace, spanTimes(trace));
    assert.equal(
      ns.reduce((a, b) => a + b, 0),
      1000,
    );
  }
});

test('the order in which spans arrive does not matter', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seeded(seed);
    // Different starts: ties keep the order of arrival.
    const spans = randomSpans(random, { spans: 30, overflow: true }).filter(
      (s, i, all) => all.findIndex((o) => o.start === s.start) === i,
    );
    const expected = segmentsOf(traceOf(...spans));
    const [first] = spans;
    if (!first) continue;
    assert.deepEqual(segmentsOf(traceOf(...random.shuffled(spans))), expected, `seed ${seed}`);
  }
});

test('a chain deeper than any stack, and a parent of very many', () => {
  const n = 50_000;
  const chain = Array.from({ length: n }, (_, i) => ({
    id: (i + 1).toString(16),
    ...(i > 0 ? { parent: i.toString(16) } : {}),
    start: i,
    end: 2 * n - i,
  }));
  const deep = traceOf(...chain);
  assert.equal(
    criticalPath(deep, spanTimes(deep)).ns.reduce((a, b) => a + b, 0),
    2 * n,
  );
  const wide = traceOf(
    { id: '1', start: 0, end: n },
    ...Array.from({ length: n }, (_, i) => ({ id: (i + 2).toString(16), parent: '1', start: i, end: i + 1 })),
  );
  assert.equal(criticalPath(wide, spanTimes(wide)).segments.span.length, n);
});
