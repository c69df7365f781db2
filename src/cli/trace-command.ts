import path from 'node:path';
import { analyse } from '../core/analysis/analyse.ts';
import { toDot } from '../core/analysis/dot.ts';
import { ServiceGraphBuilder } from '../core/analysis/service-graph.ts';
import { decodeTraces } from '../core/otlp/decode.ts';
import { buildTraces } from '../core/trace/build-traces.ts';
import type { Trace } from '../core/trace/columns.ts';
import { normaliseTraceId } from '../core/trace/ids.ts';
import { readTraceFile } from '../engine/read-trace-file.ts';
import { BACKEND_HELP } from './backend-argument.ts';
import { type Command, type CommandIo, EXIT, UsageError } from './command.ts';
import { parseArguments } from './parse-arguments.ts';
import { progressBar } from './progress.ts';
import { renderTree } from './render-tree.ts';
import { type ReportWarning, traceReport } from './trace-json.ts';
import { styleFor } from './tree/style.ts';

const HELP = `spanlight trace: what a trace shows, in a terminal or as JSON

Usage: spanlight trace FILE [--trace ID] [--json | --tree | --dot]
       spanlight trace ID (--backend KIND=URL | --store FILE) [--json | --tree | --dot]

  FILE                OTLP JSON or protobuf, Jaeger, Tempo or Zipkin data, gzipped or not
  --trace ID          of a file with several traces, this one; else all of them
  --backend KIND=URL  where to fetch the trace from, such as jaeger=http://localhost:16686
  --store FILE        fetch it from the store that spanlight receive --store FILE fills
  --json              a JSON object (the default where the output is not a terminal); an array for several traces
  --tree              the waterfall, with the critical path, errors and runs of calls (the default in a terminal)
  --expand            every span of a folded run
  --limit N           rows of the tree at most, 500 if not given; 0 for all
  --dot               the service graph for Graphviz: spanlight trace FILE --dot | dot -Tsvg > graph.svg

The JSON has traceId, spanCount, services, rootName, startUnixNano, durationNs, complete, summary, warnings,
criticalPath, selfTime, rootCause, handledErrors, patterns, serviceGraph and dependencies. Durations are in ns.
NO_COLOR is respected.
${BACKEND_HELP}
Exit codes: 0 ok, 1 when the trace could not be read, 2 for wrong usage.
`;

const DEFAULT_LIMIT = 500;

export type LoadedTraces = {
  readonly traces: readonly Trace[];
  /** What reading had to say. */
  readonly warnings: readonly ReportWarning[];
  /** The backend cut the trace. */
  readonly truncated: boolean;
};

type Place = { readonly backend?: string | undefined; readonly store?: string | undefined };

/** Fetches one trace by id from `KIND=URL` or a store's file. */
export type LoadFromBackend = (traceId: string, place: Place, io: CommandIo) => Promise<LoadedTraces>;

export function traceCommand(loadFromBackend: LoadFromBackend | undefined): Command {
  return {
    name: 'trace',
    summary: 'what a trace shows: the answer, critical path, root cause, patterns',
    help: HELP,
    async run(args, io) {
      const { values, positionals } = parseArguments(args, {
        allowPositionals: true,
        options: {
          trace: { type: 'string' },
          backend: { type: 'string' },
          store: { type: 'string' },
          json: { type: 'boolean' },
          tree: { type: 'boolean' },
          dot: { type: 'boolean' },
          expand: { type: 'boolean' },
          limit: { type: 'string' },
        },
      });
      const [named, ...more] = positionals;
      if (named === undefined)
        throw new UsageError('Name a trace file, or a trace id with --backend KIND=URL or --store FILE.');
      if (more.length > 0) throw new UsageError(`One trace file at a time; ${more.length + 1} were given.`);
      const forms = [values.json, values.tree, values.dot].filter(Boolean).length;
      if (forms > 1) throw new UsageError('Choose one of --json, --tree and --dot.');
      const limit = rowLimit(values.limit);
      const { backend, store } = values;
      const loaded =
        backend || store
          ? await fromBackend(loadFromBackend, named, { backend, store }, io)
          : pick(await fromFile(named, io), values.trace);
      if (values.dot) io.stdout(dotOf(loaded.traces));
      else if (values.tree || (io.isTty && !values.json))
        writeTrees(loaded, io, values.expand ?? false, limit);
      else writeJson(loaded, io);
      return EXIT.ok;
    },
  };
}

function rowLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  if (!/^\d+$/.test(text)) throw new UsageError(`--limit takes a number of rows, not "${text}".`);
  return Number(text) || Number.POSITIVE_INFINITY;
}

async function fromFile(file: string, io: CommandIo): Promise<LoadedTraces> {
  const bytes = await read(file, io);
  const { batch, warnings } = decode(file, bytes);
  const traces = buildTraces(batch);
  if (traces.length === 0) throw new Error(`${file} holds no spans.`);
  return { traces, warnings: warnings.map((text) => ({ kind: 'data', text })), truncated: false };
}

async function read(file: string, io: CommandIo): Promise<Uint8Array> {
  const progress = progressBar(io, `Reading ${path.basename(file)}`);
  try {
    return await readTraceFile(path.resolve(io.cwd, file), io.signal, progress.update);
  } finally {
    progress.end();
  }
}

function decode(file: string, bytes: Uint8Array) {
  try {
    return decodeTraces(bytes);
  } catch (error) {
    throw new Error(`${file} could not be read as a trace. ${(error as Error).message}`, { cause: error });
  }
}

function pick(loaded: LoadedTraces, wanted: string | undefined): LoadedTraces {
  if (wanted === undefined) return loaded;
  const id = normaliseTraceId(wanted);
  if (!id) throw new UsageError(`"${wanted}" is not a trace id: 16 or 32 hexadecimal digits are expected.`);
  const traces = loaded.traces.filter((t) => t.traceId === id);
  if (traces.length > 0) return { ...loaded, traces };
  const some = loaded.traces.slice(0, 5).map((t) => t.traceId);
  throw new Error(`Trace ${id} is not in the file. It has ${loaded.traces.length}: ${some.join(', ')} …`);
}

async function fromBackend(
  load: LoadFromBackend | undefined,
  named: string,
  place: Place,
  io: CommandIo,
): Promise<LoadedTraces> {
  if (!load) throw new UsageError('Backends are not available here; give a trace file instead.');
  const id = normaliseTraceId(named);
  if (!id) throw new UsageError(`"${named}" is not a trace id: 16 or 32 hexadecimal digits are expected.`);
  return load(id, place, io);
}

function dotOf(traces: readonly Trace[]): string {
  const builder = new ServiceGraphBuilder();
  for (const trace of traces) builder.add(trace);
  return toDot(builder.graph());
}

const analyseNow = ({ truncated }: LoadedTraces, trace: Trace) =>
  analyse(trace, { now: BigInt(Date.now()) * 1_000_000n, truncatedByBackend: truncated });

function writeJson(loaded: LoadedTraces, io: CommandIo): void {
  const reports = loaded.traces.map((trace) => traceReport(analyseNow(loaded, trace), loaded.warnings));
  io.stdout(`${JSON.stringify(reports.length === 1 ? reports[0] : reports, undefined, 2)}\n`);
}

function writeTrees(loaded: LoadedTraces, io: CommandIo, expand: boolean, limit: number): void {
  const style = styleFor(io);
  for (const { text } of loaded.warnings) io.stdout(`${style.warn(`! ${text}`)}\n`);
  for (const [i, trace] of loaded.traces.entries()) {
    if (i > 0) io.stdout(`\n${style.dim('─'.repeat(Math.max(20, io.columns)))}\n\n`);
    io.stdout(renderTree(analyseNow(loaded, trace), { columns: io.columns, style, expand, limit }));
  }
}
