import { emptyOwner, type Owner } from '../trace/owner-index.ts';
import type { SpanBatch } from '../trace/span-batch.ts';
import { readAttributes } from './any-value-json.ts';
import { AttributeMemo } from './attribute-memo.ts';
import { BatchWriter } from './batch-writer.ts';
import { IdReader } from './id-reader.ts';
import { JsonReader } from './json-reader.ts';
import { KEPT } from './kept.ts';
import { KeySet } from './key-set.ts';
import type { DecodeOptions } from './limits.ts';
import { type OtlpContext, readSpan } from './otlp-json-span.ts';
import { readCount } from './otlp-json-values.ts';

/**
 * OTLP/JSON and its relatives: ExportTraceServiceRequest and TracesData, Tempo's trace v1 (`batches`) and v2 (`trace`
 * around it), Jaeger's v3 (`result`). One object, a list of them, or one after the other (JSON lines). Ids may be hex
 * or base64, enums numbers or names, 64-bit integers numbers or strings.
 */
export function decodeOtlpJson(bytes: Uint8Array, options?: DecodeOptions): SpanBatch {
  const r = new JsonReader(bytes);
  const w = new BatchWriter(options, bytes.length);
  do readOtlpDocument(r, w);
  while (r.peek() >= 0);
  return w.batch;
}

const ENVELOPE = new KeySet(['resourceSpans', 'trace', 'result'], {
  resource_spans: 'resourceSpans',
  batches: 'resourceSpans',
});
const RESOURCE_SPANS = new KeySet(['resource', 'scopeSpans', 'schemaUrl'], {
  scope_spans: 'scopeSpans',
  instrumentationLibrarySpans: 'scopeSpans',
  instrumentation_library_spans: 'scopeSpans',
  schema_url: 'schemaUrl',
});
const SCOPE_SPANS = new KeySet(['spans', 'scope', 'schemaUrl'], {
  instrumentationLibrary: 'scope',
  instrumentation_library: 'scope',
  schema_url: 'schemaUrl',
});
const OWNER = new KeySet(['attributes', 'name', 'version', 'droppedAttributesCount'], {
  dropped_attributes_count: 'droppedAttributesCount',
});

/** One top-level value. */
export function readOtlpDocument(r: JsonReader, w: BatchWriter): void {
  const context = otlpContext(r, w);
  if (r.peek() === 91) {
    if (r.enterList())
      do readEnvelope(r, w, context, 0);
      while (r.nextElement());
  } else readEnvelope(r, w, context, 0);
}

export function otlpContext(r: JsonReader, w: BatchWriter): OtlpContext {
  return { ids: new IdReader(w.batch.strings, 'otlp'), memo: new AttributeMemo(r, w) };
}

function readEnvelope(r: JsonReader, w: BatchWriter, context: OtlpContext, depth: number): void {
  if (!r.enterObject()) return;
  do {
    const key = ENVELOPE.read(r);
    if (key === 'resourceSpans') {
      if (r.enterList())
        do readResourceSpans(r, w, context);
        while (r.nextElement());
    } else if (key && depth < 2) readEnvelope(r, w, context, depth + 1);
    else r.skip();
  } while (r.nextMember());
}

function readResourceSpans(r: JsonReader, w: BatchWriter, context: OtlpContext): void {
  const owner = emptyOwner();
  const firstRow = w.batch.count;
  let cut = false;
  if (r.enterObject())
    do {
      switch (RESOURCE_SPANS.read(r)) {
        case 'resource':
          cut = readOwner(r, w, context.memo, 'resource', owner);
          break;
        case 'scopeSpans':
          if (r.enterList())
            do readScopeSpans(r, w, context);
            while (r.nextElement());
          break;
        case 'schemaUrl':
          r.string();
          owner.schemaUrl = r.intern(w.batch.strings, w.limits.textBytes);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  w.close('resource', owner, firstRow, cut);
}

function readScopeSpans(r: JsonReader, w: BatchWriter, context: OtlpContext): void {
  const owner = emptyOwner();
  const firstRow = w.batch.count;
  let cut = false;
  if (r.enterObject())
    do {
      switch (SCOPE_SPANS.read(r)) {
        case 'spans':
          if (r.enterList())
            do readSpan(r, w, context);
            while (r.nextElement());
          break;
        case 'scope':
          cut = readOwner(r, w, context.memo, 'scope', owner);
          break;
        case 'schemaUrl':
          r.string();
          owner.schemaUrl = r.intern(w.batch.strings, w.limits.textBytes);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  w.close('scope', owner, firstRow, cut);
}

/** Returns whether a limit cut something of it. */
export function readOwner(
  r: JsonReader,
  w: BatchWriter,
  memo: AttributeMemo,
  kind: 'resource' | 'scope',
  owner: Owner,
): boolean {
  const { strings, attributes } = w.batch;
  const { textBytes } = w.limits;
  w.cut = r.cut = false;
  let [dropped, left] = [0, 0];
  if (r.enterObject())
    do {
      switch (OWNER.read(r)) {
        case 'attributes': {
          const from = attributes.length;
          left = readAttributes(r, w, memo);
          w.takeAttributes(kind, owner, from);
          break;
        }
        case 'name':
          r.string();
          owner.name = r.intern(strings, textBytes);
          break;
        case 'version':
          r.string();
          owner.version = r.intern(strings, textBytes);
          break;
        case 'droppedAttributesCount':
          dropped = readCount(r);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  owner.dropped = dropped + left;
  return w.cut || r.cut;
}

KEPT.push(otlpContext(new JsonReader(new Uint8Array(0)), new BatchWriter(undefined, 0)), emptyOwner());
