import { FLAG, STATUS, type Trace } from '../../core/trace/columns.ts';
import type { OpenedTrace } from '../../protocol/engine-traces.ts';

const INCOMPLETE = FLAG.missingParent | FLAG.missingEnd;

/** The head of a trace: what a title, a list row or a status line says about it. */
export function describeTrace(trace: Trace, handle: number, source: string): OpenedTrace {
  let errors = 0;
  let flags = 0;
  for (let i = 0; i < trace.count; i++) {
    if (trace.status[i] === STATUS.error) errors++;
    flags |= trace.flags[i] ?? 0;
  }
  return {
    handle,
    traceId: trace.traceId,
    spanCount: trace.count,
    rootName: trace.strings.get(trace.name[0] ?? 0),
    rootService: trace.strings.get(trace.service[0] ?? 0),
    startUnixNano: String(trace.epoch),
    durationNs: trace.length,
    errorCount: errors,
    complete: (flags & INCOMPLETE) === 0,
    notes: trace.warnings.map((w) => w.text),
    source,
    url: undefined,
  };
}
