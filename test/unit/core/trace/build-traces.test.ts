import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendBatch } from '../../../../src/core/trace/append-batch.ts';
import { resourceAttribute, spanAttribute } from '../../../../src/core/trace/attributes.ts';
import { buildTraces } from '../../../../src/core/trace/build-traces.ts';
import { FLAG } from '../../../../src/core/trace/columns.ts';
import { readTrace, serialiseTrace } from '../../../../src/core/trace/serialise.ts';
import { SpanBatch } from '../../../../src/core/trace/span-batch.ts';
import { seeded } from '../../../support/random.ts';
import { batchOf, EPOCH, outline, type SpanSpec, traceOf, tracesOf } from '../../../support/trace-fixture.ts';

const tree: SpanSpec[] = [
  { id: 'c', parent: 'b', name: 'c', start: 20, end: 30 },
  { id: 'd', parent: 'a', name: 'd', start: 50, end: 60 },
  { id: 'a', name: 'a', start: 0, end: 100 },
  { id: 'b', parent: 'a', name: 'b', start: 10, end: 40, attributes: { k: 'v', n: 3, f: 1.5, t: true } },
];

test('spans in any order come out parents first, children by start', () => {
  const trace = traceOf(...tree);
  assert.deepEqual(outline(trace), ['a', '  b', '    c', '  d']);
  assert.deepEqual([...trace.parent], [-1, 0, 1, 0]);
  assert.deepEqual([...trace.size], [4, 2, 1, 1]);
  assert.deepEqual([...trace.start], [0, 10, 20, 50]);
  assert.equal(trace.epoch, EPOCH);
  assert.equal(trace.length, 100);
  assert.equal(spanAttribute(trace, 1, 'k'), 'v');
  assert.equal(spanAttribute(trace, 1, 'f'), 1.5);
  assert.equal(spanAttribute(trace, 1, 't'), true);
  assert.equal(resourceAttribute(trace, 2, 'service.name'), 'svc');
  assert.deepEqual(trace.warnings, []);
});

test('however the spans are split into batches, the trace is the same', () => {
  const whole = outline(traceOf(...tree));
  for (const cut of [1, 2, 3]) {
    const batch = new SpanBatch();
    appendBatch(batch, batchOf(tree.slice(cut)));
    appendBatch(batch, batchOf(tree.slice(0, cut)));
    const [trace] = buildTraces(batch);
    assert.ok(trace);
    assert.deepEqual(outline(trace), whole);
    assert.equal(spanAttribute(trace, 1, 'n'), 3);
    assert.equal(trace.details?.resources.attrFrom.length, 2, 'equal resources are stored once');
  }
});

test('several traces in one batch', () => {
  const other = '0000000000000000000000000000000a';
  const traces = tracesOf(
    { id: '1', start: 5, end: 6 },
    { id: '2', trace: other, start: 7, end: 9 },
    { id: '3', parent: '1' },
  );
  assert.deepEqual(
    traces.map((t) => [t.traceId, t.count]),
    [
      ['4bf92f3577b34da6a3ce929d0e0e4736', 2],
      [other, 1],
    ],
  );
  assert.equal(traces[1]?.epoch, EPOCH + 7n);
});

test('a missing parent makes a root that says so', () => {
  const trace = traceOf({ id: '1', start: 0, end: 9 }, { id: '2', parent: 'ff', start: 1, end: 2 });
  assert.equal(trace.flags[1], FLAG.missingParent);
  assert.deepEqual(
    trace.warnings.map((w) => [w.kind, w.count, w.spans]),
    [['missing-parent', 1, [1]]],
  );
});

test('a trace whose only root is an orphan says that its root is missing', () => {
  const trace = traceOf({ id: '2', parent: 'ff', start: 1, end: 2 });
  assert.deepEqual(
    trace.warnings.map((w) => w.kind),
    ['missing-parent', 'missing-root'],
  );
});

test('a cycle is cut at its earliest span', () => {
  const trace = traceOf(
    { id: '1', parent: '3', name: 'x', start: 5, end: 9 },
    { id: '2', parent: '1', name: 'y', start: 2, end: 9 },
    { id: '3', parent: '2', name: 'z', start: 3, end: 9 },
    { id: '4', parent: '1', name: 'leaf', start: 6, end: 9 },
    { id: '5', parent: '5', name: 'self', start: 7, end: 9 },
  );
  assert.deepEqual(outline(trace), ['y', '  z', '    x', '      leaf', 'self']);
  assert.equal(trace.warnings.find((w) => w.kind === 'cycle')?.count, 2);
});

test('a tail that leads into a cycle keeps its place', () => {
  const trace = traceOf(
    { id: '9', parent: '1', name: 'tail', start: 9, end: 10 },
    { id: '1', parent: '2', name: 'p', start: 1, end: 10 },
    { id: '2', parent: '3', name: 'q', start: 2, end: 10 },
    { id: '3', parent: '1', name: 'r', start: 0, end: 10 },
  );
  assert.deepEqual(outline(trace), ['r', '  q', '    p', '      tail']);
});

test('a chain deeper than any stack', () => {
  const spans = Array.from({ length: 100_000 }, (_, i) => ({
    id: (i + 1).toString(16),
    ...(i > 0 ? { parent: i.toString(16) } : {}),
    start: i,
    end: 200_000,
  }));
  const [trace] = buildTraces(batchOf(spans.reverse()));
  assert.ok(trace);
  assert.equal(trace.depth[99_999], 99_999);
  assert.equal(trace.size[0], 100_000);
});

test('fragments and repeated deliveries of a span become one', () => {
  const trace = traceOf(
    { id: '1', name: '', start: 5, end: undefined, attributes: { a: 1 }, events: [{ at: 6, name: 'e' }] },
    {
      id: '1',
      name: 'op',
      start: 5,
      end: 50,
      status: 'error',
      attributes: { b: 2 },
      events: [
        { at: 6, name: 'e' },
        { at: 8, name: 'f' },
      ],
    },
    {
      id: '1',
      name: 'op',
      start: 5,
      end: 50,
      status: 'error',
      attributes: { b: 2 },
      events: [{ at: 8, name: 'f' }],
    },
  );
  assert.deepEqual(outline(trace), ['op']);
  assert.equal(trace.duration[0], 45);
  assert.equal(trace.status[0], 2);
  assert.equal(spanAttribute(trace, 0, 'a'), 1);
  assert.equal(spanAttribute(trace, 0, 'b'), 2);
  assert.equal((trace.details?.eventTo[0] ?? 0) - (trace.details?.eventFrom[0] ?? 0), 2);
  assert.equal(trace.warnings.find((w) => w.kind === 'duplicate')?.count, 2);
});

test("Zipkin's shared id: the server half becomes the child of the client half and keeps the server's children", () => {
  const trace = traceOf(
    { id: '1', name: 'root', service: 'web', kind: 'server', start: 0, end: 100 },
    { id: '2', parent: '1', name: 'call', service: 'web', kind: 'client', start: 10, end: 90 },
    { id: '2', parent: '1', name: 'handle', service: 'api', kind: 'server', start: 20, end: 80 },
    { id: '3', parent: '2', name: 'db', service: 'api', kind: 'client', start: 30, end: 40 },
    { id: '4', parent: '2', name: 'dns', service: 'web', kind: 'internal', start: 11, end: 12 },
  );
  assert.deepEqual(outline(trace), ['root', '  call', '    dns', '    handle', '      db']);
});

test('times that are absent or reversed are kept and said', () => {
  const trace = traceOf(
    { id: '1', name: 'open', start: 0, end: undefined },
    { id: '2', parent: '1', name: 'reversed', start: 9, end: 4 },
    { id: '3', parent: '1', name: 'endless', start: undefined, end: 30 },
    { id: '4', parent: '1', name: 'zero', start: 40, end: 40 },
  );
  assert.deepEqual([...trace.flags], [FLAG.missingEnd, FLAG.negativeDuration, FLAG.missingStart, 0]);
  assert.deepEqual([...trace.duration], [0, -5, 0, 0]);
  assert.deepEqual([...trace.start], [0, 9, 30, 40]);
});

test('nanoseconds are exact', () => {
  const trace = traceOf(
    { id: '1', start: 0, end: 8_000_000_000_000_001 },
    { id: '2', parent: '1', start: 8_000_000_000_000_000, end: 8_000_000_000_000_001 },
  );
  assert.equal(trace.duration[0], 8_000_000_000_000_001);
  assert.equal(trace.duration[1], 1);
});

test('one buffer holds a trace, with and without its details', () => {
  const trace = traceOf(...tree, {
    id: 'e',
    parent: 'a',
    start: 70,
    end: 80,
    links: [{ trace: 'ab', span: '2' }],
    events: [{ at: 75, name: 'tick' }],
  });
  const whole = readTrace(serialiseTrace(trace, { details: true }));
  assert.deepEqual(outline(whole), outline(trace));
  assert.equal(whole.traceId, trace.traceId);
  assert.equal(whole.epoch, trace.epoch);
  assert.equal(spanAttribute(whole, 1, 'k'), 'v');
  assert.deepEqual([...(whole.details?.events.time ?? [])], [75]);
  const bare = readTrace(serialiseTrace(trace, { details: false }));
  assert.deepEqual(outline(bare), outline(trace));
  assert.equal(bare.details, undefined);
  assert.equal(bare.strings.idOf('k'), undefined, 'text of details stays behind');
});

test('a buffer that is no trace is refused', () => {
  assert.throws(() => readTrace(new ArrayBuffer(64)), /Not a stored trace/);
  const cut = serialiseTrace(traceOf(...tree), { details: true }).slice(0, 400);
  assert.throws(() => readTrace(cut), RangeError);
});

test('a stored trace that was damaged is refused, whatever byte it is', () => {
  const good = serialiseTrace(traceOf(...tree), { details: true });
  const { int } = seeded(7);
  let refused = 0;
  for (let i = 0; i < 2000; i++) {
    const copy = new Uint8Array(good.slice(0));
    copy[int(copy.length)] = int(256);
    try {
      const trace = readTrace(copy.buffer);
      for (let span = 0; span < trace.count; span++) assert.ok((trace.parent[span] ?? 0) < span);
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error));
      refused++;
    }
  }
  assert.ok(refused > 200, String(refused));
});

test('a small trace of a large batch is stored with its own text only', () => {
  const others = Array.from({ length: 300 }, (_, i) => ({
    id: '1',
    trace: (i + 16).toString(16).padStart(32, '0'),
    name: `operation ${i}`,
    start: i,
    end: i + 1,
  }));
  const [first] = tracesOf(...others);
  assert.ok(first);
  const read = readTrace(serialiseTrace(first, { details: true }));
  assert.deepEqual(outline(read), ['operation 0']);
  assert.equal(read.strings.idOf('operation 1'), undefined);
  assert.equal(resourceAttribute(read, 0, 'service.name'), 'svc');
});
