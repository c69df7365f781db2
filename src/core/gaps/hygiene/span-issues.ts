import type { FileView } from '../match/file-view.ts';
import type { CodeIssue, CodeSite, Confidence } from '../model.ts';
import { errorIssues } from './error-issues.ts';
import { type HeldSpan, heldSpan } from './held-span.ts';
import { isHarmless, type MakeIssue } from './issue-maker.ts';
import { maskText } from './mask.ts';
import { notActiveIssue } from './not-active.ts';
import { SPAN_APIS } from './span-apis.ts';
import { SpanPaths } from './span-paths.ts';
import { type SpanUses, spanUses } from './span-uses.ts';
import { swallowIssues } from './swallow-issues.ts';

/** Spans that are not ended, not marked as failed, or not given to anybody (spec/gaps.md 2.5). */
export function spanIssues(view: FileView, sites: readonly CodeSite[]): CodeIssue[] {
  const api = SPAN_APIS[view.family];
  if (!api || view.spanStarts.length === 0 || !usesOpenTelemetry(view)) return [];
  // Load generators have spans of their own kind.
  if (view.importsMatch(/^k6(?:\/|$)/)) return [];
  const masked = maskText(view.source, view.family);
  const issues: CodeIssue[] = [];
  for (const index of view.spanStarts) {
    const call = view.facts.calls[index];
    if (!call || !(api.starts.has(call.name) || api.callbacks.has(call.name))) continue;
    const held = heldSpan(view, api, index, masked);
    if (held === 'elsewhere') continue;
    const issue = (
      rule: string,
      title: string,
      why: string,
      confidence: Confidence,
      line = call.line,
    ): CodeIssue => ({
      rule,
      line,
      column: call.column,
      endLine: Math.max(line, line === call.line ? Math.min(call.endLine, call.line) : line),
      symbol: view.symbol(call.owner),
      title,
      why: [why],
      confidence,
    });
    if (held === 'discarded') {
      issues.push(
        issue(
          'span.discarded',
          'Span is started and thrown away',
          'Nothing holds the span that this call starts, so nothing can end it: it is never exported.',
          'high',
        ),
      );
      continue;
    }
    const uses = spanUses(view, api, held, masked);
    const paths = new SpanPaths(view, held);
    const ending = endIssue(view, held, uses, paths, issue);
    if (ending) issues.push(ending);
    if (!ending) issues.push(...errorIssues(view, api, held, uses, paths, issue));
    issues.push(...notActiveIssue(view, held, sites, masked, issue));
    if (inItemLoop(view, held))
      issues.push(
        issue(
          'span.in-loop',
          'A span for each item of a loop',
          'One span an iteration makes traces long; one around the loop with a count says the same.',
          'low',
        ),
      );
  }
  issues.push(...swallowIssues(view, api, masked));
  return issues;
}

const usesOpenTelemetry = (view: FileView): boolean =>
  view.family === 'dotnet' || view.importsMatch(/opentelemetry|otel/i) || /[tT]racer\b/.test(view.source);

function endIssue(
  view: FileView,
  span: HeldSpan,
  uses: SpanUses,
  paths: SpanPaths,
  issue: MakeIssue,
): CodeIssue | undefined {
  if (uses.always || uses.escapes) return undefined;
  if (uses.ends.length === 0) {
    // A callback that may not see the span cannot end it; an empty variable elsewhere cannot be judged.
    if (span.variable === '' && !span.callback) return undefined;
    return issue(
      'span.not-ended',
      'Span is never ended',
      'No way through the function ends this span, and nothing else gets hold of it. A span that is not ended is never exported.',
      'high',
    );
  }
  const missed = paths.uncovered(uses.ends);
  const first = missed[0];
  if (first)
    return issue(
      'span.not-ended-on-path',
      'Span is not ended on every path',
      `The ${first.kind} in line ${first.line} leaves the function before the span is ended.`,
      view.family === 'go' ? 'high' : 'medium',
    );
  if (paths.fallsThrough(uses.ends))
    return issue(
      'span.not-ended-on-path',
      'Span is not ended on every path',
      `It is ended only where the condition around line ${lineOf(view, uses.ends[0] ?? 0)} holds.`,
      'medium',
    );
  if (mayThrowBefore(view, span, uses, paths))
    return issue(
      'span.not-ended-on-exception',
      'Span is not ended when an exception is thrown',
      'An exception between the start and the end skips the end: put it into a finally block.',
      'medium',
    );
  return undefined;
}

const lineOf = (view: FileView, at: number): number => view.source.slice(0, at).split('\n').length;

/** Between start and the certain end somebody else's code runs, and no catch ends the span. */
function mayThrowBefore(view: FileView, span: HeldSpan, uses: SpanUses, paths: SpanPaths): boolean {
  if (view.family === 'go') return false;
  if (uses.ends.some((at) => paths.inside('catch', at))) return false;
  const last = Math.max(...uses.ends);
  return view.facts.calls.some(
    (c) =>
      c.start >= span.after &&
      c.end <= last &&
      view.functionAround(c.owner) === span.fn &&
      c.receiver !== span.variable &&
      !paths.catchOf(c.start) &&
      !isHarmless(view.receiver(c), c.name),
  );
}

function inItemLoop(view: FileView, span: HeldSpan): boolean {
  return view.facts.blocks.some(
    (b) =>
      b.kind === 'loop' &&
      b.start <= span.call.start &&
      span.call.end <= b.end &&
      view.functionAround(b.owner) === view.functionAround(span.call.owner) &&
      /^(?:for(?:each)?\b[^\n]*\b(?:of|in|range|:)\b|for\s*\([^;]*:)/.test(
        view.source.slice(b.start, b.start + 160),
      ),
  );
}
