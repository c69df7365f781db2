import { readAttributes } from './attributes.ts';
import type { SpanBatch } from './span-batch.ts';

/**
 * An order of rows with the same id that does not depend on how they arrived: finished ones first, by start, the
 * longer before the shorter, then by all they say. Equal only where there is nothing to tell apart.
 */
export function rowOrder(batch: SpanBatch): (a: number, b: number) => number {
  const unfinished = (row: number) => (batch.endHi.at(row) === 0 && batch.endLo.at(row) === 0 ? 1 : 0);
  const contents = new Map<number, string>();
  const content = (row: number) => {
    let text = contents.get(row);
    if (text === undefined) {
      text = contentOf(batch, row);
      contents.set(row, text);
    }
    return text;
  };
  const compareContent = (a: number, b: number) => {
    if (sameRow(batch, a, b)) return 0;
    const [left, right] = [content(a), content(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
  return (a, b) =>
    unfinished(a) - unfinished(b) ||
    startRank(batch, a) - startRank(batch, b) ||
    batch.startLo.at(a) - batch.startLo.at(b) ||
    batch.endHi.at(b) - batch.endHi.at(a) ||
    batch.endLo.at(b) - batch.endLo.at(a) ||
    batch.kind.at(b) - batch.kind.at(a) ||
    compareContent(a, b);
}

/** Spans without a start come last. */
function startRank(batch: SpanBatch, row: number): number {
  const hi = batch.startHi.at(row);
  return hi === 0 && batch.startLo.at(row) === 0 ? 2 ** 32 : hi;
}

const COLUMNS = [
  'startHi',
  'startLo',
  'endHi',
  'endLo',
  'parentHi',
  'parentLo',
  'name',
  'kind',
  'status',
  'statusMessage',
  'traceState',
  'spanFlags',
  'marks',
  'resource',
  'scope',
  'droppedAttributes',
  'droppedEvents',
  'droppedLinks',
] as const;

/** Whether two rows say the same to the last attribute: one delivery too many. */
export function sameRow(batch: SpanBatch, a: number, b: number): boolean {
  for (const column of COLUMNS) if (batch[column].at(a) !== batch[column].at(b)) return false;
  const same = sameRange(batch);
  return (
    same(batch.attrFrom.at(a), batch.attrTo.at(a), batch.attrFrom.at(b), batch.attrTo.at(b)) &&
    sameEvents(batch, a, b) &&
    sameLinks(batch, a, b)
  );
}

function sameRange({ attributes }: SpanBatch) {
  return (from: number, to: number, otherFrom: number, otherTo: number): boolean => {
    if (to - from !== otherTo - otherFrom) return false;
    for (let i = from, j = otherFrom; i < to; i++, j++)
      if (
        attributes.key.at(i) !== attributes.key.at(j) ||
        attributes.type.at(i) !== attributes.type.at(j) ||
        !Object.is(attributes.value.at(i), attributes.value.at(j))
      )
        return false;
    return true;
  };
}

function sameEvents(batch: SpanBatch, a: number, b: number): boolean {
  const [from, otherFrom] = [batch.eventFrom.at(a), batch.eventFrom.at(b)];
  const count = batch.eventTo.at(a) - from;
  if (count !== batch.eventTo.at(b) - otherFrom) return false;
  const { eventAttrFrom, eventAttrTo } = batch;
  const same = sameRange(batch);
  for (let i = from, j = otherFrom; i < from + count; i++, j++) {
    for (const column of ['eventTimeHi', 'eventTimeLo', 'eventName', 'eventDropped'] as const)
      if (batch[column].at(i) !== batch[column].at(j)) return false;
    if (!same(eventAttrFrom.at(i), eventAttrTo.at(i), eventAttrFrom.at(j), eventAttrTo.at(j))) return false;
  }
  return true;
}

function sameLinks(batch: SpanBatch, a: number, b: number): boolean {
  const [from, otherFrom] = [batch.linkFrom.at(a), batch.linkFrom.at(b)];
  const count = batch.linkTo.at(a) - from;
  if (count !== batch.linkTo.at(b) - otherFrom) return false;
  const { linkAttrFrom, linkAttrTo } = batch;
  const same = sameRange(batch);
  for (let i = from, j = otherFrom; i < from + count; i++, j++) {
    for (const column of [
      'linkTraceId',
      'linkSpanHi',
      'linkSpanLo',
      'linkTraceState',
      'linkFlags',
      'linkDropped',
    ] as const)
      if (batch[column].at(i) !== batch[column].at(j)) return false;
    if (!same(linkAttrFrom.at(i), linkAttrTo.at(i), linkAttrFrom.at(j), linkAttrTo.at(j))) return false;
  }
  return true;
}

/** All that a row says, in text: string ids depend on what came first and can't be compared. */
function contentOf(batch: SpanBatch, row: number): string {
  const { strings, resources, scopes } = batch;
  const text = (id: number) => strings.get(id);
  const table = {
    key: batch.attributes.key.data,
    type: batch.attributes.type.data,
    value: batch.attributes.value.data,
  };
  const attributes = (from: number, to: number) =>
    readAttributes(table, strings, from, to).map(({ key, value }) => [
      key,
      typeof value === 'bigint' ? `${value}n` : value,
    ]);
  const [resource, scope] = [batch.resource.at(row), batch.scope.at(row)];
  const events: unknown[] = [];
  for (let e = batch.eventFrom.at(row); e < batch.eventTo.at(row); e++)
    events.push([
      batch.eventTimeHi.at(e),
      batch.eventTimeLo.at(e),
      text(batch.eventName.at(e)),
      attributes(batch.eventAttrFrom.at(e), batch.eventAttrTo.at(e)),
    ]);
  const links: unknown[] = [];
  for (let l = batch.linkFrom.at(row); l < batch.linkTo.at(row); l++)
    links.push([
      text(batch.linkTraceId.at(l)),
      batch.linkSpanHi.at(l),
      batch.linkSpanLo.at(l),
      attributes(batch.linkAttrFrom.at(l), batch.linkAttrTo.at(l)),
    ]);
  return JSON.stringify([
    text(batch.name.at(row)),
    attributes(resources.attrFrom.at(resource), resources.attrTo.at(resource)),
    text(scopes.name.at(scope)),
    text(scopes.version.at(scope)),
    attributes(batch.attrFrom.at(row), batch.attrTo.at(row)),
    events,
    links,
    batch.parentHi.at(row),
    batch.parentLo.at(row),
    batch.status.at(row),
    text(batch.statusMessage.at(row)),
    text(batch.traceState.at(row)),
    batch.spanFlags.at(row),
    batch.marks.at(row),
  ]);
}
