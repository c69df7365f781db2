import { NO_EVIDENCE } from '../core/evidence/evidence.ts';
import type { FunctionCall } from '../core/evidence/function-evidence.ts';
import { formatAgo, formatDuration, formatPercent, plural } from '../core/trace/units.ts';
import type { AgentTool } from './agent-tool.ts';
import { chooseFunctions, FUNCTION_PROPERTIES, noneText, placeOf } from './choose-function.ts';
import { measureFunctions } from './measure-functions.ts';
import { rangeFor, SINCE } from './read-input.ts';
import { answer, notesLine, sayWith } from './say.ts';

const MOST_FUNCTIONS = 3;
const MOST_FAILURES = 10;
const MOST_THROWN = 8;
/** Traces read for what was thrown: the newest, and the newest that failed. */
const RECENT = 40;
const FAILED = 60;

export const errorsTool: AgentTool = {
  name: 'spanlight_function_errors',
  title: 'Errors of a function',
  description:
    'Says how often a function of the workspace failed in the running program and with what: error texts with their number, last time, the request they belong to and the id of a trace that shows each. Use it to find out why something fails before reading code.',
  schema: { type: 'object', properties: { ...FUNCTION_PROPERTIES, since: SINCE } },
  async run(deps, input, signal) {
    const scope = deps.scope();
    const { connection, environment, version } = scope;
    const say = sayWith(scope);
    const range = rangeFor(input.since, scope.range);
    const measured = await measureFunctions(deps, range, signal);
    const chosen = chooseFunctions(measured.functions, input);
    if (chosen.length === 0)
      return answer([noneText(measured.functions, say), ...notesLine(measured.provenance.notes)]);
    const lines: string[] = [];
    const seen = chosen.some((f) => f.stats.errors > 0)
      ? await deps.engine.call(
          'figures.evidence',
          { connection, request: { range, environment, version, recent: RECENT, failed: FAILED } },
          { signal },
        )
      : NO_EVIDENCE;
    const notes = new Set<string>();
    for (const f of chosen.slice(0, MOST_FUNCTIONS)) {
      const { count, errors, p50, p95 } = f.stats;
      lines.push(
        `${f.code.symbol || '(file)'}  ${placeOf(f, say)}: ${plural(errors, 'error')} in ${plural(count, 'call')} (${formatPercent(errors / Math.max(1, count))})`,
      );
      if (errors === 0) continue;
      const sites = f.sites.flatMap((id) => measured.sites.get(id)?.site ?? []);
      const request = { sites, range, environment, version, p50, p95, limit: MOST_FAILURES };
      const { calls, provenance } = await deps.engine.call(
        'figures.function',
        { connection, request },
        { signal },
      );
      for (const note of provenance.notes) notes.add(note);
      for (const [text, failures] of byError(calls)) {
        const [latest] = failures;
        if (!latest) continue;
        const when = formatAgo(latest.startMs, Date.now());
        lines.push(
          `  ${say.text(text) || 'failed without a message'}: ${plural(failures.length, 'call')} of those looked at, last ${when} in ${say.text(latest.rootService)}: ${say.text(latest.rootName)}, after ${formatDuration(latest.durationNs)}, trace ${latest.traceId}`,
        );
      }
      const own = new Set(f.sites);
      for (const thrown of seen.thrown
        .filter(({ site }) => own.has(seen.sites[site]?.id ?? ''))
        .slice(0, MOST_THROWN))
        lines.push(
          `  threw ${say.text(`${thrown.type}: ${thrown.message}`)}: ${plural(thrown.count, 'time')} in recent traces, last ${formatAgo(thrown.lastMs, Date.now())}, trace ${thrown.traceId}`,
        );
    }
    return answer([...lines, ...notesLine([...notes])]);
  },
};

/** Failed calls by what went wrong, the most frequent first; the newest call first in each. */
function byError(calls: readonly FunctionCall[]): [string, FunctionCall[]][] {
  const groups = new Map<string, FunctionCall[]>();
  for (const call of calls)
    if (call.failed) groups.set(call.error, [...(groups.get(call.error) ?? []), call]);
  for (const group of groups.values()) group.sort((a, b) => b.startMs - a.startMs);
  return [...groups].sort((a, b) => b[1].length - a[1].length);
}
