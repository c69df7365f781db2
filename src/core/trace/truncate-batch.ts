import type { SpanBatch } from './span-batch.ts';
import { SPAN_COLUMNS } from './span-columns.ts';

const EVENT = [
  'eventTimeHi',
  'eventTimeLo',
  'eventName',
  'eventAttrFrom',
  'eventAttrTo',
  'eventDropped',
] as const;
const LINK = [
  'linkTraceId',
  'linkSpanHi',
  'linkSpanLo',
  'linkTraceState',
  'linkFlags',
  'linkAttrFrom',
  'linkAttrTo',
  'linkDropped',
] as const;

/** Forgets the spans from row `count` on; what they own in other tables stays, unused. */
export function truncateSpans(batch: SpanBatch, count: number): void {
  for (const name of SPAN_COLUMNS) {
    const column = batch[name];
    if (column.length <= count) continue;
    // Behind the last row all is zero: `pushSpan` relies on it.
    column.data.fill(0, count, column.length);
    column.length = count;
  }
}

/** Forgets events and links from these lengths on. */
export function truncateParts(batch: SpanBatch, events: number, links: number): void {
  if (batch.eventName.length > events) for (const column of EVENT) batch[column].length = events;
  if (batch.linkTraceId.length > links) for (const column of LINK) batch[column].length = links;
}
