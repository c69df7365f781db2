import type { TraceSummary } from '../core/ports.ts';
import { parseQuery } from '../core/query/parse-query.ts';
import { QueryError } from '../core/query/query-error.ts';
import { formatDuration, plural } from '../core/trace/units.ts';
import { BACKEND_HELP } from './backend-argument.ts';
import { type Command, type CommandIo, EXIT, UsageError } from './command.ts';
import { openBackend } from './open-backend.ts';
import { parseArguments } from './parse-arguments.ts';
import { printable } from './printable.ts';
import { countArgument, windowSince } from './window-argument.ts';

const HELP = `spanlight search: traces that match a query, newest first

Usage: spanlight search QUERY [--store FILE | --backend KIND=URL] [--since 1h] [--limit N] [--json]

  QUERY               TraceQL, such as '{ resource.service.name = "cart" && duration > 500ms }', a bare condition
                      (status = error) or shorthand (service:cart error slow>500ms); '' for all traces
  --store FILE        a local store; without it the one written to last
  --backend KIND=URL  jaeger, tempo, zipkin, victoriatraces or grafana, such as jaeger=http://localhost:16686
  --since TIME        how far back to look, 1h if not given
  --limit N           traces at most, 20 if not given
  --json              a JSON array (the default where the output is not a terminal)

Each trace has traceId, rootService, rootName, startMs, durationNs, spanCount, errorCount, services, matchedSpans.
${BACKEND_HELP}
Exit codes: 0 ok, 1 when the search failed, 2 for wrong usage.
`;

export const searchCommand: Command = {
  name: 'search',
  summary: 'traces that match a query',
  help: HELP,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, {
      allowPositionals: true,
      options: {
        store: { type: 'string' },
        backend: { type: 'string' },
        since: { type: 'string' },
        limit: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    const [text, ...more] = positionals;
    if (text === undefined) throw new UsageError("Say what to search for; '' finds all traces.");
    if (more.length > 0) throw new UsageError('One query at a time: put it in quotes.');
    const request = {
      query: queryOf(text),
      range: windowSince(values.since ?? '1h', Date.now()),
      limit: countArgument('limit', values.limit, 20),
    };
    const table = io.isTty && !values.json;
    const backend = openBackend(values, io);
    const found: TraceSummary[] = [];
    const notes = new Set<string>();
    try {
      for await (const page of backend.search(request, io.signal)) {
        if (table && found.length === 0 && page.traces.length > 0) io.stdout(header());
        found.push(...page.traces);
        if (table) for (const trace of page.traces) io.stdout(row(trace, io));
        for (const note of page.provenance.notes) notes.add(note);
      }
    } finally {
      await backend.close();
    }
    if (!table) io.stdout(`${JSON.stringify(found, undefined, 2)}\n`);
    else io.stdout(found.length === 0 ? 'No trace matches.\n' : `${plural(found.length, 'trace')}\n`);
    for (const note of notes) io.stderr(`${note}\n`);
    return EXIT.ok;
  },
};

function queryOf(text: string) {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof QueryError) throw new UsageError(`The query cannot be read: ${error.message}`);
    throw error;
  }
}

const header = () => `${'START'.padEnd(23)}  ${'DURATION'.padStart(9)}  ${'SPANS'.padStart(6)}  TRACE\n`;

function row(trace: TraceSummary, io: CommandIo): string {
  const start = new Date(trace.startMs).toISOString().replace('T', ' ').replace('Z', '');
  const errors = trace.errorCount ? `  ${plural(trace.errorCount, 'error')}` : '';
  const root = printable(`${trace.rootService}: ${trace.rootName}`);
  const line = `${start}  ${formatDuration(trace.durationNs).padStart(9)}  ${String(trace.spanCount ?? '').padStart(6)}  ${trace.traceId}  ${root}${errors}`;
  return `${line.slice(0, Math.max(80, io.columns))}\n`;
}
