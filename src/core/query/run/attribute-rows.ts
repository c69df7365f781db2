import { ATTR, type Details } from '../../trace/columns.ts';
import type { Attribute } from '../ast.ts';
import type { Context } from './context.ts';

/** Asks about attribute rows one after the other, and stops at the first yes. */
export type RowTest = (row: number) => boolean;

/** Where the rows of an attribute lie for a span. */
export type AttributeRows = {
  /** The first row that holds the attribute, -1 for none. */
  readonly first: (span: number) => number;
  /** Whether one of its rows passes: events and links may bring several. */
  readonly some: (span: number, test: RowTest) => boolean;
  /** Rows belong to a resource or scope, numbered by `owner`: what was found for one holds for all its spans. */
  readonly owner?: { readonly of: Uint32Array; readonly count: number };
};

/** Undefined when no attribute of the trace has the key. */
export function attributeRows(field: Attribute, ctx: Context): AttributeRows | undefined {
  const details = ctx.details(field.range);
  const key = ctx.strings.idOf(field.key);
  if (key === undefined) return undefined;
  const find = finder(details, key);
  switch (field.scope) {
    case 'span':
      return single((span) => find(details.attrFrom[span] ?? 0, details.attrTo[span] ?? 0));
    case 'resource':
      return owned(details.resource, details.resources, find);
    case 'instrumentation':
      return owned(details.scope, details.scopes, find);
    case 'event':
      return several(details.eventFrom, details.eventTo, details.events, find);
    case 'link':
      return several(details.linkFrom, details.linkTo, details.links, find);
    case 'any':
      return anywhere(field, ctx);
  }
}

type Owners = { readonly attrFrom: Uint32Array; readonly attrTo: Uint32Array };
type Find = (from: number, to: number) => number;

function finder({ attributes }: Details, key: number): Find {
  const { key: keys, type } = attributes;
  return (from, to) => {
    for (let row = from; row < to; row++) if (keys[row] === key && type[row] !== ATTR.empty) return row;
    return -1;
  };
}

function single(first: (span: number) => number): AttributeRows {
  return {
    first,
    some: (span, test) => {
      const row = first(span);
      return row >= 0 && test(row);
    },
  };
}

function owned(of: Uint32Array, owners: Owners, find: Find): AttributeRows {
  const count = owners.attrFrom.length;
  const rows = new Int32Array(count);
  for (let o = 0; o < count; o++) rows[o] = find(owners.attrFrom[o] ?? 0, owners.attrTo[o] ?? 0);
  return { ...single((span) => rows[of[span] ?? 0] ?? -1), owner: { of, count } };
}

function several(from: Uint32Array, to: Uint32Array, owners: Owners, find: Find): AttributeRows {
  const some = (span: number, test: RowTest) => {
    for (let o = from[span] ?? 0; o < (to[span] ?? 0); o++) {
      const row = find(owners.attrFrom[o] ?? 0, owners.attrTo[o] ?? 0);
      if (row >= 0 && test(row)) return true;
    }
    return false;
  };
  let found = -1;
  const keep = (row: number) => {
    found = row;
    return true;
  };
  return { some, first: (span) => (some(span, keep) ? found : -1) };
}

/** The span's own counts first, then the resource's, and so on: the order TraceQL looks in. */
function anywhere(field: Attribute, ctx: Context): AttributeRows {
  const scopes = (['span', 'resource', 'event', 'link', 'instrumentation'] as const).flatMap(
    (scope) => attributeRows({ ...field, scope }, ctx) ?? [],
  );
  return {
    first: (span) => {
      for (const scope of scopes) {
        const row = scope.first(span);
        if (row >= 0) return row;
      }
      return -1;
    },
    some: (span, test) => {
      for (const scope of scopes) if (scope.first(span) >= 0) return scope.some(span, test);
      return false;
    },
  };
}
