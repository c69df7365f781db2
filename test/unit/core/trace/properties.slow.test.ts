import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendBatch } from '../../../../src/core/trace/append-batch.ts';
import { buildTraces } from '../../../../src/core/trace/build-traces.ts';
import type { KindName, Trace } from '../../../../src/core/trace/columns.ts';
import { readTrace, serialiseTrace } from '../../../../src/core/trace/serialise.ts';
import { SpanBatch } from '../../../../src/core/trace/span-batch.ts';
import { type Random, seeded } from '../../../support/random.ts';
import { dump, spanId } from '../../../support/trace-dump.ts';
import { batchOf, type SpanSpec } from '../../../support/trace-fixture.ts';

const KINDS: readonly KindName[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

/** Spans as bad as they come: equal starts, copies, fragments, shared and reused ids, orphans, cycles, no times. */
function badSpans({ int, pick }: Random): SpanSpec[] {
  const spans: SpanSpec[] = [];
  const count = 2 + int(12);
  const id = () => (1 + int(count)).toString(16);
  for (let i = 1; i <= count; i++) {
    const start = int(8);
    const span: SpanSpec = {
      id: id(),
      parent: pick(['', 'fff', id(), id(), id(), id()]),
      name: pick(['a', 'b', '']),
      service: pick(['web', 'api']),
      kind: pick(KINDS),
      status: pick(['error', 'unset', 'unset']),
      start: int(9) === 0 ? undefined : start,
      end: int(5) === 0 ? undefined : start + int(6) - 1,
      attributes: { [pick(['x', 'y'])]: int(3) },
      events: int(3) === 0 ? [{ at: start + int(3), name: pick(['e', 'f']) }] : [],
      links: int(5) === 0 ? [{ trace: 'ab'.repeat(16), span: String(1 + int(2)) }] : [],
    };
    spans.push(span);
    for (let copies = int(3) === 0 ? 1 + int(2) : 0; copies > 0; copies--)
      spans.push(int(2) === 0 ? span : { ...span, end: undefined, attributes: { z: int(2) }, events: [] });
  }
  return spans;
}

/** The spans in batches, in any order, every batch with a string table of its own. */
function split(spans: readonly SpanSpec[], { int, shuffled }: Random): SpanBatch {
  const all = shuffled(spans);
  const whole = new SpanBatch();
  while (all.length > 0) appendBatch(whole, batchOf(all.splice(0, 1 + int(4))));
  return whole;
}

const ids = (trace: Trace) => Array.from({ length: trace.count }, (_, i) => spanId(trace, i));

const seen = (trace: Trace) => ({
  lines: dump(trace),
  ids: ids(trace),
  flags: [...trace.flags],
  epoch: trace.epoch,
  length: trace.length,
  warnings: [...trace.warnings].sort((a, b) => (a.kind < b.kind ? -1 : 1)),
});

test('whatever the order and the batches, the trace is the same, and its shape holds', () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = seeded(seed);
    const spans = badSpans(random);
    const [first] = buildTraces(batchOf(spans));
    assert.ok(first);
    for (let round = 0; round < 4; round++) {
      const [other] = buildTraces(split(spans, random));
      assert.ok(other);
      assert.deepEqual(seen(other), seen(first), `seed ${seed}`);
    }
    holds(first, spans, seed);
  }
});

function holds(trace: Trace, spans: readonly SpanSpec[], seed: number): void {
  const context = `seed ${seed}`;
  const sizes = new Array<number>(trace.count).fill(1);
  for (let i = trace.count - 1; i >= 0; i--) {
    const parent = trace.parent[i] ?? -1;
    assert.ok(parent < i, context);
    assert.equal(trace.depth[i], parent < 0 ? 0 : (trace.depth[parent] ?? 0) + 1, context);
    if (parent >= 0) {
      sizes[parent] = (sizes[parent] ?? 0) + (sizes[i] ?? 0);
      assert.ok(i < parent + (trace.size[parent] ?? 0), context);
    }
  }
  assert.deepEqual([...trace.size], sizes, context);
  for (let i = 0; i < trace.count; i++) {
    const next = i + (trace.size[i] ?? 1);
    if (next < trace.count && trace.parent[next] === trace.parent[i])
      assert.ok((trace.start[i] ?? 0) <= (trace.start[next] ?? 0), `siblings by start, ${context}`);
  }
  const distinct = new Set(spans.map((s) => s.id.padStart(16, '0')));
  assert.deepEqual(new Set(ids(trace)), distinct, `no id is lost, ${context}`);
}

test('stored and read again it is the same', () => {
  for (let seed = 500; seed <= 560; seed++) {
    const [trace] = buildTraces(batchOf(badSpans(seeded(seed))));
    assert.ok(trace);
    assert.deepEqual(seen(readTrace(serialiseTrace(trace, { details: true }))), seen(trace));
  }
});
