import { parseLength } from '../core/figures/window.ts';
import type { TimeRange } from '../core/ports.ts';
import { type AgentInput, AgentInputError, type AgentProperty, type AgentSchema } from './agent-tool.ts';

/** Longer arguments are no names, queries or paths. */
const MAX_TEXT = 4000;

/** Checks what a model sent; a mistake is told so that the model can mend it. */
export function readInput(schema: AgentSchema, raw: unknown): AgentInput {
  const given = raw ?? {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw new AgentInputError('The arguments must be an object.');
  const { properties, required = [] } = schema;
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(properties, key));
  if (unknown.length > 0)
    throw new AgentInputError(
      `There is no argument "${unknown[0]?.slice(0, 80)}": ${Object.keys(properties).join(', ')}.`,
    );
  const input: Record<string, string | number | undefined> = {};
  for (const [name, property] of Object.entries(properties)) {
    const value = (given as Record<string, unknown>)[name];
    if (value !== undefined && value !== null && value !== '') input[name] = readValue(name, property, value);
    else if (required.includes(name)) throw new AgentInputError(`The argument "${name}" is missing.`);
  }
  return input;
}

function readValue(name: string, property: AgentProperty, value: unknown): string | number {
  if (property.type === 'integer') {
    const number = typeof value === 'string' ? Number(value) : value;
    const { minimum = 1, maximum = Number.MAX_SAFE_INTEGER } = property;
    if (typeof number !== 'number' || !Number.isInteger(number) || number < minimum)
      throw new AgentInputError(`"${name}" must be a whole number from ${minimum} on.`);
    return Math.min(number, maximum);
  }
  if (typeof value !== 'string') throw new AgentInputError(`"${name}" must be a text.`);
  if (value.length > MAX_TEXT) throw new AgentInputError(`"${name}" is too long.`);
  if (property.enum && !property.enum.includes(value))
    throw new AgentInputError(`"${name}" must be one of ${property.enum.join(', ')}.`);
  return value;
}

export const SINCE: AgentProperty = {
  type: 'string',
  description:
    'How far back to look, such as "15 min", "3 h" or "7d". The window chosen in the editor if left out.',
};

/** The window of a call: what it says, else what the user chose. */
export function rangeFor(
  since: string | number | undefined,
  chosen: TimeRange,
  nowMs = Date.now(),
): TimeRange {
  if (since === undefined) return chosen;
  const minutes = parseLength(String(since));
  if (minutes === undefined)
    throw new AgentInputError(
      `"since" takes a length of time such as "15 min", "3 h" or "7d", not "${since}".`,
    );
  // Clocks of other machines may be a little ahead.
  return { fromMs: nowMs - minutes * 60_000, toMs: nowMs + 60_000 };
}

export const textOf = (value: string | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);
export const numberOf = (value: string | number | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;
