import { ATTR, type Trace } from './columns.ts';
import { type StringHits, stringsContaining, stringsMatching } from './find-strings.ts';

export type TextQuery = {
  readonly text: string;
  readonly matchCase: boolean;
  /** Set for a pattern: decides on a whole text instead of looking for `text` in it. */
  readonly matches?: ((text: string) => boolean) | undefined;
};

/**
 * Every span that has the text anywhere: name, service, ids, status message, scope, attribute keys and values, events
 * and links with theirs, and the values (not the keys) of its resource. Numbers match as they are written.
 *
 * First the texts of the string table are searched, each once, then spans by number: O(bytes of text + attributes). A
 * generator, so that whoever drives it can stop between two slices; the result is in display order.
 */
export function* searchText(trace: Trace, query: TextQuery): Generator<undefined, Uint32Array> {
  if (query.text === '' || !trace.details) return new Uint32Array(0);
  const hits = query.matches
    ? yield* stringsMatching(trace.strings, query.matches)
    : yield* stringsContaining(trace.strings, query.text, query.matchCase);
  const found = new Uint32Array(trace.count);
  let n = 0;
  const test = spanTest(trace, trace.details, hits, query);
  for (let span = 0; span < trace.count; span++) {
    if (test(span)) found[n++] = span;
    if (span % SPANS_A_STEP === SPANS_A_STEP - 1) yield undefined;
  }
  return found.slice(0, n);
}

const SPANS_A_STEP = 50_000;

function spanTest(
  trace: Trace,
  d: NonNullable<Trace['details']>,
  hits: StringHits,
  query: TextQuery,
): (span: number) => boolean {
  const { name, service, id } = trace;
  const attributes = attributeTest(d.attributes, hits, query);
  const owners = { attrFrom: d.resources.attrFrom, attrTo: d.resources.attrTo };
  const resourceHits = new Uint8Array(owners.attrFrom.length);
  for (let r = 0; r < resourceHits.length; r++)
    resourceHits[r] = attributes(owners.attrFrom[r] ?? 0, owners.attrTo[r] ?? 0, false) ? 1 : 0;
  const scopeHits = Uint8Array.from(
    d.scopes.name,
    (scopeName, s) => (hits[scopeName] ?? 0) | (hits[d.scopes.version[s] ?? 0] ?? 0),
  );
  const idWords = spanIdWords(query);
  const eventHit = (event: number) =>
    hits[d.events.name[event] ?? 0] === 1 ||
    attributes(d.events.attrFrom[event] ?? 0, d.events.attrTo[event] ?? 0, true);
  const linkHit = (link: number) =>
    hits[d.links.traceId[link] ?? 0] === 1 ||
    attributes(d.links.attrFrom[link] ?? 0, d.links.attrTo[link] ?? 0, true);
  return (span) => {
    if (
      hits[name[span] ?? 0] === 1 ||
      hits[service[span] ?? 0] === 1 ||
      hits[d.statusMessage[span] ?? 0] === 1 ||
      resourceHits[d.resource[span] ?? 0] === 1 ||
      scopeHits[d.scope[span] ?? 0] === 1 ||
      attributes(d.attrFrom[span] ?? 0, d.attrTo[span] ?? 0, true)
    )
      return true;
    for (let e = d.eventFrom[span] ?? 0; e < (d.eventTo[span] ?? 0); e++) if (eventHit(e)) return true;
    for (let l = d.linkFrom[span] ?? 0; l < (d.linkTo[span] ?? 0); l++) if (linkHit(l)) return true;
    return idWords !== undefined && id[span * 2] === idWords[0] && id[span * 2 + 1] === idWords[1];
  };
}

/** Whether one of the attributes [from, to) matches by value or, if wanted, by key. */
function attributeTest(
  { key, type, value }: NonNullable<Trace['details']>['attributes'],
  hits: StringHits,
  query: TextQuery,
): (from: number, to: number, keys: boolean) => boolean {
  const number = numberTest(query);
  return (from, to, keys) => {
    for (let a = from; a < to; a++) {
      if (keys && hits[key[a] ?? 0] === 1) return true;
      const kind = type[a] ?? 0;
      if (kind === ATTR.int || kind === ATTR.double) {
        if (number?.(value[a] ?? 0)) return true;
      } else if (kind === ATTR.bool) {
        if (number?.(value[a] ?? 0, true)) return true;
      } else if (kind !== ATTR.empty && hits[value[a] ?? 0] === 1) return true;
    }
    return false;
  };
}

/** Undefined when no number, nor `true` or `false`, can contain the text. Verdicts are kept: numbers repeat. */
function numberTest({
  text,
  matchCase,
  matches,
}: TextQuery): ((value: number, bool?: boolean) => boolean) | undefined {
  const wanted = matchCase ? text : text.toLowerCase();
  if (!matches && !/^[-+.\de]+$/i.test(text) && !'true'.includes(wanted) && !'false'.includes(wanted))
    return undefined;
  const test =
    matches ?? ((written: string) => (matchCase ? written : written.toLowerCase()).includes(wanted));
  const verdicts = new Map<number, boolean>();
  const words = [test('false'), test('true')];
  return (value, bool) => {
    if (bool) return words[value === 0 ? 0 : 1] ?? false;
    let verdict = verdicts.get(value);
    if (verdict === undefined) {
      verdict = test(String(value));
      if (verdicts.size < 100_000) verdicts.set(value, verdict);
    }
    return verdict;
  };
}

function spanIdWords({ text, matches }: TextQuery): readonly [number, number] | undefined {
  const hex = text.trim();
  if (matches || !/^[\da-f]{16}$/i.test(hex)) return undefined;
  return [Number.parseInt(hex.slice(0, 8), 16), Number.parseInt(hex.slice(8), 16)];
}
