import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Resolution } from '../core/mapping/resolution.ts';
import { decodeTraces } from '../core/otlp/decode.ts';
import { buildTraces } from '../core/trace/build-traces.ts';
import type { Trace } from '../core/trace/columns.ts';
import { hexOfWords } from '../core/trace/ids.ts';
import type { SpanBatch } from '../core/trace/span-batch.ts';
import { readTraceFile } from '../engine/read-trace-file.ts';
import { openMapping } from '../indexer/open-mapping.ts';
import { type Command, type CommandIo, EXIT, UsageError } from './command.ts';
import { parseArguments } from './parse-arguments.ts';
import { printable } from './printable.ts';

const HELP = `spanlight map: the code behind each span of a trace

Usage: spanlight map --workspace DIR [--workspace DIR2 ...] --traces FILE [FILE ...] [--json]

  --workspace DIR   a folder with the source code; may be given several times
  --traces FILE     OTLP JSON or protobuf, Jaeger, Tempo or Zipkin data; several files may follow
  --json            JSON (the default where the output is not a terminal)

Prints a JSON array with one element a span, in file order: traceId, spanId, name, service, result (folder, file,
line, endLine, symbol, confidence, strategy, evidence, stale, jump) or null with the reason, alternatives, library.
Exit codes: 0 when the files were read, 1 when one could not be, 2 for wrong usage.
`;

/** One element of the output, the contract of the command line. */
export type MappedSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly service: string;
  readonly result: Record<string, unknown> | null;
  readonly reason: string | null;
  readonly alternatives: readonly Record<string, unknown>[];
  readonly library: { readonly name: string; readonly file: string } | null;
};

export const mapCommand: Command = {
  name: 'map',
  summary: 'the code behind each span of a trace file',
  help: HELP,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, {
      allowPositionals: true,
      options: {
        workspace: { type: 'string', multiple: true },
        traces: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    });
    const folders = values.workspace ?? [];
    const traces = [...(values.traces ?? []), ...positionals];
    if (folders.length === 0) throw new UsageError('Say where the source code is: --workspace DIR.');
    if (traces.length === 0) throw new UsageError('Name a trace file: --traces FILE.');
    for (const folder of folders)
      if (!existsSync(path.resolve(io.cwd, folder)))
        throw new UsageError(`The folder ${folder} does not exist.`);
    const mapped = await mapFiles({
      folders: folders.map((f) => path.resolve(io.cwd, f)),
      traces: traces.map((f) => path.resolve(io.cwd, f)),
      signal: io.signal,
    });
    io.stdout(io.isTty && !values.json ? table(mapped, io) : `${JSON.stringify(mapped, undefined, 2)}\n`);
    return EXIT.ok;
  },
};

export type MapInput = {
  readonly folders: readonly string[];
  readonly traces: readonly string[];
  readonly signal: AbortSignal;
  /** Unsaved text by absolute path. */
  readonly unsaved?: ReadonlyMap<string, string>;
};

/** Opens the folders, reads the files, resolves every span. */
export async function mapFiles(input: MapInput): Promise<MappedSpan[]> {
  const mapping = await openMapping({ folders: input.folders, unsaved: input.unsaved, signal: input.signal });
  try {
    const out: MappedSpan[] = [];
    for (const file of input.traces) {
      const { batch } = decodeTraces(await readTraceFile(file, input.signal, () => {}));
      const spans = new Map<string, { trace: Trace; span: number; resolution: Resolution }>();
      for (const trace of buildTraces(batch)) {
        const { resolutions, of } = await mapping.resolver.resolveTrace(trace, input.signal);
        for (let span = 0; span < trace.count; span++) {
          const resolution = resolutions[of[span] ?? 0];
          if (resolution)
            spans.set(`${trace.traceId}/${hexOfWords(trace.id, span)}`, { trace, span, resolution });
        }
      }
      for (const key of fileOrder(batch)) {
        const found = spans.get(key);
        if (found) out.push(element(key, found.trace, found.span, found.resolution));
      }
    }
    return out;
  } finally {
    await mapping.close();
  }
}

/** Span keys in the order of the file, each once. */
function fileOrder(batch: SpanBatch): Set<string> {
  const keys = new Set<string>();
  const words = new Uint32Array(2);
  for (let row = 0; row < batch.count; row++) {
    words[0] = batch.idHi.at(row);
    words[1] = batch.idLo.at(row);
    keys.add(`${batch.strings.get(batch.traceId.at(row))}/${hexOfWords(words, 0)}`);
  }
  return keys;
}

function element(key: string, trace: Trace, span: number, resolution: Resolution): MappedSpan {
  const { result, reason, alternatives, library } = resolution;
  const [traceId = '', spanId = ''] = key.split('/');
  return {
    traceId,
    spanId,
    name: trace.strings.get(trace.name[span] ?? 0),
    service: trace.strings.get(trace.service[span] ?? 0),
    result: result && {
      folder: result.folder,
      file: result.file,
      line: result.line,
      endLine: result.endLine,
      symbol: result.symbol,
      confidence: result.confidence,
      strategy: result.strategy,
      role: result.role,
      evidence: result.evidence,
      stale: result.stale,
      jump: result.jump,
    },
    reason,
    alternatives: alternatives.map(({ folder, file, line, confidence, strategy, role, why }) => ({
      folder,
      file,
      line,
      confidence,
      strategy,
      role,
      why,
    })),
    library,
  };
}

const MARKS: Readonly<Record<string, string>> = { exact: '=', likely: '~', guess: '?' };

/** For people: one line a span. */
function table(spans: readonly MappedSpan[], io: CommandIo): string {
  const width = Math.min(40, Math.max(10, ...spans.map((s) => s.service.length + s.name.length + 1)));
  const cut = (text: string, max: number) => (text.length > max ? `${text.slice(0, max - 1)}…` : text);
  const lines = spans.map((s) => {
    const label = cut(printable(`${s.service} ${s.name}`), width).padEnd(width);
    const r = s.result;
    const place = r
      ? `${MARKS[String(r.confidence)] ?? ' '} ${r.file}:${r.line}  ${r.symbol}`
      : `- ${s.reason}`;
    return cut(`${label}  ${printable(place)}`, Math.max(60, io.columns));
  });
  return `${lines.join('\n')}\n\n= exact   ~ likely   ? guess   - none\n`;
}
