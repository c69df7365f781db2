import type { GrowU8, GrowU32 } from '../../core/trace/grow.ts';
import { type OwnerRows, SpanBatch } from '../../core/trace/span-batch.ts';
import { StringTable } from '../../core/trace/strings.ts';
import type { Gathered } from './gather-spans.ts';
import { ColumnReader } from './pack-columns.ts';
import { FLOAT_VALUE } from './pack-segment.ts';

/** Mirror of `packSpans` and `packStrings`. */
export function unpackSpans(spans: Uint8Array, strings: Uint8Array): Gathered {
  const batch = new SpanBatch(unpackStrings(strings));
  const from = new ColumnReader(spans);
  const traceIds = from.u32();
  const traceFrom = from.u32();
  const count = traceFrom[traceIds.length] ?? 0;
  const traceId = new Uint32Array(count);
  for (let t = 0; t < traceIds.length; t++) traceId.fill(traceIds[t] ?? 0, traceFrom[t], traceFrom[t + 1]);
  put(batch.traceId, traceId);
  put(batch.idHi, from.u32());
  put(batch.idLo, from.u32());
  put(batch.parentHi, from.u32());
  put(batch.parentLo, from.u32());
  const [startHi, startLo] = [from.u32(), from.u32()];
  put(batch.startHi, startHi);
  put(batch.startLo, startLo);
  const [endHi, endLo] = [from.u32(), from.u32()];
  for (let i = 0; i < count; i++) {
    const low = (endLo[i] ?? 0) + (startLo[i] ?? 0);
    endLo[i] = low;
    endHi[i] = (endHi[i] ?? 0) + (startHi[i] ?? 0) + (low > 0xffffffff ? 1 : 0);
  }
  put(batch.endHi, endHi);
  put(batch.endLo, endLo);
  put(batch.name, from.u32());
  put8(batch.kind, from.u32());
  put8(batch.status, from.u32());
  put8(batch.marks, from.u32());
  put(batch.resource, from.u32());
  put(batch.scope, from.u32());
  unpackOwners(from, batch, batch.resources);
  unpackOwners(from, batch, batch.scopes);
  return { batch, traceIds, traceFrom };
}

function unpackStrings(bytes: Uint8Array): StringTable {
  const from = new ColumnReader(bytes);
  const ends = from.u32();
  for (let i = 1; i < ends.length; i++) ends[i] = (ends[i] ?? 0) + (ends[i - 1] ?? 0);
  return new StringTable(
    from.bytes() as Uint8Array<ArrayBuffer>,
    ends as Uint32Array<ArrayBuffer>,
    ends.length,
  );
}

function unpackOwners(from: ColumnReader, batch: SpanBatch, rows: OwnerRows): void {
  put(rows.dropped, from.u32());
  put(rows.schemaUrl, from.u32());
  put(rows.name, from.u32());
  put(rows.version, from.u32());
  unpackRanges(from, batch, rows.attrFrom, rows.attrTo);
}

export function unpackAttributes(batch: SpanBatch, bytes: Uint8Array): void {
  unpackRanges(new ColumnReader(bytes), batch, batch.attrFrom, batch.attrTo);
}

/** Mirror of `packExtras`; without bytes, columns that say "none". */
export function unpackExtras(batch: SpanBatch, bytes: Uint8Array | undefined): void {
  const from = bytes && new ColumnReader(bytes);
  const column = () => from?.u32() ?? new Uint32Array(batch.count);
  put(batch.statusMessage, column());
  put(batch.traceState, column());
  put(batch.spanFlags, column());
  put(batch.droppedAttributes, column());
  put(batch.droppedEvents, column());
  put(batch.droppedLinks, column());
  ranges(column(), 0, batch.eventFrom, batch.eventTo);
  if (from) {
    put(batch.eventTimeHi, from.u32());
    put(batch.eventTimeLo, from.u32());
    put(batch.eventName, from.u32());
    put(batch.eventDropped, from.u32());
    unpackRanges(from, batch, batch.eventAttrFrom, batch.eventAttrTo);
  }
  ranges(column(), 0, batch.linkFrom, batch.linkTo);
  if (from) {
    put(batch.linkTraceId, from.u32());
    put(batch.linkSpanHi, from.u32());
    put(batch.linkSpanLo, from.u32());
    put(batch.linkTraceState, from.u32());
    put(batch.linkFlags, from.u32());
    put(batch.linkDropped, from.u32());
    unpackRanges(from, batch, batch.linkAttrFrom, batch.linkAttrTo);
  }
}

/** Appends to the batch's attribute table. */
function unpackRanges(from: ColumnReader, batch: SpanBatch, attrFrom: GrowU32, attrTo: GrowU32): void {
  const { attributes } = batch;
  ranges(from.u32(), attributes.length, attrFrom, attrTo);
  const [key, type, value, floats] = [from.u32(), from.u32(), from.u32(), from.f64()];
  const at = attributes.length;
  const length = at + key.length;
  attributes.key.data = grown(attributes.key.data, length, Uint32Array);
  attributes.type.data = grown(attributes.type.data, length, Uint8Array);
  attributes.value.data = grown(attributes.value.data, length, Float64Array);
  attributes.key.data.set(key, at);
  const [types, values] = [attributes.type.data, attributes.value.data];
  for (let i = 0, f = 0; i < key.length; i++) {
    const stored = type[i] ?? 0;
    types[at + i] = stored & ~FLOAT_VALUE;
    values[at + i] = stored & FLOAT_VALUE ? (floats[f++] ?? 0) : (value[i] ?? 0);
  }
  attributes.truncate(length);
}

function ranges(counts: Uint32Array, start: number, from: GrowU32, to: GrowU32): void {
  const begin = new Uint32Array(counts.length);
  const end = counts;
  for (let i = 0, at = start; i < counts.length; i++) {
    begin[i] = at;
    at += counts[i] ?? 0;
    end[i] = at;
  }
  put(from, begin);
  put(to, end);
}

type Typed = Uint32Array | Uint8Array | Float64Array;

function grown<T extends Typed>(data: T, length: number, type: new (n: number) => T): T {
  if (data.length >= length) return data;
  const larger = new type(length);
  larger.set(data as never);
  return larger;
}

/** An empty column keeps its array: one of length 0 could not grow. */
function put(column: GrowU32, values: Uint32Array): void {
  if (values.length > 0) column.data = values;
  column.length = values.length;
}

function put8(column: GrowU8, values: Uint32Array): void {
  if (values.length > 0) column.data = Uint8Array.from(values);
  column.length = values.length;
}
