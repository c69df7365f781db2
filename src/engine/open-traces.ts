import { buildTraces } from '../core/trace/build-traces.ts';
import type { Trace } from '../core/trace/columns.ts';
import { serialiseTrace } from '../core/trace/serialise.ts';
import type { SpanBatch } from '../core/trace/span-batch.ts';
import type { OpenedTrace, TraceRequests } from '../protocol/engine-traces.ts';
import { type Handlers, transferring } from '../protocol/rpc.ts';
import { describeTrace } from './describe-trace.ts';
import { FileError, readTraceFile } from './read-trace-file.ts';
import { spanDetails } from './span-details.ts';

type TraceApi = { requests: TraceRequests; events: Record<never, never> };

/** Traces that panels show, by handle. They stay until their panel closes them. */
export function traceHandlers(decodeTraces: (bytes: Uint8Array) => SpanBatch): Handlers<TraceApi> {
  const open = new Map<number, Trace>();
  let nextHandle = 1;

  const held = (handle: number): Trace => {
    const trace = open.get(handle);
    if (!trace) throw new FileError('This trace is no longer open. Open it again.');
    return trace;
  };
  const hold = (trace: Trace, source: string): OpenedTrace => {
    const handle = nextHandle++;
    open.set(handle, trace);
    return describeTrace(trace, handle, source);
  };

  return {
    'trace.openFile': async ({ path }, { signal, part }) => {
      const bytes = await readTraceFile(path, signal, (done, total) =>
        part({ done, total, text: 'Reading' }),
      );
      part({ done: 0, total: undefined, text: 'Decoding' });
      const traces = buildTraces(decode(path, () => decodeTraces(bytes)));
      if (traces.length === 0) throw new FileError(`${path} holds no spans.`);
      return traces.map((trace) => hold(trace, path));
    },
    'trace.open': () => {
      throw new FileError('No backend is connected yet.');
    },
    'trace.timeline': ({ handle }) => {
      const buffer = serialiseTrace(held(handle), { details: false });
      return transferring(buffer, buffer);
    },
    'trace.span': ({ handle, span }) => spanDetails(held(handle), span),
    'trace.close': ({ handle }) => {
      open.delete(handle);
      return undefined;
    },
  };
}

function decode<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new FileError(`${path} could not be opened as a trace: ${(error as Error).message}`);
  }
}
