import { formatAgo, formatCount, formatDuration, formatFactor, formatPercent } from '../trace/units.ts';
import type { CallFigures, FunctionFigures, ThrowFigures } from './file-figures.ts';
import type { MergedStats } from './merge-stats.ts';

/** Placeholders of the templates, by what they stand on. */
export const STAT_FIELDS = [
  'p50',
  'p95',
  'p99',
  'max',
  'self',
  'count',
  'rate',
  'errors',
  'errorCount',
  'errorRate',
] as const;
export const FUNCTION_FIELDS = [...STAT_FIELDS, 'share', 'services'] as const;
export const CALL_FIELDS = [...STAT_FIELDS, 'label', 'perCall', 'services'] as const;
export const THROW_FIELDS = ['type', 'message', 'count', 'ago'] as const;

/** Parts that have one of these are in the error colour. */
export const ERROR_FIELDS: ReadonlySet<string> = new Set(['errors', 'errorCount', 'errorRate']);

type Values = Readonly<Record<string, string>>;

/** Words that a figure needs around it, in the user's language. */
export type InlineWords = {
  /** "2.1 % errors" */
  readonly errors: (share: string) => string;
  /** "14 per call" */
  readonly perCall: (times: string) => string;
};

export function functionValues(figures: FunctionFigures, lengthMs: number, words: InlineWords): Values {
  const { stats, criticalShare, services } = figures;
  return {
    ...statValues(stats, lengthMs, words),
    share: criticalShare === undefined ? '' : formatPercent(criticalShare),
    services: services.join(', '),
  };
}

export function callValues(figures: CallFigures, lengthMs: number, words: InlineWords): Values {
  const { stats, label, perCall, services } = figures;
  return {
    ...statValues(stats, lengthMs, words),
    label,
    perCall: perCall === undefined ? '' : perCallText(perCall, words),
    services: services.join(', '),
  };
}

export function throwValues(figures: ThrowFigures, nowMs: number): Values {
  const { type, message, count, lastMs } = figures;
  return { type, message, count: formatCount(count), ago: formatAgo(lastMs, nowMs) };
}

function statValues(stats: MergedStats, lengthMs: number, words: InlineWords): Values {
  const { count, errors, p50, p95, p99, max, selfP50 } = stats;
  const share = count > 0 ? errors / count : 0;
  return {
    p50: formatDuration(p50),
    p95: formatDuration(p95),
    p99: formatDuration(p99),
    max: max === undefined ? '' : formatDuration(max),
    self: selfP50 === undefined ? '' : formatDuration(selfP50),
    count: formatCount(count),
    rate: rateText(count, lengthMs),
    errors: errors === 0 ? '' : words.errors(formatPercent(share)),
    errorCount: errors === 0 ? '' : formatCount(errors),
    errorRate: errors === 0 ? '' : formatPercent(share),
  };
}

/** "14 per call"; once a call goes without saying. */
function perCallText(perCall: number, words: InlineWords): string {
  if (perCall > 0.95 && perCall < 1.05) return '';
  return words.perCall(perCall < 1 ? formatPercent(perCall) : formatFactor(perCall).replace(/x$/, ''));
}

/** "1.2k/s", "3.4/min", "2/h": in the unit in which it is at least one, where there is such a unit. */
export function rateText(count: number, lengthMs: number): string {
  if (count === 0 || lengthMs <= 0) return '';
  const perSecond = (count * 1000) / lengthMs;
  const [rate, unit] =
    perSecond >= 1
      ? [perSecond, 's']
      : perSecond * 60 >= 1
        ? [perSecond * 60, 'min']
        : [perSecond * 3600, 'h'];
  const text = rate < 9.95 ? rate.toFixed(1).replace(/\.0$/, '') : formatCount(rate);
  return `${text === '0' ? '< 0.1' : text}/${unit}`;
}
