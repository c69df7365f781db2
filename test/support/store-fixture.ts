import path from 'node:path';
import type { TestContext } from 'node:test';
import type { SpanBatch } from '../../src/core/trace/span-batch.ts';
import type { Clock } from '../../src/engine/store/clock.ts';
import { localBackend } from '../../src/engine/store/local-backend.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import { findTrace, traceOfParts } from '../../src/engine/store/read-trace.ts';
import { StoreReader } from '../../src/engine/store/store-reader.ts';
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
  const writer = new TraceWriter({ store, clock });
  t.after(() => store.close());
  const write = (...batches: SpanBatch[]) => {
    for (const batch of batches) writer.add(batch);
    writer.flush();
    if (writer.problem) throw writer.problem;
  };
  const reader = new StoreReader(() => openStore(file).store);
  t.after(() => reader.close());
  const read = (traceId: string) => traceOfParts(findTrace(traceId, reader.get()).parts)?.trace;
  const backend = localBackend({ reader, clock, sync: async (_, upTo) => void writer.flush(upTo) });
  return { file, store, clock, writer, write, read, reader, backend };
}
