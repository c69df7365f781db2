import { ATTR, type Details, FLAG, type Trace } from '../../trace/columns.ts';
import type { StringTable } from '../../trace/strings.ts';
import type { TextRange } from '../ast.ts';
import { QueryError } from '../query-error.ts';
import { Relations } from './relations.ts';
import { TYPE, Value } from './value.ts';

/** What evaluating one query over one trace shares. */
export class Context {
  readonly trace: Trace;
  readonly strings: StringTable;
  readonly relations: Relations;
  readonly #lists = new Map<number, readonly Value[] | undefined>();
  #childCounts: Uint32Array | undefined;

  constructor(trace: Trace) {
    this.trace = trace;
    this.strings = trace.strings;
    this.relations = new Relations(trace);
  }

  /** Attributes, events and ids lie in the details, which a trace may have been loaded without. */
  details(range: TextRange): Details {
    const { details } = this.trace;
    if (!details)
      throw new QueryError(
        'This trace was loaded without its details, which this part of the query needs.',
        range,
      );
    return details;
  }

  /** The root whose parent is not merely missing; undefined while it has not been received. */
  get root(): number | undefined {
    const { count, parent, flags } = this.trace;
    // Roots are few; each ends the subtree before it.
    for (let i = 0; i < count; i += Math.max(1, this.trace.size[i] ?? 1))
      if ((parent[i] ?? 0) < 0 && ((flags[i] ?? 0) & (FLAG.missingParent | FLAG.cycleBroken)) === 0) return i;
    return undefined;
  }

  get childCounts(): Uint32Array {
    if (this.#childCounts) return this.#childCounts;
    const { parent, count } = this.trace;
    const counts = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      const p = parent[i] ?? -1;
      if (p >= 0) counts[p] = (counts[p] ?? 0) + 1;
    }
    this.#childCounts = counts;
    return counts;
  }

  /** The elements of an array attribute; undefined for key-value lists. */
  list(id: number): readonly Value[] | undefined {
    if (this.#lists.has(id)) return this.#lists.get(id);
    const list = parseList(this.strings.get(id));
    this.#lists.set(id, list);
    return list;
  }

  /** Reads an attribute row. */
  loadRow(row: number, details: Details, out: Value): void {
    const value = details.attributes.value[row] ?? 0;
    switch (details.attributes.type[row]) {
      case ATTR.string:
      case ATTR.bytes:
        out.setStringId(value);
        return;
      case ATTR.bool:
        out.setNumber(TYPE.boolean, value);
        return;
      case ATTR.int:
        out.setNumber(TYPE.int, value);
        return;
      case ATTR.double:
        out.setNumber(TYPE.float, value);
        return;
      case ATTR.bigint:
        out.setBig(toBigint(this.strings.get(value)));
        return;
      case ATTR.json: {
        const list = this.list(value);
        out.type = list ? TYPE.list : TYPE.nil;
        out.list = list ?? [];
        return;
      }
      default:
        out.setNil();
    }
  }
}

export const toBigint = (digits: string): bigint => (/^-?\d{1,40}$/.test(digits) ? BigInt(digits) : 0n);

/** The scalars of `{"arrayValue":{"values":[...]}}`; nested lists are no operand of any comparison. */
function parseList(json: string): readonly Value[] | undefined {
  if (!json.startsWith('{"arrayValue"')) return undefined;
  let items: unknown;
  try {
    const parsed: { arrayValue?: { values?: unknown } } = JSON.parse(json);
    items = parsed.arrayValue?.values;
  } catch {
    return undefined;
  }
  return Array.isArray(items) ? items.map(element) : [];
}

function element(item: unknown): Value {
  const out = new Value();
  if (typeof item !== 'object' || item === null) return out;
  const [[kind, value] = ['', undefined]] = Object.entries(item);
  if (kind === 'stringValue') out.setText(String(value));
  else if (kind === 'boolValue') out.setNumber(TYPE.boolean, value === true ? 1 : 0);
  else if (kind === 'doubleValue') out.setNumber(TYPE.float, Number(value));
  else if (kind === 'intValue') {
    if (Number.isSafeInteger(Number(value))) out.setNumber(TYPE.int, Number(value));
    else out.setBig(toBigint(String(value)));
  }
  return out;
}
