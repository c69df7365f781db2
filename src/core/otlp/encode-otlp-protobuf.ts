import { ATTR, type Details, FLAG, type Trace } from '../trace/columns.ts';
import { decodeBase64 } from './base64.ts';
import { groupSpans } from './group-spans.ts';
import { bytesTag, fixed32Tag, fixed64Tag, varintTag } from './protobuf-reader.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

/** Traces as OTLP protobuf (TracesData, also an ExportTraceServiceRequest). Traces must have details. */
export function encodeOtlpProtobuf(traces: readonly Trace[]): Uint8Array<ArrayBuffer> {
  const w = new ProtobufWriter();
  for (const trace of [...traces].reverse()) {
    if (!trace.details) throw new RangeError('A trace without its details can not be exported.');
    encodeTrace(w, trace, trace.details);
  }
  return w.done();
}

/** All is written backwards: see ProtobufWriter. */
function encodeTrace(w: ProtobufWriter, trace: Trace, d: Details): void {
  for (const [resource, scopes] of [...groupSpans(trace)].reverse()) {
    const start = w.length;
    text(w, 3, trace, d.resources.schemaUrl[resource]);
    for (const [scope, spans] of [...scopes].reverse()) {
      const scopeStart = w.length;
      text(w, 3, trace, d.scopes.schemaUrl[scope]);
      for (let i = spans.length - 1; i >= 0; i--) encodeSpan(w, trace, d, spans[i] ?? 0);
      const head = w.length;
      w.varint(varintTag(4), d.scopes.dropped[scope] ?? 0);
      attributes(w, 3, trace, d, d.scopes.attrFrom[scope], d.scopes.attrTo[scope]);
      text(w, 2, trace, d.scopes.version[scope]);
      text(w, 1, trace, d.scopes.name[scope]);
      w.message(bytesTag(1), head);
      w.message(bytesTag(2), scopeStart);
    }
    const head = w.length;
    w.varint(varintTag(2), d.resources.dropped[resource] ?? 0);
    attributes(w, 1, trace, d, d.resources.attrFrom[resource], d.resources.attrTo[resource]);
    w.message(bytesTag(1), head);
    w.message(bytesTag(1), start);
  }
}

function encodeSpan(w: ProtobufWriter, trace: Trace, d: Details, i: number): void {
  const before = w.length;
  const flags = trace.flags[i] ?? 0;
  const start = trace.start[i] ?? 0;
  const end = start + (trace.duration[i] ?? 0);
  w.fixed32(fixed32Tag(16), d.spanFlags[i] ?? 0);
  const status = w.length;
  w.varint(varintTag(3), trace.status[i] ?? 0);
  text(w, 2, trace, d.statusMessage[i]);
  if (w.length > status) w.message(bytesTag(15), status);
  w.varint(varintTag(14), d.droppedLinks[i] ?? 0);
  for (let l = (d.linkTo[i] ?? 0) - 1; l >= (d.linkFrom[i] ?? 0); l--) encodeLink(w, trace, d, l);
  w.varint(varintTag(12), d.droppedEvents[i] ?? 0);
  for (let e = (d.eventTo[i] ?? 0) - 1; e >= (d.eventFrom[i] ?? 0); e--) encodeEvent(w, trace, d, e);
  w.varint(varintTag(10), d.droppedAttributes[i] ?? 0);
  attributes(w, 9, trace, d, d.attrFrom[i], d.attrTo[i]);
  if ((flags & FLAG.missingEnd) === 0) w.fixed64(fixed64Tag(8), trace.epoch + BigInt(end));
  if ((flags & FLAG.missingStart) === 0) w.fixed64(fixed64Tag(7), trace.epoch + BigInt(start));
  w.varint(varintTag(6), trace.kind[i] ?? 0);
  text(w, 5, trace, trace.name[i]);
  spanId(w, 4, d.parentId, i);
  text(w, 3, trace, d.traceState[i]);
  spanId(w, 2, trace.id, i);
  w.bytes(bytesTag(1), hexBytes(trace.traceId));
  w.message(bytesTag(2), before);
}

function encodeEvent(w: ProtobufWriter, trace: Trace, d: Details, e: number): void {
  const before = w.length;
  const { events } = d;
  w.varint(varintTag(4), events.dropped[e] ?? 0);
  attributes(w, 3, trace, d, events.attrFrom[e], events.attrTo[e]);
  text(w, 2, trace, events.name[e]);
  w.fixed64(fixed64Tag(1), trace.epoch + BigInt(events.time[e] ?? 0));
  w.message(bytesTag(11), before);
}

function encodeLink(w: ProtobufWriter, trace: Trace, d: Details, l: number): void {
  const before = w.length;
  const { links } = d;
  w.fixed32(fixed32Tag(6), links.flags[l] ?? 0);
  w.varint(varintTag(5), links.dropped[l] ?? 0);
  attributes(w, 4, trace, d, links.attrFrom[l], links.attrTo[l]);
  text(w, 3, trace, links.traceState[l]);
  spanId(w, 2, links.spanId, l);
  w.bytes(bytesTag(1), hexBytes(trace.strings.get(links.traceId[l] ?? 0)));
  w.message(bytesTag(13), before);
}

function attributes(w: ProtobufWriter, field: number, trace: Trace, d: Details, from = 0, to = 0): void {
  const { key, type, value } = d.attributes;
  for (let a = to - 1; a >= from; a--) {
    const before = w.length;
    const [kind, raw] = [type[a] ?? ATTR.empty, value[a] ?? 0];
    if (kind === ATTR.string) w.bytes(bytesTag(1), trace.strings.bytesOf(raw));
    else if (kind === ATTR.bool) w.bool(varintTag(2), raw !== 0);
    else if (kind === ATTR.int) w.int64(varintTag(3), BigInt(raw));
    else if (kind === ATTR.bigint) w.int64(varintTag(3), BigInt(trace.strings.get(raw)));
    else if (kind === ATTR.double) w.double(fixed64Tag(4), raw);
    else if (kind === ATTR.bytes) w.bytes(bytesTag(7), base64Bytes(trace.strings.get(raw)));
    else if (kind === ATTR.json) anyValue(w, JSON.parse(trace.strings.get(raw)) as AnyValue);
    w.message(bytesTag(2), before);
    w.bytes(bytesTag(1), trace.strings.bytesOf(key[a] ?? 0));
    w.message(bytesTag(field), before);
  }
}

/** The canonical OTLP/JSON text that decoders make of lists and key-value lists. */
type AnyValue = {
  readonly stringValue?: string;
  readonly intValue?: string;
  readonly doubleValue?: number | string;
  readonly boolValue?: boolean;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values: readonly { readonly key: string; readonly value: AnyValue }[] };
};

/** Recursion is bounded by the depth limit of decoding. */
function anyValue(w: ProtobufWriter, value: AnyValue): void {
  if (value.stringValue !== undefined) w.bytes(bytesTag(1), utf8.encode(value.stringValue));
  else if (value.boolValue !== undefined) w.bool(varintTag(2), value.boolValue);
  else if (value.intValue !== undefined) w.int64(varintTag(3), BigInt(value.intValue));
  else if (value.doubleValue !== undefined) w.double(fixed64Tag(4), Number(value.doubleValue));
  else if (value.bytesValue !== undefined) w.bytes(bytesTag(7), base64Bytes(value.bytesValue));
  else if (value.arrayValue) {
    const before = w.length;
    for (const item of [...value.arrayValue.values].reverse()) nested(w, bytesTag(1), item);
    w.message(bytesTag(5), before);
  } else if (value.kvlistValue) {
    const before = w.length;
    for (const pair of [...value.kvlistValue.values].reverse()) {
      const start = w.length;
      nested(w, bytesTag(2), pair.value);
      w.bytes(bytesTag(1), utf8.encode(pair.key));
      w.message(bytesTag(1), start);
    }
    w.message(bytesTag(6), before);
  }
}

function nested(w: ProtobufWriter, tag: number, value: AnyValue): void {
  const before = w.length;
  anyValue(w, value);
  w.message(tag, before);
}

function text(w: ProtobufWriter, field: number, trace: Trace, id = 0): void {
  if (id !== 0) w.bytes(bytesTag(field), trace.strings.bytesOf(id));
}

function spanId(w: ProtobufWriter, field: number, words: Uint32Array, i: number): void {
  const [hi, lo] = [words[i * 2] ?? 0, words[i * 2 + 1] ?? 0];
  if (hi === 0 && lo === 0) return;
  w.bytes(bytesTag(field), [
    hi >>> 24,
    (hi >>> 16) & 255,
    (hi >>> 8) & 255,
    hi & 255,
    lo >>> 24,
    (lo >>> 16) & 255,
    (lo >>> 8) & 255,
    lo & 255,
  ]);
}

const utf8 = new TextEncoder();

const hexBytes = (hex: string) =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));

function base64Bytes(text: string): Uint8Array {
  const bytes = utf8.encode(text);
  const raw = new Uint8Array(bytes.length);
  return raw.subarray(0, decodeBase64(bytes, 0, bytes.length, raw) ?? 0);
}
