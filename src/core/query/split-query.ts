import type { Expression, Query, Spanset, Stage } from './ast.ts';
import { and } from './build-nodes.ts';
import { conditionOf } from './conditions.ts';
import { printExpression, printStage } from './print.ts';
import { addPart, type Part, partsOf, rankOf } from './search-parts.ts';

/**
 * How a backend can answer a part: `exact`, `wider` (it finds what the part asks for and more: another rounding,
 * another case) or `no`.
 */
export type Support = 'exact' | 'wider' | 'no';

/** All of it must hold for one span. Without parts it asks for everything. */
export type Search = { readonly parts: readonly Part[] };

export type Split = {
  /**
   * A trace can match the query only if at least one of these finds it: one request each, results merged. None at all
   * when no trace can match.
   */
  readonly searches: readonly Search[];
  /** What the searches find needs no filtering here. */
  readonly exact: boolean;
  /** What is left to be filtered here, as TraceQL, for the user to see. Filtering takes the whole query again. */
  readonly residual: readonly string[];
};

/** Requests a query may become. */
const MAX_SEARCHES = 8;

/** Divides a query between a backend that searches by span properties (Jaeger, Zipkin) and here. */
export function splitQuery(query: Query, supports: (part: Part) => Support): Split {
  const found = ofStages(query.stages, supports);
  const ways = distinct(found.ways);
  const residual = [...new Set([...ways.flatMap((way) => [...way.open, ...way.typed]), ...found.rest])];
  return { searches: ways.map(({ parts }) => ({ parts })), exact: residual.length === 0, residual };
}

/** One conjunction of parts that a span may satisfy, and the conditions it does not settle. */
type Way = {
  readonly parts: readonly Part[];
  readonly open: readonly string[];
  /** Not settled only because the backend compares text: `.k = 500` also finds "500". */
  readonly typed: readonly string[];
};
/** The ways in which the spans looked at can match, and what is left open whichever it is. */
type Ways = { readonly ways: readonly Way[]; readonly rest: readonly string[] };

const ALL: Way = { parts: [], open: [], typed: [] };
const everything = (rest: readonly string[]): Ways => ({ ways: [ALL], rest });

/** Every stage must be passed, so the most telling one decides what is asked for. */
function ofStages(stages: readonly Stage[], supports: (part: Part) => Support): Ways {
  let chosen: { readonly stage: Stage; readonly ways: Ways } | undefined;
  const rest: string[] = [];
  for (const stage of mergeFilters(stages)) {
    if (stage.node === 'select') continue;
    const isSpanset = stage.node === 'filter' || stage.node === 'combination' || stage.node === 'pipeline';
    const ways = isSpanset ? ofSpanset(stage, supports) : undefined;
    const better = ways !== undefined && (!chosen || worth(ways) > worth(chosen.ways));
    if (!better) rest.push(printStage(stage));
    else {
      if (chosen) rest.push(printStage(chosen.stage));
      chosen = { stage, ways };
    }
  }
  const { ways, rest: own } = chosen?.ways ?? everything([]);
  return { ways, rest: [...own, ...rest] };
}

/** `{ a } | { b }` is `{ a && b }`. */
function mergeFilters(stages: readonly Stage[]): readonly Stage[] {
  const [first, second, ...more] = stages;
  if (first?.node !== 'filter' || second?.node !== 'filter') return stages;
  const where = and([first.where, second.where].filter((e) => e !== undefined));
  return mergeFilters([{ ...first, where }, ...more]);
}

function ofSpanset(spanset: Spanset, supports: (part: Part) => Support): Ways {
  switch (spanset.node) {
    case 'filter':
      return ofFilter(spanset.where, supports);
    case 'pipeline':
      return ofStages(spanset.stages, supports);
    case 'combination': {
      const { op, left, right } = spanset;
      const [a, b] = [ofSpanset(left, supports), ofSpanset(right, supports)];
      if (op === '||') {
        const ways = distinct([...a.ways, ...b.ways]);
        return ways.length > MAX_SEARCHES
          ? everything([printStage(spanset)])
          : { ways, rest: [...a.rest, ...b.rest] };
      }
      // Where a relation must not hold, nothing of the left side need be there.
      const useRight = op.startsWith('!') || worth(b) >= worth(a);
      const kept = useRight ? b : a;
      return { ways: kept.ways.map(({ parts }) => ({ ...ALL, parts })), rest: [printStage(spanset)] };
    }
  }
}

function ofFilter(where: Expression | undefined, supports: (part: Part) => Support): Ways {
  if (!where) return everything([]);
  const here = ofCondition(where, supports);
  const root = ofRoot(where, supports);
  return root && worth(root) > worth(here) ? root : here;
}

/** `rootServiceName` says that some span, though perhaps another one, is of that service. */
function ofRoot(where: Expression, supports: (part: Part) => Support): Ways | undefined {
  const terms = where.node === 'logic' && where.op === '&&' ? where.terms : [where];
  let parts: readonly Part[] | undefined = [];
  for (const term of terms) {
    const c = conditionOf(term);
    if (c?.field.node !== 'intrinsic' || c.field.parent || c.op !== '=' || c.value.type !== 'string')
      continue;
    const { name } = c.field;
    if (name !== 'rootServiceName' && name !== 'rootName') continue;
    const part: Part = { kind: name === 'rootName' ? 'operation' : 'service', name: c.value.value };
    if (parts && supports(part) !== 'no') parts = addPart(parts, part);
  }
  if (!parts || parts.length === 0) return undefined;
  return { ways: [{ ...ALL, parts }], rest: [printExpression(where)] };
}

function ofCondition(e: Expression, supports: (part: Part) => Support): Ways {
  if (e.node === 'literal' && e.type === 'boolean') return e.value ? everything([]) : { ways: [], rest: [] };
  if (e.node === 'logic') return e.op === '&&' ? ofAll(e.terms, supports) : ofAny(e, e.terms, supports);
  const condition = conditionOf(e);
  const choices = condition && partsOf(condition, MAX_SEARCHES);
  const text = printExpression(e);
  if (!choices) return everything([text]);
  const ways: Way[] = [];
  for (const { part, exact } of choices) {
    const support = supports(part);
    if (support === 'no') return everything([text]);
    ways.push({ parts: [part], open: support === 'wider' ? [text] : [], typed: exact ? [] : [text] });
  }
  return { ways, rest: [] };
}

function ofAll(terms: readonly Expression[], supports: (part: Part) => Support): Ways {
  let ways: readonly Way[] = [ALL];
  const rest: string[] = [];
  for (const term of terms) {
    const next = ofCondition(term, supports);
    if (ways.length * next.ways.length > MAX_SEARCHES) {
      rest.push(printExpression(term));
      continue;
    }
    rest.push(...next.rest);
    ways = ways.flatMap((a) => next.ways.flatMap((b) => both(a, b)));
  }
  return { ways, rest };
}

/** None where no span can be both: of two services, say. */
function both(a: Way, b: Way): Way[] {
  let parts: readonly Part[] | undefined = a.parts;
  for (const part of b.parts) parts = parts && addPart(parts, part);
  return parts ? [{ parts, open: [...a.open, ...b.open], typed: [...a.typed, ...b.typed] }] : [];
}

function ofAny(e: Expression, terms: readonly Expression[], supports: (part: Part) => Support): Ways {
  const found = terms.map((term) => ofCondition(term, supports));
  const ways = distinct(found.flatMap((f) => f.ways));
  // One way that asks for everything makes the others pointless.
  if (ways.length > MAX_SEARCHES || ways.some((way) => way.parts.length === 0))
    return everything([printExpression(e)]);
  return { ways, rest: found.flatMap((f) => f.rest) };
}

/** `.k = 500` and `.k = "500"` are one search; asked for in both forms, what it finds is exactly what was meant. */
function distinct(ways: readonly Way[]): Way[] {
  const all = new Map<string, { readonly way: Way; readonly types: string }>();
  for (const way of ways) {
    const untyped = way.parts.map((part) => (part.kind === 'tag' ? { ...part, type: '' } : part));
    const types = way.parts.map((part) => (part.kind === 'tag' ? part.type : '')).join();
    const key = JSON.stringify(untyped);
    const known = all.get(key);
    if (!known) all.set(key, { way, types });
    else if (known.types !== types)
      all.set(key, { way: { ...known.way, open: [...known.way.open, ...way.open], typed: [] }, types });
  }
  return [...all.values()].map(({ way }) => way);
}

/** How much a search narrows down, by its least telling way. */
const worth = ({ ways }: Ways): number =>
  ways.length === 0
    ? Infinity
    : Math.min(...ways.map((way) => way.parts.reduce((sum, part) => sum + rankOf(part), 0))) -
      ways.length / 100;
