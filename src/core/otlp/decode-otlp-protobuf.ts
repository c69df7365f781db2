import { emptyOwner, type Owner } from '../trace/owner-index.ts';
import type { SpanBatch } from '../trace/span-batch.ts';
import { readKeyValue } from './any-value-protobuf.ts';
import { BatchWriter } from './batch-writer.ts';
import { IdReader } from './id-reader.ts';
import { KEPT } from './kept.ts';
import type { DecodeOptions } from './limits.ts';
import { type ProtobufContext, readSpan } from './otlp-protobuf-span.ts';
import { ProtobufMemo } from './protobuf-memo.ts';
import { bytesTag, ProtobufReader, varintTag } from './protobuf-reader.ts';

/** Protobuf says in one byte what takes JSON two: rows to expect of a byte. */
const DENSER = 2;

/** ExportTraceServiceRequest, TracesData and Tempo's Trace: one shape on the wire. */
export function decodeOtlpProtobuf(bytes: Uint8Array, options?: DecodeOptions): SpanBatch {
  const w = new BatchWriter(options, bytes.length * DENSER);
  readTracesData(new ProtobufReader(bytes), w, bytes.length);
  return w.batch;
}

/** Tempo's TraceByIDResponse, what its v2 API answers: field 1 holds the Trace. */
export function decodeTempoProtobuf(bytes: Uint8Array, options?: DecodeOptions): SpanBatch {
  const w = new BatchWriter(options, bytes.length * DENSER);
  const p = new ProtobufReader(bytes);
  while (p.pos < bytes.length)
    if (p.tag(bytes.length) === bytesTag(1)) readTracesData(p, w, p.open(bytes.length));
    else p.skip(bytes.length);
  return w.batch;
}

/** From `p.pos` to `end`. */
export function readTracesData(p: ProtobufReader, w: BatchWriter, end: number): void {
  const context = protobufContext(p, w);
  while (p.pos < end)
    if (p.tag(end) === bytesTag(1)) readResourceSpans(p, w, context, p.open(end));
    else p.skip(end);
}

export function protobufContext(p: ProtobufReader, w: BatchWriter): ProtobufContext {
  return { ids: new IdReader(w.batch.strings, 'otlp'), memo: new ProtobufMemo(p, w.batch.attributes) };
}

function readResourceSpans(p: ProtobufReader, w: BatchWriter, context: ProtobufContext, end: number): void {
  const owner = emptyOwner();
  const firstRow = w.batch.count;
  let cut = false;
  while (p.pos < end)
    switch (p.tag(end)) {
      case bytesTag(1):
        cut = readResource(p, w, context.memo, owner, p.open(end));
        break;
      case bytesTag(2):
      case bytesTag(1000): // instrumentation_library_spans, before OTLP 0.15
        readScopeSpans(p, w, context, p.open(end));
        break;
      case bytesTag(3):
        owner.schemaUrl = p.intern(end, w.batch.strings, w.limits.textBytes);
        break;
      default:
        p.skip(end);
    }
  w.close('resource', owner, firstRow, cut);
}

function readScopeSpans(p: ProtobufReader, w: BatchWriter, context: ProtobufContext, end: number): void {
  const owner = emptyOwner();
  const firstRow = w.batch.count;
  let cut = false;
  while (p.pos < end)
    switch (p.tag(end)) {
      case bytesTag(1):
        cut = readScope(p, w, context.memo, owner, p.open(end));
        break;
      case bytesTag(2):
        readSpan(p, w, context, p.open(end));
        break;
      case bytesTag(3):
        owner.schemaUrl = p.intern(end, w.batch.strings, w.limits.textBytes);
        break;
      default:
        p.skip(end);
    }
  w.close('scope', owner, firstRow, cut);
}

/** Returns whether a limit cut something of it. */
export function readResource(
  p: ProtobufReader,
  w: BatchWriter,
  memo: ProtobufMemo,
  owner: Owner,
  end: number,
): boolean {
  return readOwner(p, w, memo, 'resource', owner, end, bytesTag(1), varintTag(2));
}

export function readScope(
  p: ProtobufReader,
  w: BatchWriter,
  memo: ProtobufMemo,
  owner: Owner,
  end: number,
): boolean {
  return readOwner(p, w, memo, 'scope', owner, end, bytesTag(3), varintTag(4));
}

function readOwner(
  p: ProtobufReader,
  w: BatchWriter,
  memo: ProtobufMemo,
  kind: 'resource' | 'scope',
  owner: Owner,
  end: number,
  attributesTag: number,
  droppedTag: number,
): boolean {
  const { attributes, strings } = w.batch;
  const { textBytes } = w.limits;
  w.cut = p.cut = false;
  const from = attributes.length;
  memo.begin();
  let left = 0;
  while (p.pos < end) {
    const tag = p.tag(end);
    if (tag === attributesTag) {
      if (attributes.length - from < w.limits.attributes) readKeyValue(p, w, memo, end);
      else {
        p.skip(end);
        left++;
      }
    } else if (tag === droppedTag) owner.dropped = p.varint(end);
    else if (kind === 'scope' && tag === bytesTag(1)) owner.name = p.intern(end, strings, textBytes);
    else if (kind === 'scope' && tag === bytesTag(2)) owner.version = p.intern(end, strings, textBytes);
    else p.skip(end);
  }
  w.takeAttributes(kind, owner, from);
  owner.dropped += left;
  return w.cut || p.cut || left > 0;
}

KEPT.push(protobufContext(new ProtobufReader(new Uint8Array(0)), new BatchWriter(undefined, 0)));
