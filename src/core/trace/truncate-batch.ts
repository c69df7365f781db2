import type { SpanBatch } from './span-batch.ts';

const SPAN = [
  'traceId',
  'idHi',
  'idLo',
  'parentHi',
  'parentLo',
  'startHi',
  'startLo',
  'endHi',
  'endLo',
  'name',
  'kind',
  'status',
  'statusMessage',
  'traceState',
  'spanFlags',
  'marks',
  'resource',
  'scope',
  'attrFrom',
  'attrTo',
  'eventFrom',
  'eventTo',
  'linkFrom',
  'linkTo',
  'droppedAttributes',
  'droppedEvents',
  'droppedLinks',
] as const;
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
  for (const column of SPAN) batch[column].length = Math.min(batch[column].length, count);
}

/** Forgets events and links from these lengths on. */
export function truncateParts(batch: SpanBatch, events: number, links: number): void {
  if (batch.eventName.length > events) for (const column of EVENT) batch[column].length = events;
  if (batch.linkTraceId.length > links) for (const column of LINK) batch[column].length = links;
}
