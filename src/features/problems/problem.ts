import * as vscode from 'vscode';
import type { ChangeKind } from '../../core/analysis/regression.ts';
import type { FindingKind } from '../../core/evidence/evidence.ts';
import type { ProblemRule } from '../../core/figures/ignore-comment.ts';
import type { PlacedFinding } from '../../core/figures/place-finding.ts';
import type { CodeLocation, Confidence } from '../../core/mapping/resolution.ts';
import { formatDuration, formatInteger, formatPercent } from '../../core/trace/units.ts';
import type { ChangedFunction } from '../../host/figures/changed-functions.ts';
import type { MeasuredCode, TraceTarget } from '../../host/function-actions.ts';

export type RelatedLine = { readonly at: CodeLocation; readonly text: string };

/** One thing to be told at one line. */
export type Problem = {
  /** The same for the same problem as long as it lasts. */
  readonly key: string;
  readonly rule: ProblemRule;
  readonly at: CodeLocation;
  /** Lines that show it, or explain it. */
  readonly related: readonly RelatedLine[];
  readonly message: string;
  /** That shows it; undefined for a change of figures. */
  readonly trace: Omit<TraceTarget, 'connection'> | undefined;
  /** Not seen since the code was changed. */
  readonly outdated: boolean;
  /** To find its traces. */
  readonly code: MeasuredCode | undefined;
};

/** What is known of the code a problem stands in. */
export type ProblemPlace = {
  /** When it was changed, if that was after measuring began. */
  readonly changedMs: number | undefined;
  readonly code: MeasuredCode | undefined;
};

export function problemOfFinding(
  { finding, at, call, confidence }: PlacedFinding,
  siteOf: (index: number) => string,
  { changedMs, code }: ProblemPlace,
): Problem {
  const { kind, doer, text, traces, of, lastMs, traceId, spanId } = finding;
  const outdated = changedMs !== undefined && lastMs < changedMs;
  const seen = vscode.l10n.t('Seen in {0} of {1} recent traces.', formatInteger(traces), formatInteger(of));
  return {
    key: `${kind} ${siteOf(doer)} ${siteOf(finding.call)}`,
    rule: kind satisfies FindingKind,
    at,
    related: call ? [{ at: call, text: vscode.l10n.t('the call') }] : [],
    message: [
      // It may begin with a name of the code: as it is.
      `${text}.`,
      seen,
      ...(outdated ? [vscode.l10n.t('Not seen since this code was changed.')] : []),
      ...guess(confidence),
    ].join(' '),
    trace: { traceId, spanId },
    outdated,
    code,
  };
}

/** `calls`: those made in it that got worse as well. */
export function problemOfChange(
  change: ChangedFunction,
  calls: readonly ChangedFunction[],
): Problem | undefined {
  const { t } = vscode.l10n;
  const { name, site, place, before, after, changes } = change;
  const told = worseText(change);
  const first = changes.find(({ kind }) => WORSE.has(kind));
  if (told === undefined || !first) return undefined;
  const sizes = t(
    'over {0} calls, {1} before; p {2}',
    formatInteger(after.count),
    formatInteger(before.count),
    first.pValue < 0.001 ? '< 0.001' : `= ${first.pValue.toFixed(3)}`,
  );
  return {
    key: `regression ${site}`,
    rule: 'regression',
    at: place,
    related: calls.flatMap((call) => {
      const text = worseText(call);
      return text === undefined ? [] : [{ at: call.place, text: `${call.name}: ${text}` }];
    }),
    message: [t('{0} got worse: {1} ({2}).', name, told, sizes), ...guess(place.confidence)].join(' '),
    trace: undefined,
    outdated: false,
    code: {
      name,
      sites: [site],
      stats: after,
      mapping: {
        confidence: place.confidence,
        role: place.role,
        ambiguous: false,
        evidence: place.evidence,
        moved: place.stale ?? undefined,
      },
    },
  };
}

const WORSE: ReadonlySet<ChangeKind> = new Set(['slower', 'failing']);

/** "p95 30 ms, was 10 ms"; undefined where nothing got worse. */
function worseText({ changes, before, after }: ChangedFunction): string | undefined {
  const { t } = vscode.l10n;
  const told = changes.flatMap(({ kind }) =>
    kind === 'slower'
      ? t('p95 {0}, was {1}', formatDuration(after.p95), formatDuration(before.p95))
      : kind === 'failing'
        ? t('{0} of calls fail, were {1}', share(after), share(before))
        : [],
  );
  return told.length > 0 ? told.join(', ') : undefined;
}

const share = ({ errors, count }: { readonly errors: number; readonly count: number }) =>
  formatPercent(count > 0 ? errors / count : 0);

const guess = (confidence: Confidence) =>
  confidence === 'guess' ? [vscode.l10n.t('The place is a guess.')] : [];
