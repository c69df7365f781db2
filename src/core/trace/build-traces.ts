import { splitByTrace } from './append-batch.ts';
import { assemble } from './assemble.ts';
import { FLAG, type Trace } from './columns.ts';
import { offsets } from './offsets.ts';
import { compareSiblings, cutCycles, layOut } from './order.ts';
import { resolveParents } from './resolve-parents.ts';
import { serviceReader } from './service-reader.ts';
import type { SpanBatch } from './span-batch.ts';
import { WarningLog } from './warning-log.ts';

/**
 * Builds every trace of a batch, in the order of their first spans. Merged duplicates are appended to the batch, which
 * must not be used for anything else afterwards. To build from several batches, `appendBatch` them into one. However
 * the spans were ordered and split, the traces are the same.
 */
export function buildTraces(batch: SpanBatch): Trace[] {
  return splitByTrace(batch).map(buildTrace);
}

/** All rows of the batch belong to one trace. */
function buildTrace(batch: SpanBatch): Trace {
  const log = new WarningLog();
  const { rows, parent, flags } = resolveParents(batch, serviceReader(batch), log);
  const times = offsets(batch, rows, batch.count);
  const before = compareSiblings(batch, times.start);
  for (const row of cutCycles(rows, parent, before)) flags[row] = (flags[row] ?? 0) | FLAG.cycleBroken;
  for (const row of rows) flags[row] = (flags[row] ?? 0) | (times.flags[row] ?? 0);
  const layout = layOut(rows, parent, times.start, before);
  return assemble({ batch, layout, times, flags, log });
}
