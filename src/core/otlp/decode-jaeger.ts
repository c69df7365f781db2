import type { SpanBatch } from '../trace/span-batch.ts';
import { AttributeMemo } from './attribute-memo.ts';
import { BatchWriter } from './batch-writer.ts';
import { IdReader } from './id-reader.ts';
import { INLINE_RESOURCE, readProcess, readWarnings } from './jaeger-process.ts';
import { type JaegerContext, readJaegerSpan } from './jaeger-span.ts';
import { JsonReader } from './json-reader.ts';
import { KEPT } from './kept.ts';
import { KeySet } from './key-set.ts';
import type { DecodeOptions } from './limits.ts';
import { OtelTags } from './otel-tags.ts';

/** Jaeger's own JSON: what its UI downloads and `/api/traces` answers, with one or many traces, or bare traces. */
export function decodeJaegerJson(bytes: Uint8Array, options?: DecodeOptions): SpanBatch {
  const w = new BatchWriter(options, bytes.length);
  const r = new JsonReader(bytes);
  do readJaegerDocument(r, w);
  while (r.peek() >= 0);
  return w.batch;
}

const DOCUMENT = new KeySet(['data', 'spans', 'processes', 'warnings']);

export function readJaegerDocument(r: JsonReader, w: BatchWriter): void {
  const context = contextOf(r, w);
  readTraces(r, w, context, 0);
}

function contextOf(r: JsonReader, w: BatchWriter): JaegerContext {
  return {
    ids: new IdReader(w.batch.strings, 'hex'),
    tags: new OtelTags(w),
    memo: new AttributeMemo(r, w),
    last: { at: 0, length: 0, id: 0 },
  };
}

/** A trace, a list of them, or `data` around either. */
function readTraces(r: JsonReader, w: BatchWriter, context: JaegerContext, depth: number): void {
  if (r.peek() === 91) {
    if (r.enterList())
      do readTrace(r, w, context, depth + 1);
      while (r.nextElement());
  } else readTrace(r, w, context, depth);
}

function readTrace(r: JsonReader, w: BatchWriter, context: JaegerContext, depth: number): void {
  let firstRow = -1;
  const processes = new Map<number, number>();
  if (r.enterObject())
    do {
      switch (DOCUMENT.read(r)) {
        case 'data':
          if (depth > 1) r.skip();
          else readTraces(r, w, context, depth + 1);
          break;
        case 'spans':
          firstRow = w.batch.count;
          if (r.enterList())
            do readJaegerSpan(r, w, context);
            while (r.nextElement());
          break;
        case 'processes':
          readProcesses(r, w, context, processes);
          break;
        case 'warnings':
          readWarnings(r, w);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  // Until now the rows hold the name of their process (a string id), or a resource they brought themselves.
  const { resource } = w.batch;
  let [last, lastRow] = [-1, 0];
  for (let row = firstRow; row >= 0 && row < w.batch.count; row++) {
    const process = resource.data[row] ?? 0;
    if (process !== last) {
      last = process;
      lastRow = process < INLINE_RESOURCE ? (processes.get(process) ?? 0) : process - INLINE_RESOURCE;
    }
    resource.data[row] = lastRow;
  }
}

function readProcesses(
  r: JsonReader,
  w: BatchWriter,
  { memo }: JaegerContext,
  processes: Map<number, number>,
): void {
  if (!r.enterObject()) return;
  do {
    r.key();
    const name = r.intern(w.batch.strings, w.limits.textBytes);
    processes.set(name, readProcess(r, w, memo));
  } while (r.nextMember());
}

KEPT.push(contextOf(new JsonReader(new Uint8Array(0)), new BatchWriter(undefined, 0)));
