import { DecodeError } from '../../core/otlp/decode-error.ts';
import { BackendError, type TraceSummary } from '../../core/ports.ts';
import { buildTraces } from '../../core/trace/build-traces.ts';
import { FLAG, STATUS, type Trace } from '../../core/trace/columns.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';
import type { Asked } from './network-failure.ts';

/** Spans of an answer as traces; what cannot be read becomes a sentence that names who sent it. */
export function decodeTraces(asked: Asked, decode: () => SpanBatch): Trace[] {
  try {
    return buildTraces(decode());
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new BackendError(
      'bad-response',
      `${asked.name}: the trace that ${asked.host} sent cannot be read: ${asked.redact(error.message)} ` +
        'It may be another product or version than this connection is set to.',
      { cause: error },
    );
  }
}
const INCOMPLETE = FLAG.missingParent | FLAG.missingEnd;

/** Whether every parent is there, every span has ended and there is a root. */
export function looksComplete(trace: Trace): boolean {
  let roots = 0;
  for (let i = 0; i < trace.count; i++) {
    if (((trace.flags[i] ?? 0) & INCOMPLETE) !== 0) return false;
    if (trace.parent[i] === -1) roots++;
  }
  return roots > 0;
}

export function summarise(trace: Trace, matchedSpans: readonly string[]): TraceSummary {
  const services = new Map<number, { spans: number; errors: number }>();
  let errors = 0;
  for (let i = 0; i < trace.count; i++) {
    const id = trace.service[i] ?? 0;
    const counts = services.get(id) ?? { spans: 0, errors: 0 };
    services.set(id, counts);
    counts.spans++;
    if (trace.status[i] !== STATUS.error) continue;
    counts.errors++;
    errors++;
  }
  return {
    traceId: trace.traceId,
    rootService: trace.strings.get(trace.service[0] ?? 0),
    rootName: trace.strings.get(trace.name[0] ?? 0),
    startMs: Number(trace.epoch / 1000n) / 1000,
    durationNs: trace.length,
    spanCount: trace.count,
    errorCount: errors,
    services: [...services].map(([id, counts]) => ({ name: trace.strings.get(id), ...counts })),
    matchedSpans,
  };
}

export const newestFirst = (a: { readonly startMs: number }, b: { readonly startMs: number }): number =>
  b.startMs - a.startMs;
