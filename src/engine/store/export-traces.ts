import { open } from 'node:fs/promises';
import { encodeOtlpJson } from '../../core/otlp/encode-otlp-json.ts';
import { type Redaction, redaction } from '../../core/trace/redact.ts';
import { redactTrace } from '../../core/trace/redact-trace.ts';
import type { TransferProgress } from '../../protocol/engine-store.ts';
import { FileError } from '../read-trace-file.ts';
import { loadTrace } from './load-trace.ts';
import type { ReaderState } from './store-reader.ts';

export type Exported = { readonly traces: number; readonly spans: number };

export type ExportOptions = {
  readonly file: string;
  /** All traces when undefined. */
  readonly traceIds: readonly string[] | undefined;
  /** Keys whose values are secrets; undefined: nothing is taken out. */
  readonly secretKeys: readonly string[] | undefined;
};

/** Writes traces as OTLP/JSON, one a line, oldest first: what any OpenTelemetry tool and the import read. */
export async function exportTraces(
  state: ReaderState,
  options: ExportOptions,
  signal: AbortSignal,
  progress: (part: TransferProgress) => void,
): Promise<Exported> {
  const clean = options.secretKeys && redaction(options.secretKeys);
  const total = options.traceIds?.length ?? state.catalogue.segments().reduce((n, s) => n + s.traces, 0);
  const file = await open(options.file, 'w').catch((error: Error) => {
    throw new FileError(`${options.file} cannot be written: ${error.message}.`);
  });
  let [traces, spans] = [0, 0];
  try {
    for (const traceId of options.traceIds ?? traceIdsOf(state)) {
      signal.throwIfAborted();
      const line = lineOf(state, traceId, clean);
      if (!line) continue;
      await file.write(line.bytes);
      await file.write('\n');
      traces++;
      spans += line.spans;
      progress({ done: traces, total: Math.max(total, traces) });
    }
  } finally {
    await file.close();
  }
  return { traces, spans };
}

function lineOf(state: ReaderState, traceId: string, clean: Redaction | undefined) {
  const trace = loadTrace(traceId, state)?.trace;
  return trace && { bytes: encodeOtlpJson([clean ? redactTrace(trace, clean) : trace]), spans: trace.count };
}

/** Each id once, in the order in which traces were first received. */
function* traceIdsOf(state: ReaderState): Generator<string> {
  const seen = new Set<string>();
  for (const { id } of state.catalogue.segments()) {
    const spans = state.cache.get(id, false);
    for (const text of spans?.traceIds ?? []) {
      const traceId = spans?.batch.strings.get(text) ?? '';
      if (seen.has(traceId)) continue;
      seen.add(traceId);
      yield traceId;
    }
  }
}
