import type { FileView } from '../match/file-view.ts';
import type { CodeIssue, CodeSite } from '../model.ts';
import type { HeldSpan } from './held-span.ts';
import type { MakeIssue } from './issue-maker.ts';

const TITLE = 'Span is not active: what it surrounds does not become its child';

/** A span that is started but never made current, while calls that make spans follow (spec/gaps.md 2.4). */
export function notActiveIssue(
  view: FileView,
  span: HeldSpan,
  sites: readonly CodeSite[],
  masked: string,
  issue: MakeIssue,
): CodeIssue[] {
  if (span.callback || (view.family !== 'js' && view.family !== 'jvm' && view.family !== 'go')) return [];
  const text = masked.slice(span.after, span.to);
  const line = firstChild(view, span, sites);
  if (line === 0) return [];
  if (view.family === 'go') {
    const head = masked.slice(Math.max(0, span.call.start - 60), span.call.start);
    const outer = span.call.args[0]?.text ?? '';
    if (!/\b_\s*,\s*\w+\s*:?=\s*$/.test(head) || !/^\w+$/.test(outer)) return [];
    if (!new RegExp(`\\(\\s*${outer}\\s*[,)]`).test(text)) return [];
    return [
      issue(
        'context.span-not-active',
        TITLE,
        `The context that Start returns is dropped and ${outer} is passed on (line ${line}), so those spans hang beside this one.`,
        'high',
      ),
    ];
  }
  if (/\b(?:makeCurrent|setSpan|withSpan|with\(|bind\(|storeInContext)/.test(text)) return [];
  return [
    issue(
      'context.span-not-active',
      TITLE,
      `The call in line ${line} makes a span of its own, which becomes a sibling: run it with the span in the context.`,
      'medium',
    ),
  ];
}

/** Line of the first call in the span's life that makes a span. */
function firstChild(view: FileView, span: HeldSpan, sites: readonly CodeSite[]): number {
  const from = view.source.slice(0, span.after).split('\n').length;
  const to = view.source.slice(0, span.to).split('\n').length;
  const site = sites.find((s) => s.kind.startsWith('outbound.') && s.line > from && s.line <= to);
  const start = view.spanStarts
    .map((i) => view.facts.calls[i])
    .find((c) => c !== undefined && c.start >= span.after && c.end <= span.to);
  if (view.family === 'go') {
    const outer = span.call.args[0]?.text ?? '';
    const passed = view.facts.calls.find(
      (c) =>
        c.start >= span.after && c.end <= span.to && c.args[0]?.kind === 'name' && c.args[0].text === outer,
    );
    return passed?.line ?? 0;
  }
  return site?.line ?? start?.line ?? 0;
}
