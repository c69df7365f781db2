import type { FoundId } from './naming/found-id.ts';
import { namedFields } from './naming/id-fields.ts';
import { bareIds, contextForms, wholeText } from './naming/id-forms.ts';
import { uiLinks } from './naming/ui-links.ts';

/** Nobody names a trace in more; longer text is looked at up to here. */
const MAX_TEXT = 1 << 20;

/**
 * Trace ids in any text, in its order: propagation headers, log lines, addresses of tracing UIs, bare ids. Time is
 * linear in the text.
 */
export function findTraceIds(text: string): FoundId[] {
  const body = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  const whole = wholeText(body);
  if (whole) return [whole];
  const links = uiLinks(body);
  const all: FoundId[] = [...links.ids];
  let taken = merged(links.ranges, traceStates(body));
  // What a name or a form makes an id is not found again as bare hex.
  for (const find of [namedFields, contextForms, bareIds]) {
    const { ids, ranges } = find(body);
    for (const id of apart(ids, taken)) all.push(id);
    taken = merged(taken, ranges);
  }
  return all.sort((a, b) => a.range.start - b.range.start);
}

/** The one trace a text names best, for when it is asked for one. */
export function namedTrace(text: string): FoundId | undefined {
  const rank = { certain: 0, likely: 1, low: 2 };
  // A stable sort keeps the first of equals.
  return findTraceIds(text).sort((a, b) => rank[a.confidence] - rank[b.confidence])[0];
}

type Range = FoundId['range'];

/** A trace state is other vendors' business: what looks like an id in it is not this trace's. */
function traceStates(text: string): Range[] {
  const states = text.matchAll(/\btracestate["']?\s{0,3}[:=]\s{0,3}["']?[^\r\n"']{1,512}/gi);
  return Array.from(states, (match) => ({ start: match.index, end: match.index + match[0].length }));
}

const byStart = (a: Range, b: Range) => a.start - b.start;
const merged = (a: readonly Range[], b: readonly Range[]): Range[] => [...a, ...b].sort(byStart);

/** Those that overlap neither what is taken nor one before them. `taken` is sorted. */
function apart(ids: readonly FoundId[], taken: readonly Range[]): FoundId[] {
  let at = 0;
  let end = 0;
  return ids
    .toSorted((a, b) => byStart(a.range, b.range))
    .filter(({ range }) => {
      for (let next = taken[at]; next && next.start < range.end; next = taken[++at])
        end = Math.max(end, next.end);
      // A taken range may reach over several ids; it stays counted by its end.
      if (range.start < end) return false;
      end = range.end;
      return true;
    });
}
