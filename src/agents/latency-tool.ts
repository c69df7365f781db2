import type { MergedStats } from '../core/figures/merge-stats.ts';
import { formatDuration, formatPercent, plural } from '../core/trace/units.ts';
import type { AgentTool } from './agent-tool.ts';
import { chooseFunctions, FUNCTION_PROPERTIES, noneText, placeOf } from './choose-function.ts';
import { type MeasuredFunction, measureFunctions } from './measure-functions.ts';
import { rangeFor, SINCE } from './read-input.ts';
import { answer, notesLine, type Say, sayWith } from './say.ts';

const MOST_FUNCTIONS = 5;
const MOST_CALLS = 8;

export const latencyTool: AgentTool = {
  name: 'spanlight_function_latency',
  title: 'Latency of a function',
  description:
    'Says how fast a function of the workspace really was, measured from traces of the running program: calls, error rate, p50, p95, p99 and maximum, and the same for the database and remote calls it makes, each with file:line. Use it before and after changing code for speed.',
  schema: { type: 'object', properties: { ...FUNCTION_PROPERTIES, since: SINCE } },
  async run(deps, input, signal) {
    const scope = deps.scope();
    const say = sayWith(scope);
    const measured = await measureFunctions(deps, rangeFor(input.since, scope.range), signal);
    const chosen = chooseFunctions(measured.functions, input);
    const notes = [
      ...measured.provenance.notes,
      ...(measured.provisional ? ['the code index is still being built'] : []),
    ];
    if (chosen.length === 0) return answer([noneText(measured.functions, say), ...notesLine(notes)]);
    const lines = chosen.slice(0, MOST_FUNCTIONS).flatMap((f) => linesOf(f, say));
    const more = chosen.length - MOST_FUNCTIONS;
    const rest = more > 0 ? [`${plural(more, 'more function')} of this name: give its file.`] : [];
    return answer([...lines, ...rest, ...notesLine(notes)]);
  },
};

function linesOf(f: MeasuredFunction, say: Say): string[] {
  const sure =
    f.mapping.confidence === 'exact'
      ? ''
      : `, mapping ${f.mapping.confidence === 'guess' ? 'a guess' : 'likely'}`;
  const calls = [...f.calls].sort((a, b) => b.stats.p95 * b.stats.count - a.stats.p95 * a.stats.count);
  return [
    `${f.code.symbol || '(file)'}  ${placeOf(f, say)}  services: ${f.services.map(say.text).join(', ')}${sure}`,
    `  ${statsText(f.stats)}`,
    ...calls.slice(0, MOST_CALLS).map((call) => {
      const place = say.place({ folder: f.folder, file: f.file, line: call.line });
      const times = call.perCall === undefined ? '' : `, ${call.perCall.toFixed(1)} a call`;
      return `  calls ${say.text(call.label)}  ${place}${times}: ${statsText(call.stats)}`;
    }),
  ];
}

export function statsText(stats: MergedStats): string {
  const { count, errors, p50, p95, p99, max } = stats;
  const worst = max === undefined ? '' : `, max ${formatDuration(max)}`;
  const about = stats.approximate ? ' (approximate)' : '';
  return `${plural(count, 'call')}, ${formatPercent(errors / Math.max(1, count))} errors, p50 ${formatDuration(p50)}, p95 ${formatDuration(p95)}, p99 ${formatDuration(p99)}${worst}${about}`;
}
