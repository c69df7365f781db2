import { scopeConditions } from '../core/figures/site-query.ts';
import type { SearchPage, TraceSummary } from '../core/ports.ts';
import { readQuery } from '../core/query/read-query.ts';
import { scopedQuery } from '../core/query/scoped-query.ts';
import { formatDuration, plural } from '../core/trace/units.ts';
import { AgentInputError, type AgentTool } from './agent-tool.ts';
import { numberOf, rangeFor, SINCE, textOf } from './read-input.ts';
import { answer, notesLine, sayWith } from './say.ts';

const MOST = 50;
const USUAL = 15;

export const searchTool: AgentTool = {
  name: 'spanlight_search_traces',
  title: 'Search traces',
  description:
    'Finds distributed traces (OpenTelemetry, Jaeger, Tempo, Zipkin) recorded from the running program. Answers with id, duration, errors, service and root operation of each, newest first. Use it to find failing or slow requests before looking at one with spanlight_summarize_trace.',
  schema: {
    type: 'object',
    properties: {
      query: {
        type: 'string',
        description:
          'TraceQL such as { resource.service.name = "cart" && status = error && duration > 500ms }, or shorthand such as: service:cart error slow>500ms. All traces if left out.',
      },
      since: SINCE,
      limit: {
        type: 'integer',
        description: `Traces at most, ${USUAL} if left out.`,
        minimum: 1,
        maximum: MOST,
      },
    },
  },
  async run({ engine, scope }, input, signal) {
    const { connection, environment, version, range: chosen, ...rest } = scope();
    const typed = textOf(input.query) ?? '';
    const read = readQuery(typed);
    if ('problem' in read) throw new AgentInputError(`The query cannot be read: ${read.problem}`);
    const query = scopedQuery(typed, scopeConditions({ environment, version }));
    const limit = numberOf(input.limit) ?? USUAL;
    const found: TraceSummary[] = [];
    const notes = new Set<string>();
    const onPart = ({ traces, provenance }: SearchPage) => {
      found.push(...traces);
      for (const note of provenance.notes) notes.add(note);
    };
    const range = rangeFor(input.since, chosen);
    await engine.call('backend.search', { connection, query, range, limit }, { signal, onPart });
    const say = sayWith(rest);
    if (found.length === 0)
      return answer([
        'No trace matches. Try a longer "since", or a query without a condition.',
        ...notesLine([...notes]),
      ]);
    const rows = found
      .sort((a, b) => b.startMs - a.startMs)
      .slice(0, limit)
      .map(
        ({ traceId, startMs, durationNs, errorCount, spanCount, rootService, rootName }) =>
          `${traceId}  ${new Date(startMs).toISOString()}  ${formatDuration(durationNs)}  ${say.text(rootService)}: ${say.text(rootName)}${spanCount === undefined ? '' : `  ${plural(spanCount, 'span')}`}${errorCount ? `  ${plural(errorCount, 'error')}` : ''}`,
      );
    return answer([`${plural(rows.length, 'trace')}, newest first:`, ...rows, ...notesLine([...notes])]);
  },
};
