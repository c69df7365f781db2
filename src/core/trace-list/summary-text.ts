import { cleanLabel } from '../analysis/labels.ts';
import { shortTime } from '../figures/local-time.ts';
import type { TraceSummary } from '../ports.ts';
import { formatCount, formatDuration, plural } from '../trace/units.ts';

/** A trace as lists show it. Texts of spans are cleaned: they are untrusted. */
export type SummaryText = {
  readonly label: string;
  readonly service: string;
  readonly duration: string;
  /** "3 errors", '' for none, or when nobody knows. */
  readonly errors: string;
  readonly time: string;
  /** "24 spans" or ''. */
  readonly spans: string;
};

export function summaryText(trace: TraceSummary, nowMs: number): SummaryText {
  const { rootName, rootService, durationNs, errorCount, spanCount, startMs } = trace;
  return {
    label: cleanLabel(rootName) || '(root not received)',
    service: cleanLabel(rootService),
    duration: formatDuration(durationNs),
    errors: errorCount ? `${formatCount(errorCount)} ${errorCount === 1 ? 'error' : 'errors'}` : '',
    time: withSeconds(startMs, nowMs),
    spans: spanCount === undefined ? '' : plural(spanCount, 'span'),
  };
}

/** Parts that are there, in one line. */
export const joined = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(' · ');

function withSeconds(ms: number, nowMs: number): string {
  const seconds = String(new Date(ms).getSeconds()).padStart(2, '0');
  return `${shortTime(ms, nowMs)}:${seconds}`;
}
