import { KIND } from '../trace/columns.ts';
import { formatDuration, formatPercent, plural } from '../trace/units.ts';
import type { Context } from './context.ts';
import { errorDetail, isTellingType, reasonOf } from './error-detail.ts';
import type { Health } from './health.ts';
import { spanLabel, targetLabel } from './labels.ts';
import { groupPatterns } from './patterns/group-patterns.ts';
import type { Pattern, PatternKind } from './patterns/pattern.ts';
import type { Errors, RootCause } from './root-cause.ts';
import { isTrueRoot } from './roots.ts';
import { failing, type Sentence, sentence, strong, type TextPart } from './sentence.ts';
import { timeShares } from './time-shares.ts';

export type SummaryInput = {
  readonly context: Context;
  readonly errors: Errors;
  readonly patterns: readonly Pattern[];
  readonly health: Health;
};

/** A pattern is told in the first line from this share of the request on. */
const NOTABLE_SHARE = 0.1;
/** Own work is no surprise until it is much of the request. */
const NOTABLE_GAP = 0.3;
const MOST_PATTERNS = 2;

/**
 * The answer in one line: what failed, or that nothing did; where the time went; the worst pattern; whether spans are
 * missing. Written from the analyses, nothing else.
 */
export function summarise({ context, errors, patterns, health }: SummaryInput): Sentence {
  if (context.trace.count === 0) return sentence('The trace has no spans.');
  const retry = retryOf(errors.rootCause, patterns);
  const notable = notablePatterns(context, patterns).filter((p) => p !== retry);
  const parts: (string | TextPart)[] = [];
  if (errors.rootCause) {
    parts.push(...failure(context, errors.rootCause, retry), '. ');
    parts.push(...(retry ? retryTime(context, retry) : sinceFailed(context)));
  } else parts.push(...success(context, errors, notable.length > 0));
  for (const pattern of notable.slice(0, MOST_PATTERNS)) parts.push(...pattern.sentence, '. ');
  const missing = health.notes.find((note) => note.incomplete);
  if (missing) parts.push(MISSING[missing.kind] ?? 'Spans may be missing.');
  return trimmed(sentence(...parts));
}

const MISSING: Readonly<Record<string, string>> = {
  'missing-root': 'The root span is missing.',
  orphan: 'Some spans are missing.',
  'in-flight': 'Spans are still running or have not arrived.',
  zombie: 'Spans were never ended.',
  truncated: 'The backend returned only a part of the trace.',
};

function subject({ trace, root }: Context): string {
  if (!isTrueRoot(trace, root)) return 'This part of the request';
  return trace.kind[root] === KIND.consumer ? 'The job' : 'The request';
}

const retryOf = (cause: RootCause | undefined, patterns: readonly Pattern[]) =>
  cause && patterns.find((p) => p.kind === 'retry-storm' && p.spans.includes(cause.span));

/** "The request failed in payment.charge: GatewayTimeout after 3 tries to stripe.api" */
function failure(context: Context, cause: RootCause, retry: Pattern | undefined): (string | TextPart)[] {
  const { trace, facts, calls, failed, root } = context;
  const { span, chain } = cause;
  const who =
    chain[0] === root ? `${subject(context)} failed in ` : 'A part that nothing waited for failed in ';
  const target = targetLabel(trace, facts, span);
  // A call that fails is told from the code that made it.
  const parent = trace.parent[span] ?? -1;
  const told = retry || (calls[span] && parent >= 0 && trace.service[parent] === trace.service[span]);
  const where = told ? parent : span;
  // What that code threw says more than the transport's error below it, unless it merely passes one on.
  const own = told && failed[where] ? errorDetail(trace, where) : cause.detail;
  const detail = isTellingType(own.type) ? own : cause.detail;
  const what = reasonOf(detail);
  const reason = what === '' ? ', no reason was recorded' : ': ';
  const parts: (string | TextPart)[] = [who, strong(spanLabel(trace, where), where), reason];
  if (what !== '') parts.push(failing(what, detail.span));
  if (retry) parts.push(` after ${retry.count} tries to `, strong(target || spanLabel(trace, span), span));
  else if (told) parts.push(' calling ', strong(target || spanLabel(trace, span), span));
  return parts;
}

function retryTime({ requestNs }: Context, retry: Pattern): (string | TextPart)[] {
  const share = requestNs > 0 ? retry.totalNs / requestNs : 0;
  return share >= NOTABLE_SHARE && share <= 1 ? [`${formatPercent(share)} of the time is that wait. `] : [];
}

/** Where the time went, for a failed request. */
function sinceFailed(context: Context): (string | TextPart)[] {
  const { requestNs } = context;
  const [first] = timeShares(context);
  if (!first || requestNs <= 0) return [];
  return [
    `${formatPercent(first.ns / requestNs)} of ${formatDuration(requestNs)} is `,
    strong(first.label, first.span),
    '. ',
  ];
}

/** "No errors; 71 % of 38 ms is the database, nothing unusual." */
function success(context: Context, errors: Errors, more: boolean): (string | TextPart)[] {
  const { trace, requestNs } = context;
  const handled = errors.handled[0];
  const parts: (string | TextPart)[] = [];
  if (errors.count === 0) parts.push('No errors; ');
  else if (handled !== undefined)
    parts.push(
      `${subject(context)} did not fail; `,
      failing(plural(errors.handled.length, 'error'), handled),
      errors.handled.length === 1 ? ' was handled, in ' : ' were handled, first in ',
      strong(spanLabel(trace, handled), handled),
      '; ',
    );
  const [first] = timeShares(context);
  if (first && requestNs > 0)
    parts.push(
      `${formatPercent(first.ns / requestNs)} of ${formatDuration(requestNs)} is `,
      strong(first.label, first.span),
    );
  else parts.push('no time was recorded');
  parts.push(more ? '. ' : ', nothing unusual. ');
  return parts;
}

/** What a pattern must be to interrupt: these kinds always, others by their share of the request. */
const ALWAYS: ReadonlySet<PatternKind> = new Set(['wrong-host']);
const NEVER: ReadonlySet<PatternKind> = new Set(['dominant-child']);

function notablePatterns(context: Context, patterns: readonly Pattern[]): Pattern[] {
  const { requestNs } = context;
  const worth = groupPatterns(context, patterns).filter(({ pattern: { kind }, totalNs }) => {
    const least = requestNs * (kind === 'gap' ? NOTABLE_GAP : NOTABLE_SHARE);
    return !NEVER.has(kind) && (ALWAYS.has(kind) || totalNs >= least);
  });
  // Those that always count first, so that a long list does not push them out.
  return worth
    .map((group) => group.pattern)
    .toSorted((a, b) => Number(ALWAYS.has(b.kind)) - Number(ALWAYS.has(a.kind)));
}

/** Without the space after the last sentence. */
function trimmed(said: Sentence): Sentence {
  const last = said.at(-1);
  return last ? [...said.slice(0, -1), { ...last, text: last.text.trimEnd() }] : said;
}
