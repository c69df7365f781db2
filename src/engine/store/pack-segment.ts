import type { GrowU8, GrowU32 } from '../../core/trace/grow.ts';
import type { OwnerRows, SpanBatch } from '../../core/trace/span-batch.ts';
import type { StringTable } from '../../core/trace/strings.ts';
import type { Gathered } from './gather-spans.ts';
import { ColumnPacker } from './pack-columns.ts';

/** Set in a stored attribute type: the value stands in the float column instead. */
export const FLOAT_VALUE = 16;

/** What every search and every read needs: identity, time, name, owners. `unpackSpans` is its mirror. */
export function packSpans({ batch, traceIds, traceFrom }: Gathered): Uint8Array {
  const out = new ColumnPacker();
  out.u32(traceIds);
  out.u32(traceFrom);
  const grown = (column: GrowU32 | GrowU8) => out.u32(column.data, column.length);
  grown(batch.idHi);
  grown(batch.idLo);
  grown(batch.parentHi);
  grown(batch.parentLo);
  grown(batch.startHi);
  grown(batch.startLo);
  const length = durations(batch);
  out.u32(length.hi);
  out.u32(length.lo);
  grown(batch.name);
  grown(batch.kind);
  grown(batch.status);
  grown(batch.marks);
  grown(batch.resource);
  grown(batch.scope);
  packOwners(out, batch, batch.resources);
  packOwners(out, batch, batch.scopes);
  return out.finish();
}

/** end - start modulo 2^64: small where data is sound, exact where it is not. */
function durations(batch: SpanBatch) {
  const hi = new Uint32Array(batch.count);
  const lo = new Uint32Array(batch.count);
  for (let i = 0; i < batch.count; i++) {
    const borrow = batch.endLo.at(i) < batch.startLo.at(i) ? 1 : 0;
    lo[i] = batch.endLo.at(i) - batch.startLo.at(i);
    hi[i] = batch.endHi.at(i) - batch.startHi.at(i) - borrow;
  }
  return { hi, lo };
}

function packOwners(out: ColumnPacker, batch: SpanBatch, rows: OwnerRows): void {
  for (const column of [rows.dropped, rows.schemaUrl, rows.name, rows.version])
    out.u32(column.data, column.length);
  packRanges(out, batch, rows.attrFrom, rows.attrTo);
}

export function packStrings(strings: StringTable): Uint8Array {
  const { bytes, ends } = strings.raw();
  const lengths = new Uint32Array(ends.length);
  for (let i = 0; i < ends.length; i++) lengths[i] = (ends[i] ?? 0) - (i === 0 ? 0 : (ends[i - 1] ?? 0));
  const out = new ColumnPacker();
  out.u32(lengths);
  out.bytes(bytes);
  return out.finish();
}

export function packAttributes(batch: SpanBatch): Uint8Array {
  const out = new ColumnPacker();
  packRanges(out, batch, batch.attrFrom, batch.attrTo);
  return out.finish();
}

/** What is read only when a span is looked at. */
export function packExtras(batch: SpanBatch): Uint8Array {
  const out = new ColumnPacker();
  const grown = (column: GrowU32 | GrowU8) => out.u32(column.data, column.length);
  grown(batch.statusMessage);
  grown(batch.traceState);
  grown(batch.spanFlags);
  grown(batch.droppedAttributes);
  grown(batch.droppedEvents);
  grown(batch.droppedLinks);
  // Rows are gathered in order, so the events of all spans are one run; so are the links.
  out.u32(sizes(batch.eventFrom, batch.eventTo));
  grown(batch.eventTimeHi);
  grown(batch.eventTimeLo);
  grown(batch.eventName);
  grown(batch.eventDropped);
  packRanges(out, batch, batch.eventAttrFrom, batch.eventAttrTo);
  out.u32(sizes(batch.linkFrom, batch.linkTo));
  grown(batch.linkTraceId);
  grown(batch.linkSpanHi);
  grown(batch.linkSpanLo);
  grown(batch.linkTraceState);
  grown(batch.linkFlags);
  grown(batch.linkDropped);
  packRanges(out, batch, batch.linkAttrFrom, batch.linkAttrTo);
  return out.finish();
}

function sizes(from: GrowU32, to: GrowU32): Uint32Array {
  const out = new Uint32Array(from.length);
  for (let i = 0; i < out.length; i++) out[i] = to.at(i) - from.at(i);
  return out;
}

/** The attributes of each owner in turn: how many, then their keys, types and values. */
function packRanges(out: ColumnPacker, batch: SpanBatch, from: GrowU32, to: GrowU32): void {
  const counts = sizes(from, to);
  const total = counts.reduce((n, c) => n + c, 0);
  const key = new Uint32Array(total);
  const type = new Uint8Array(total);
  const value = new Uint32Array(total);
  const floats: number[] = [];
  const { attributes } = batch;
  let at = 0;
  for (let i = 0; i < counts.length; i++)
    for (let a = from.at(i); a < to.at(i); a++, at++) {
      const v = attributes.value.at(a);
      key[at] = attributes.key.at(a);
      type[at] = attributes.type.at(a);
      // -0 has no place in an integer column either.
      if (v >>> 0 === v && !Object.is(v, -0)) value[at] = v;
      else {
        type[at] = attributes.type.at(a) | FLOAT_VALUE;
        floats.push(v);
      }
    }
  out.u32(counts);
  out.u32(key);
  out.u32(type);
  out.u32(value);
  out.f64(Float64Array.from(floats));
}
