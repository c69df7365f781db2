import path from 'node:path';
import type { TestContext } from 'node:test';
import type { SpanBatch } from '../../src/core/trace/span-batch.ts';
import type { Clock } from '../../src/engine/store/clock.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import { findTrace, traceOfParts } from '../../src/engine/store/read-trace.ts';
import { SegmentCache } from '../../src/engine/store/segment-cache.ts';
import { SegmentFilters } from '../../src/engine/store/segment-filters.ts';
import { allSegments } from '../../src/engine/store/segment-table.ts';
import { fingerprintOf } from '../../src/engine/store/span-fingerprint.ts';
import { TraceWriter } from '../../src/engine/store/trace-writer.ts';
import { tempDir } from './temp-dir.ts';
import { EPOCH } from './trace-fixture.ts';

/** A clock that a test moves. It starts at the fixtures' epoch. */
export type TestClock = Clock & { wall: number; monotonic: number; advance(ms: number): void };

export function testClock(): TestClock {
  const clock: TestClock = {
    wall: Number(EPOCH / 1_000_000n),
    monotonic: 1000,
    wallMs: () => clock.wall,
    monotonicMs: () => clock.monotonic,
    advance: (ms) => {
      clock.wall += ms;
      clock.monotonic += ms;
    },
  };
  return clock;
}

/** A store of its own for a test, with a writer and a clock. */
export function testStore(t: TestContext, file = path.join(tempDir(t), 'traces.db')) {
  const { store } = openStore(file);
  const clock = testClock();
  const writer = new TraceWriter({ store, clock, fingerprintOf });
  t.after(() => store.close());
  const write = (...batches: SpanBatch[]) => {
    for (const batch of batches) writer.add(batch);
    writer.flush();
    if (writer.problem) throw writer.problem;
  };
  const read = (traceId: string) => {
    const filters = new SegmentFilters(store);
    return traceOfParts(findTrace(traceId, allSegments(store), filters, new SegmentCache(store)).parts);
  };
  return { file, store, clock, writer, write, read };
}
