import { GrowF64, GrowU8, GrowU32 } from '../../core/trace/grow.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';

type Column = GrowU32 | GrowU8 | GrowF64;

/**
 * The arrays of a batch that is filled, written and thrown away several times a second, kept for the next: without
 * growing anew, and without leaving megabytes of garbage each time.
 */
export class ScratchColumns {
  #kept: Column['data'][] = [];

  /** Gives the arrays of the last batch to an empty one; the last one must no longer be used. */
  lend(batch: SpanBatch): void {
    columnsOf(batch).forEach((column, i) => {
      const kept = this.#kept[i];
      if (kept && kept.length > column.data.length) column.data = kept as never;
    });
    this.#kept = [];
  }

  takeBack(batch: SpanBatch): void {
    this.#kept = columnsOf(batch).map(({ data, length }) => {
      // A batch writes no zeros, as fresh arrays have them: what was written now would show in the next spans.
      data.fill(0, 0, length);
      return data;
    });
  }
}

/** Of spans, events, links and attributes; resources and scopes are few. In the same order for every batch. */
function columnsOf(batch: SpanBatch): Column[] {
  const { key, type, value } = batch.attributes;
  const own = Object.values(batch).filter(
    (v): v is Column => v instanceof GrowU32 || v instanceof GrowU8 || v instanceof GrowF64,
  );
  return [...own, key, type, value];
}
