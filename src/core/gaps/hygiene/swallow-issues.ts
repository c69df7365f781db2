import type { Block } from '../../facts/facts.ts';
import type { FileView } from '../match/file-view.ts';
import type { CodeIssue } from '../model.ts';
import type { SpanApi } from './span-apis.ts';

const TOLD =
  /\b(?:log|logger|logging|console|warn|warning|error|exception|print|printf|println|captureException|recordException|record_exception|setStatus|set_status|SetStatus|RecordError|AddException|addEvent|add_event|report|notify|emit)\b/i;

/** Catches inside of a span that neither hand the error on nor say it (opt-in: handled errors are no failure). */
export function swallowIssues(view: FileView, api: SpanApi, masked: string): CodeIssue[] {
  if (!api.throws) return [];
  return view.facts.blocks.flatMap((block): CodeIssue[] => {
    if (block.kind !== 'catch' || !inSpan(view, api, block)) return [];
    const text = masked.slice(block.start, block.end);
    const raises = view.facts.exits.some(
      (e) => e.kind === 'throw' && e.start >= block.start && e.end <= block.end,
    );
    // `except Exception:` names a type, it does not tell anybody.
    if (raises || TOLD.test(text.replace(/^\s*except\b[^\n]*/, '')) || usesCaught(text)) return [];
    return [
      {
        rule: 'span.error-swallowed',
        line: block.line,
        column: 0,
        endLine: block.line,
        symbol: view.symbol(block.owner),
        title: 'An error is swallowed inside a span',
        why: ['The catch neither throws, logs nor returns the error; if that is meant, nothing is wrong.'],
        confidence: 'medium',
      },
    ];
  });
}

/** The variable of the catch is used in it. */
function usesCaught(text: string): boolean {
  const name =
    /^\s*catch\s*\(\s*(?:final\s+)?(?:[\w.|<>\s]+\s+)?(\w+)\s*(?::[^)]*)?\)/.exec(text)?.[1] ??
    /^\s*except\b[^:\n]*\bas\s+(\w+)/.exec(text)?.[1];
  if (!name) return false;
  return new RegExp(`\\b${name}\\b`, 'g').test(text.slice(text.indexOf(name) + name.length));
}

/** The catch's function is run by a span, or a span is started in it before. */
function inSpan(view: FileView, api: SpanApi, block: Block): boolean {
  for (
    let fn = view.functionAround(block.owner);
    fn >= 0;
    fn = view.functionAround(view.facts.decls[fn]?.owner ?? -1)
  ) {
    const given = view.givenTo(fn);
    if (given && api.callbacks.has(given.name)) return true;
    const started = view.spanStarts.some((i) => {
      const call = view.facts.calls[i];
      return (
        call &&
        call.start < block.start &&
        view.functionAround(call.owner) === fn &&
        covers(view, call.start, block)
      );
    });
    if (started) return true;
  }
  return false;
}

/** Python's span lasts as long as its `with`. */
const covers = (view: FileView, start: number, block: Block): boolean =>
  view.family !== 'python' ||
  view.facts.blocks.some(
    (b) =>
      b.kind === 'with' && b.start <= start && start < b.end && b.start <= block.start && block.end <= b.end,
  );
