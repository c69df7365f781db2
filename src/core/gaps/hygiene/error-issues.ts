import type { Exit } from '../../facts/facts.ts';
import type { FileView } from '../match/file-view.ts';
import type { CodeIssue } from '../model.ts';
import type { HeldSpan } from './held-span.ts';
import { isHarmless, type MakeIssue } from './issue-maker.ts';
import type { SpanApi } from './span-apis.ts';
import type { SpanPaths } from './span-paths.ts';
import type { SpanUses } from './span-uses.ts';

const TITLE = 'An error leaves the span without an error status';
const GO_ERROR =
  /(?:^|,\s*)(?:(?:\w*[eE]rr(?:or)?)|(?:fmt\.Errorf|errors\.\w+|status\.Errorf?|xerrors\.\w+|connect\.NewError)\([\s\S]*)$/;

/** An error that leaves the span's code while its status is unset: the trace looks fine (spec/gaps.md 2.5). */
export function errorIssues(
  view: FileView,
  api: SpanApi,
  span: HeldSpan,
  uses: SpanUses,
  paths: SpanPaths,
  issue: MakeIssue,
): CodeIssue[] {
  if (api.marksErrors || uses.escapes || uses.statusAlways) return [];
  if (view.family === 'go') return goErrors(view, span, uses, paths, issue);
  if (uses.status.length > 0 || !errorLeaves(view, span, paths)) return [];
  const how = span.callback
    ? 'startActiveSpan does not set the status when its function throws.'
    : 'Nothing sets the status of this span.';
  return [
    issue('span.error-status-unset', TITLE, `${how} A failed call then looks like a successful one.`, 'high'),
  ];
}

function goErrors(
  view: FileView,
  span: HeldSpan,
  uses: SpanUses,
  paths: SpanPaths,
  issue: MakeIssue,
): CodeIssue[] {
  const missed = paths
    .uncovered(uses.status)
    .filter((e) => GO_ERROR.test(e.text.replace(/;\s*$/, '').trim()) && e.text.trim() !== '')
    .filter((e) => !markedWhereSeen(view, span, uses.status, e));
  const [first] = missed;
  if (!first || span.variable === '') return [];
  const more = missed.length > 1 ? ` ${missed.length - 1} more in this function.` : '';
  return [
    issue(
      'span.error-status-unset',
      TITLE,
      `The error is returned while the span's status is unset: call span.SetStatus(codes.Error, ...) before.${more}`,
      'high',
      first.line,
    ),
  ];
}

/** `if err != nil { span.SetStatus(...) }` before `return err`: the status is set whenever there is an error. */
function markedWhereSeen(view: FileView, span: HeldSpan, status: readonly number[], exit: Exit): boolean {
  const variable = /(\w+)\s*;?\s*$/.exec(exit.text)?.[1];
  if (!variable) return false;
  return status.some((at) => {
    if (at >= exit.start) return false;
    const asked = view.source.slice(span.after, at).lastIndexOf(`${variable} != nil`);
    if (asked < 0) return false;
    // Nothing may have been assigned to it since.
    const since = view.source.slice(at, exit.start);
    return !new RegExp(`\\b${variable}\\b[^\\n=!]*:?=[^=]`).test(since);
  });
}

/** Whether an exception of the span's own function can get out. */
function errorLeaves(view: FileView, span: HeldSpan, paths: SpanPaths): boolean {
  const rethrown = paths.exits.some(
    (e) => e.kind === 'throw' && (paths.inside('catch', e.start) || !paths.catchOf(e.start)),
  );
  if (rethrown) return true;
  // A promise that is returned, awaited code, or a plain call: all can fail.
  return view.facts.calls.some(
    (c) =>
      c.start >= span.after &&
      c.end <= span.to &&
      view.functionAround(c.owner) === span.fn &&
      c.receiver !== span.variable &&
      !paths.catchOf(c.start) &&
      !paths.inside('finally', c.start) &&
      !paths.inside('catch', c.start) &&
      !isHarmless(view.receiver(c), c.name) &&
      canFail(view, c.start, c.end, span),
  );
}

const PLAIN =
  /^(?:get\w*|set\w*|is\w*|has\w*|add\w*|put\w*|remove|values|keySet|entrySet|size|length|next\w*|inc|labelValues|stream|map|filter|collect|toList|toString|of|format|equals|hashCode|append|contains\w*|build|builder|new\w*|makeCurrent|setAttribute)$/;

/** In JavaScript only what is awaited or handed back makes the callback's promise fail with some certainty. */
function canFail(view: FileView, start: number, end: number, span: HeldSpan): boolean {
  // In Java any call may throw; what collections and figures do is not what fails.
  if (view.family === 'jvm') return !PLAIN.test(/(\w+)\s*\(/.exec(view.source.slice(start, end))?.[1] ?? '');
  if (view.family !== 'js') return true;
  const before = view.source.slice(Math.max(span.from, start - 60), start);
  if (/\b(?:await|return)\s+(?:\(?\s*)*$|=>\s*$/.test(before)) return true;
  // `const x = parse(await load())`, `[await a(), await b()]`
  return /\bawait\b/.test(view.source.slice(start, end));
}
