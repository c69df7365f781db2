import type { Details, Timeline } from './columns.ts';

/**
 * Throws a RangeError where a stored trace is damaged so that reading it could run out of bounds or never end: columns
 * of different lengths, parents behind their children, ranges outside of their tables.
 */
export function checkStored(
  timeline: Timeline,
  details: Details | undefined,
  textEnds: Uint32Array,
  textBytes: number,
  count: number,
): void {
  const { start, duration, parent, depth, size, service, name, kind, status, flags, id } = timeline;
  lengths([start, duration, parent, depth, size, service, name, kind, status, flags], count);
  lengths([id], count * 2);
  for (let i = 0; i < count; i++) {
    const [above, below] = [parent[i] ?? -1, size[i] ?? 0];
    if (above >= i || above < -1 || below < 1 || i + below > count) damaged(`span ${i}`);
  }
  for (let i = 0, before = 0; i < textEnds.length; i++) {
    const end = textEnds[i] ?? 0;
    if (end < before || end > textBytes) damaged(`text ${i}`);
    before = end;
  }
  if (details) checkDetails(details, count);
}

function checkDetails(d: Details, count: number): void {
  const { statusMessage, traceState, spanFlags, droppedAttributes, droppedEvents, droppedLinks } = d;
  lengths([statusMessage, traceState, spanFlags, droppedAttributes, droppedEvents, droppedLinks], count);
  lengths([d.parentId], count * 2);
  lengths([d.resource, d.scope, d.attrFrom, d.attrTo, d.eventFrom, d.eventTo, d.linkFrom, d.linkTo], count);
  const { attributes, events, links, resources, scopes } = d;
  const rows = attributes.key.length;
  lengths([attributes.type, attributes.value], rows);
  lengths([events.time, events.attrFrom, events.attrTo, events.dropped], events.name.length);
  lengths([links.traceState, links.flags, links.attrFrom, links.attrTo, links.dropped], links.traceId.length);
  lengths([links.spanId], links.traceId.length * 2);
  lengths([resources.attrTo, resources.dropped, resources.schemaUrl], resources.attrFrom.length);
  lengths(
    [scopes.attrTo, scopes.dropped, scopes.schemaUrl, scopes.name, scopes.version],
    scopes.attrFrom.length,
  );
  within(d.attrTo, rows);
  within(d.eventTo, events.name.length);
  within(d.linkTo, links.traceId.length);
  within(events.attrTo, rows);
  within(links.attrTo, rows);
  within(resources.attrTo, rows);
  within(scopes.attrTo, rows);
}

function lengths(columns: readonly { readonly length: number }[], length: number): void {
  if (columns.some((column) => column?.length !== length)) damaged('a column of the wrong length');
}

function within(ends: Uint32Array, limit: number): void {
  for (let i = 0; i < ends.length; i++) if ((ends[i] ?? 0) > limit) damaged(`range ${i}`);
}

function damaged(where: string): never {
  throw new RangeError(`Stored trace is damaged (${where}).`);
}
