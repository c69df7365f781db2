import type { FunctionStats } from '../ports.ts';
import type { Stale } from './file-figures.ts';

/**
 * Whether figures of a window that starts at `fromMs` are of the code as it is now. `changedMs`: when the function was
 * last changed, as far as anybody saw.
 */
export function stalenessOf(
  { lastSeenMs }: Pick<FunctionStats, 'lastSeenMs'>,
  changedMs: number | undefined,
  fromMs: number,
): Stale | undefined {
  if (changedMs === undefined || changedMs <= fromMs) return undefined;
  return { state: lastSeenMs !== undefined && lastSeenMs > changedMs ? 'mixed' : 'changed', changedMs };
}
