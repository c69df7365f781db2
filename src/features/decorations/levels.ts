import type { FunctionFigures } from '../../core/figures/file-figures.ts';

/** How much a line is worth looking at: by its share of the critical path, or because it fails. */
export type Level = 'low' | 'medium' | 'high' | 'error';

export const LEVELS: readonly Level[] = ['low', 'medium', 'high', 'error'];

const MEDIUM = 0.3;
const HIGH = 0.6;
/** Fewer errors than this share of the calls are told by the text alone. */
const ERRORS = 0.01;

/** Undefined for a line that is not worth a mark. `minimumShare` is from 0 to 1. */
export function levelOfFigures(
  { stats, criticalShare, stale }: Pick<FunctionFigures, 'stats' | 'criticalShare' | 'stale'>,
  minimumShare: number,
): Level | undefined {
  if (stale?.state === 'changed') return undefined;
  if (stats.count > 0 && stats.errors / stats.count >= ERRORS) return 'error';
  const share = criticalShare ?? 0;
  if (share < minimumShare || share === 0) return undefined;
  return share >= HIGH ? 'high' : share >= MEDIUM ? 'medium' : 'low';
}
