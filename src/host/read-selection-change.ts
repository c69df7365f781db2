import { parseStretch } from '../core/figures/local-time.ts';
import { parseLength, type Window } from '../core/figures/window.ts';
import type { Selection } from './selection.ts';

type Change = { -readonly [K in keyof Selection]?: Selection[K] };

/**
 * What a keybinding or a task asks for: `{ "window": "15 min" | "last run" | "14:00 to 15:30", "environment": "staging",
 * "version": null, "backend": "id" }`; null is all of them. Undefined where nothing of it can be read.
 */
export function readSelectionChange(asked: unknown, nowMs: number): Change | undefined {
  if (typeof asked !== 'object' || asked === null) return undefined;
  const { window, environment, version, backend } = asked as Record<string, unknown>;
  const change: Change = {};
  const read = typeof window === 'string' ? readWindowText(window, nowMs) : undefined;
  if (read) change.window = read;
  if (isChoice(environment)) change.environment = environment ?? undefined;
  if (isChoice(version)) change.version = version ?? undefined;
  if (typeof backend === 'string') change.connection = backend;
  return Object.keys(change).length > 0 ? change : undefined;
}

const isChoice = (value: unknown): value is string | null => value === null || typeof value === 'string';

/** As the custom window is written, and "last run". */
function readWindowText(text: string, nowMs: number): Window | undefined {
  if (/^(since )?last run$/i.test(text.trim())) return { kind: 'run' };
  const minutes = parseLength(text);
  if (minutes !== undefined) return { kind: 'last', minutes };
  const stretch = parseStretch(text, nowMs);
  return stretch && { kind: 'between', ...stretch };
}
