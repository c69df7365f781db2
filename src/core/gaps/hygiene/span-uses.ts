import type { Block } from '../../facts/facts.ts';
import type { FileView } from '../match/file-view.ts';
import type { HeldSpan } from './held-span.ts';
import type { SpanApi } from './span-apis.ts';

/** What becomes of a span's variable. */
export type SpanUses = {
  /** Where it is ended on the way, by offset. */
  readonly ends: readonly number[];
  /** Ended on every way out: finally, defer, a scope. */
  readonly always: boolean;
  /** Offsets where an error status is set. */
  readonly status: readonly number[];
  /** Set in a defer or in a function that runs later. */
  readonly statusAlways: boolean;
  /** Somebody else has it too: returned, stored, passed on, used by a function that runs later. */
  readonly escapes: boolean;
};

export function spanUses(view: FileView, api: SpanApi, span: HeldSpan, masked: string): SpanUses {
  const ends: number[] = [];
  const status: number[] = [];
  let always = span.scoped;
  let statusAlways = false;
  let escapes = false;
  if (span.variable === '') return { ends, always, status, statusAlways, escapes };
  const pattern = new RegExp(`(?<![\\w$.])${escapeRegExp(span.variable)}(?![\\w$])`, 'g');
  pattern.lastIndex = span.from;
  for (let m = pattern.exec(masked); m && m.index < span.to; m = pattern.exec(masked)) {
    const at = m.index;
    const after = masked.slice(at + span.variable.length, at + span.variable.length + 120);
    const before = masked.slice(Math.max(0, at - 80), at);
    const method = /^\s*(?:\?|!!)?\.\s*(\w+)\s*(\(?)/.exec(after);
    const nested = nestedIn(view, span.fn, at);
    const late = nested === 'deferred' || blockAt(view, span, at, ['defer', 'finally']) !== undefined;
    if (method?.[1]) {
      const called = method[2] === '(';
      if (api.ends.has(method[1])) {
        if (late) always = true;
        else if (nested !== undefined || !called) escapes = true;
        else ends.push(at);
      } else if (api.status.has(method[1]) && !/^[^;)]*\b(?:OK|Ok)\b/.test(after)) {
        if (late || nested !== undefined) statusAlways = true;
        else status.push(at);
      }
      continue;
    }
    if (/^\s*::/.test(after)) escapes = true;
    else if (view.family === 'js' && /^\s*:(?!:)/.test(after) && /[{,]\s*$/.test(before)) continue;
    else if (isCondition(before, after)) continue;
    else if (!borrowed(view, api, span, at)) escapes = true;
    else if (/end_on_exit\s*=\s*True/.test(masked.slice(at, at + 120))) always = true;
    if (escapes) break;
  }
  return { ends, always, status, statusAlways, escapes };
}

/** The function between the span's and a place in it: none, one that a defer runs, or another. */
function nestedIn(view: FileView, fn: number, at: number): 'deferred' | 'other' | undefined {
  let inner = -1;
  for (const [i, decl] of view.facts.decls.entries())
    if (decl.start <= at && at < decl.end && view.isFunction(decl)) inner = i;
  if (inner === fn || inner < 0) return undefined;
  const decl = view.facts.decls[inner];
  const deferred = view.facts.blocks.some(
    (b) => b.kind === 'defer' && decl && b.start <= decl.start && b.end >= decl.end,
  );
  return deferred ? 'deferred' : 'other';
}

export const blockAt = (
  view: FileView,
  span: { readonly from: number; readonly to: number },
  at: number,
  kinds: readonly Block['kind'][],
): Block | undefined =>
  view.facts.blocks.find(
    (b) => kinds.includes(b.kind) && b.start <= at && at < b.end && b.end <= span.to && b.end > span.from,
  );

/** `if (span)`, `span != null`, `span is not None`, `span ? a : b`. */
const isCondition = (before: string, after: string): boolean =>
  (/\b(?:if|while)\s*\(?\s*!?\s*(?:not\s+)?$/.test(before) &&
    /^\s*(?:\)|:|\{|&&|\|\||and\b|or\b|[!=]=|is\b)/.test(after)) ||
  /^\s*(?:[!=]==?|is\s|\?(?!\.))/.test(after) ||
  /(?:[!=]==?|&&|\|\|)\s*!?$/.test(before);

/** Handed to `trace.setSpan(ctx, span)` or the like, which gives nothing away. */
function borrowed(view: FileView, api: SpanApi, span: HeldSpan, at: number): boolean {
  let innermost: { name: string; size: number } | undefined;
  for (const call of view.facts.calls) {
    if (call.start > at || call.end <= at) continue;
    const size = call.end - call.start;
    const direct = call.args.some((a) => a.kind === 'name' && a.text === span.variable);
    if (direct && (!innermost || size < innermost.size)) innermost = { name: call.name, size };
  }
  return innermost !== undefined && api.borrow.test(innermost.name);
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
