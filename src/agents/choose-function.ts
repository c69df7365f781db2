import { type AgentInput, AgentInputError, type AgentProperty } from './agent-tool.ts';
import type { MeasuredFunction } from './measure-functions.ts';
import { numberOf, textOf } from './read-input.ts';
import type { Say } from './say.ts';

/** How a tool lets a function be named. */
export const FUNCTION_PROPERTIES = {
  function: {
    type: 'string',
    description:
      'Name of the function or method, such as "charge" or "OrderService.place". Left out with file and line.',
  },
  file: { type: 'string', description: 'End of its file\'s path, such as "src/charge.ts".' },
  line: { type: 'integer', description: 'A line in it, from 1.', minimum: 1 },
} as const satisfies Record<string, AgentProperty>;

const MOST_NAMED = 8;

/** The functions that were asked for: by name, by file, by a line in it. */
export function chooseFunctions(
  functions: readonly MeasuredFunction[],
  input: AgentInput,
): readonly MeasuredFunction[] {
  const name = textOf(input.function)?.toLowerCase();
  const file = textOf(input.file)
    ?.replaceAll('\\', '/')
    .replace(/^\.?\//, '');
  const line = numberOf(input.line);
  if (name === undefined && file === undefined)
    throw new AgentInputError('Name a function, or a file and a line in it.');
  return functions.filter(
    (f) =>
      (name === undefined || matches(f.code.symbol.toLowerCase(), name)) &&
      (file === undefined || `/${f.folder}/${f.file}`.endsWith(`/${file}`)) &&
      (line === undefined || (f.code.startLine <= line && line <= f.code.endLine)),
  );
}

const matches = (symbol: string, name: string) =>
  symbol === name || symbol.endsWith(`.${name}`) || name.endsWith(`.${symbol}`);

/** What to say where nothing, or too much, was meant. */
export function noneText(functions: readonly MeasuredFunction[], say: Say): string {
  if (functions.length === 0)
    return 'No span of this time leads to a function of the workspace. Run the program with tracing on, or ask for a longer "since".';
  const some = functions.slice(0, MOST_NAMED).map((f) => `${f.code.symbol} (${placeOf(f, say)})`);
  return `No measured function has this name or place. Measured most often: ${some.join(', ')}.`;
}

export const placeOf = ({ folder, file, code }: MeasuredFunction, say: Say): string =>
  say.place({ folder, file, line: code.line });
