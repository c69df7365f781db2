import { sitesOfTrace } from '../core/mapping/sites-of-trace.ts';
import { BackendError } from '../core/ports.ts';
import { buildTraces } from '../core/trace/build-traces.ts';
import type { Trace } from '../core/trace/columns.ts';
import { firstSpans } from '../core/trace/first-spans.ts';
import { normaliseTraceId } from '../core/trace/ids.ts';
import { redaction } from '../core/trace/redact.ts';
import { serialiseTrace } from '../core/trace/serialise.ts';
import type { SpanBatch } from '../core/trace/span-batch.ts';
import type { AnalysisRequests } from '../protocol/engine-analysis.ts';
import type { ExportRequests } from '../protocol/engine-export.ts';
import type { OpenedTrace, TraceRequests } from '../protocol/engine-traces.ts';
import type { ViewRequests } from '../protocol/engine-view.ts';
import { type Handlers, transferring } from '../protocol/rpc.ts';
import type { BackendRegistry } from './backends/registry.ts';
import { exportHandlers } from './export-trace.ts';
import { FileError, readTraceFile } from './read-trace-file.ts';
import { type AnalysesMade, analysisHandlers } from './view/analyse-trace.ts';
import { describeTrace } from './view/describe-trace.ts';
import { viewHandlers } from './view/view-trace.ts';

type TraceApi = {
  requests: TraceRequests & ViewRequests & AnalysisRequests & ExportRequests;
  events: Record<never, never>;
};

/** Traces that panels show, by handle. They stay until their panel closes them. */
export function traceHandlers(
  decodeTraces: (bytes: Uint8Array) => SpanBatch,
  registry: Pick<BackendRegistry, 'get' | 'nameOf'>,
): Handlers<TraceApi> {
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

  let secrets = redaction();
  const made: AnalysesMade = new WeakMap();

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
    'trace.open': async ({ connection, traceId, range }, { signal, part }) => {
      const id = normaliseTraceId(traceId);
      if (id === undefined)
        throw new BackendError('bad-request', `"${traceId}" is no trace id: these are 32 hex digits, or 16.`);
      const source = registry.nameOf(connection);
      part({ done: 0, total: undefined, text: `Fetching from ${source}` });
      const found = await registry.get(connection).trace(id, range ? { range } : {}, signal);
      const opened = hold(found.trace, source);
      return {
        ...opened,
        complete: found.complete,
        notes: [...found.provenance.notes, ...opened.notes],
        url: found.url,
      };
    },
    'trace.timeline': ({ handle, first }) => {
      const trace = held(handle);
      const shown = first === undefined ? trace : firstSpans(trace, first);
      const buffer = serialiseTrace(shown, { details: false });
      return transferring(buffer, buffer);
    },
    'trace.sites': ({ handle }) => {
      const trace = held(handle);
      return { ...sitesOfTrace(trace), parents: trace.parent };
    },
    'trace.close': ({ handle }) => {
      open.delete(handle);
      return undefined;
    },
    'view.configure': ({ secretKeys }) => {
      secrets = redaction(secretKeys);
      return undefined;
    },
    ...viewHandlers(
      held,
      () => open.values(),
      () => secrets,
      made,
    ),
    ...analysisHandlers(held, made),
    ...exportHandlers(held, () => secrets),
  };
}

function decode<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new FileError(`${path} could not be opened as a trace: ${(error as Error).message}`);
  }
}
