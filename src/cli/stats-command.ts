import { existsSync } from 'node:fs';
import path from 'node:path';
import type { MeasuredSite } from '../core/figures/measured-site.ts';
import { fingerprint } from '../core/mapping/fingerprint.ts';
import type { SpanSite } from '../core/mapping/span-site.ts';
import { decodeTraces } from '../core/otlp/decode.ts';
import type { FunctionStats } from '../core/ports.ts';
import { buildTraces } from '../core/trace/build-traces.ts';
import { formatDuration, formatInteger, formatPercent, plural } from '../core/trace/units.ts';
import { addTrace, type SiteTotals, toFunctionStats } from '../engine/backends/site-totals.ts';
import { readTraceFile } from '../engine/read-trace-file.ts';
import { functionsOf } from '../indexer/functions-of.ts';
import { openMapping } from '../indexer/open-mapping.ts';
import { BACKEND_HELP } from './backend-argument.ts';
import { type Command, type CommandIo, EXIT, UsageError } from './command.ts';
import { type FunctionRow, functionRows } from './function-rows.ts';
import { openBackend } from './open-backend.ts';
import { parseArguments } from './parse-arguments.ts';
import { printable } from './printable.ts';
import { countArgument, windowSince } from './window-argument.ts';

const HELP = `spanlight stats: calls, errors and latency of each function that spans tell of

Usage: spanlight stats --workspace DIR [--store FILE | --backend KIND=URL | --traces FILE ...] [--since 1h]

  --workspace DIR     a folder with the source code; may be given several times
  --store FILE        a local store; without any of these the one written to last
  --backend KIND=URL  jaeger, tempo, zipkin, victoriatraces or grafana, such as jaeger=http://localhost:16686
  --traces FILE       trace files of any format; all that is in them
  --since TIME        how far back to look, 1h if not given; not for files
  --environment NAME  spans of this environment only; not for files
  --version NAME      spans of this version of their service only; not for files
  --limit N           functions at most, all if not given
  --json              a JSON array (the default where the output is not a terminal)

Each function has folder, file, line, symbol, count, errors, p50Ns, p95Ns, p99Ns and sampled. Functions that could only
be guessed are left out.
${BACKEND_HELP}
Exit codes: 0 ok, 1 when the figures could not be read, 2 for wrong usage.
`;

const OPTIONS = {
  workspace: { type: 'string', multiple: true },
  store: { type: 'string' },
  backend: { type: 'string' },
  traces: { type: 'string', multiple: true },
  since: { type: 'string' },
  environment: { type: 'string' },
  version: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const statsCommand: Command = {
  name: 'stats',
  summary: 'calls, errors and latency of each function',
  help: HELP,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, { allowPositionals: true, options: OPTIONS });
    const folders = values.workspace ?? [];
    if (folders.length === 0) throw new UsageError('Say where the source code is: --workspace DIR.');
    for (const folder of folders)
      if (!existsSync(path.resolve(io.cwd, folder)))
        throw new UsageError(`The folder ${folder} does not exist.`);
    const files = [...(values.traces ?? []), ...positionals];
    if (positionals.length > 0 && !values.traces) throw new UsageError('Name trace files with --traces.');
    if (files.length > 0 && (values.store || values.backend))
      throw new UsageError('Give one of --traces, --store and --backend.');
    const limit = countArgument('limit', values.limit, Number.POSITIVE_INFINITY);
    const measured = files.length > 0 ? await fromFiles(files, io) : await fromBackend(values, io);
    const rows = await resolve(measured, folders, io);
    const shown = rows.functions.slice(0, limit);
    if (io.isTty && !values.json) io.stdout(table(shown, io));
    else io.stdout(`${JSON.stringify(shown, undefined, 2)}\n`);
    for (const note of measured.notes) io.stderr(`${note}\n`);
    if (rows.lost > 0)
      io.stderr(
        `${plural(rows.lost, 'place')} of ${measured.sites.length} not found in the source: spanlight map says why.\n`,
      );
    return EXIT.ok;
  },
};

type Measured = {
  readonly sites: readonly { readonly site: SpanSite; readonly stats: FunctionStats }[];
  readonly sampled: boolean;
  readonly notes: readonly string[];
};

async function fromFiles(files: readonly string[], io: CommandIo): Promise<Measured> {
  const totals = new Map<string, SiteTotals>();
  for (const file of files) {
    const bytes = await readTraceFile(path.resolve(io.cwd, file), io.signal, () => {});
    for (const trace of buildTraces(decodeTraces(bytes).batch)) addTrace(totals, trace, () => true);
  }
  const sites = [...totals.values()].map((total) => ({ site: total.site, stats: toFunctionStats(total) }));
  return { sites, sampled: false, notes: [] };
}

/** Places a store or backend is asked for: more than any workspace has. */
const MOST_SITES = 20_000;

async function fromBackend(
  values: {
    readonly store?: string | undefined;
    readonly backend?: string | undefined;
    readonly since?: string | undefined;
    readonly environment?: string | undefined;
    readonly version?: string | undefined;
  },
  io: CommandIo,
): Promise<Measured> {
  const { environment, version } = values;
  const range = windowSince(values.since ?? '1h', Date.now());
  const backend = openBackend(values, io);
  try {
    const request = { service: undefined, range, environment, version, limit: MOST_SITES };
    const { sites, provenance } = await backend.siteStats(request, io.signal);
    return { sites, sampled: !provenance.exact, notes: provenance.notes };
  } finally {
    await backend.close();
  }
}

async function resolve(measured: Measured, folders: readonly string[], io: CommandIo) {
  const mapping = await openMapping({
    folders: folders.map((f) => path.resolve(io.cwd, f)),
    signal: io.signal,
  });
  try {
    const sites: MeasuredSite[] = [];
    for (const { site, stats } of measured.sites) {
      io.signal.throwIfAborted();
      const resolution = await mapping.resolver.resolve(site);
      sites.push({ id: fingerprint(site), site, stats, resolution });
    }
    const functionsIn = (folder: string, file: string) => {
      const entry = mapping.workspace.find(path.join(folder, file));
      const facts = entry && mapping.workspace.facts(entry);
      return facts ? functionsOf(facts) : [];
    };
    return {
      functions: functionRows({ sites, functionsOf: functionsIn, sampled: measured.sampled }),
      lost: sites.filter((site) => !site.resolution.result).length,
    };
  } finally {
    await mapping.close();
  }
}

function table(rows: readonly FunctionRow[], io: CommandIo): string {
  if (rows.length === 0) return 'No function was seen in this time.\n';
  const cells = rows.map((r) => [
    formatInteger(r.count),
    r.errors === 0 ? '' : formatPercent(r.errors / r.count),
    formatDuration(r.p50Ns),
    formatDuration(r.p95Ns),
    formatDuration(r.p99Ns),
    printable(`${r.symbol || '(file)'}  ${r.file}:${r.line}`),
  ]);
  const all = [['CALLS', 'ERRORS', 'P50', 'P95', 'P99', 'FUNCTION'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((c) => Math.max(...all.map((line) => line[c]?.length ?? 0)));
  return all
    .map((line) => {
      const figures = widths.map((width, c) => (line[c] ?? '').padStart(width)).join('  ');
      return `${`${figures}  ${line[5]}`.slice(0, Math.max(80, io.columns))}\n`;
    })
    .join('');
}
