import type { CallRow } from '../../rule.ts';

/** A call that makes a client, once for all that goes through it. */
export const open = (
  kind: 'outbound.db' | 'outbound.cache' | 'outbound.llm',
  names: readonly string[],
  path: RegExp,
  more: Partial<CallRow> = {},
): CallRow => ({
  on: 'call',
  kind,
  names,
  path,
  ...more,
});
