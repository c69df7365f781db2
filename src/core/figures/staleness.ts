import type { FunctionStats } from '../ports.ts';
import { overlaps } from './diff-hunks.ts';
import type { Stale } from './file-figures.ts';
import type { LineRange } from './measured-site.ts';

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
  const state = lastSeenMs !== undefined && lastSeenMs > changedMs ? 'mixed' : 'changed';
  return { state, changedMs, revision: undefined };
}

/** The same by the revisions that spans were recorded at. `changedSince`: lines that differ from one, where known. */
export function stalenessByRevision(
  revisions: readonly (string | null)[],
  code: { readonly startLine: number; readonly endLine: number },
  changedSince: (revision: string) => readonly LineRange[] | undefined,
): Stale | undefined {
  const range = { line: code.startLine, endLine: code.endLine };
  const old = revisions.filter((r) => r !== null && overlaps(changedSince(r) ?? [], range));
  const [revision] = old;
  if (!revision) return undefined;
  return { state: old.length === revisions.length ? 'changed' : 'mixed', changedMs: undefined, revision };
}

/** Of two reasons the one that says more. */
export const worseStale = (a: Stale | undefined, b: Stale | undefined): Stale | undefined =>
  !a || (b?.state === 'changed' && a.state === 'mixed') ? b : a;
