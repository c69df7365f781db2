import { attributeText, readAttribute } from '../trace/attributes.ts';
import { ATTR, type Trace } from '../trace/columns.ts';

/** Spans of one trace. */
export type Selection = { readonly trace: Trace; readonly spans: Uint32Array | readonly number[] };

/** A value that the chosen spans carry more often than the rest. */
export type OverRepresented = {
  readonly key: string;
  readonly value: string;
  readonly scope: 'span' | 'resource';
  /** Chosen spans with the value, and how many there are. */
  readonly chosen: number;
  readonly ofChosen: number;
  readonly rest: number;
  readonly ofRest: number;
  /** Difference of the two shares, 0 to 1. */
  readonly difference: number;
};

/** A value must be on so many chosen spans, and its share so much higher; two standard errors rule out most chance. */
const LEAST = 2;
const LEAST_DIFFERENCE = 0.1;
const STANDARD_ERRORS = 2;
/** Keys with a new value on nearly every span (ids, times) tell nothing. */
const MOST_DISTINCT = 0.5;
const MOST_TEXT = 200;

/**
 * Attribute values that are over-represented in the chosen (slow, failing) spans against the rest: by the difference
 * of the shares of spans that carry them, largest first. Values of one key that differ on most spans are left out.
 * O(attributes).
 */
export function overRepresented(
  chosen: readonly Selection[],
  rest: readonly Selection[],
  most = 20,
): OverRepresented[] {
  const tally = new Tally();
  const ofChosen = tally.count(chosen, 0);
  const ofRest = tally.count(rest, 1);
  if (ofChosen === 0 || ofRest === 0) return [];
  const found: OverRepresented[] = [];
  for (const { key, scope, values } of tally.keys.values()) {
    let occurrences = 0;
    for (const [a, b] of values.values()) occurrences += a + b;
    if (values.size > 3 && values.size > occurrences * MOST_DISTINCT) continue;
    for (const [value, [inChosen, inRest]] of values) {
      const [p, q] = [inChosen / ofChosen, inRest / ofRest];
      const pooled = (inChosen + inRest) / (ofChosen + ofRest);
      const error = Math.sqrt(pooled * (1 - pooled) * (1 / ofChosen + 1 / ofRest));
      if (inChosen < LEAST || p - q < LEAST_DIFFERENCE || p - q < error * STANDARD_ERRORS) continue;
      found.push({ key, value, scope, chosen: inChosen, ofChosen, rest: inRest, ofRest, difference: p - q });
    }
  }
  found.sort((a, b) => b.difference - a.difference || (a.key < b.key ? -1 : 1));
  return found.slice(0, most);
}

type KeyTally = {
  readonly key: string;
  readonly scope: 'span' | 'resource';
  readonly values: Map<string, [chosen: number, rest: number]>;
};

class Tally {
  readonly keys = new Map<string, KeyTally>();

  /** Counts on side 0 or 1; returns the number of spans. */
  count(selections: readonly Selection[], side: 0 | 1): number {
    let spans = 0;
    for (const selection of selections) {
      spans += selection.spans.length;
      this.#trace(selection, side);
    }
    return spans;
  }

  /** Equal (key, type, value) rows are counted as numbers first: text is made once a distinct value. */
  #trace({ trace, spans }: Selection, side: 0 | 1): void {
    const d = trace.details;
    if (!d) return;
    const { key, type, value } = d.attributes;
    const counts = new Map<number, Map<number, { row: number; n: number }>>();
    const resources = new Map<number, number>();
    for (const i of spans) {
      resources.set(d.resource[i] ?? 0, (resources.get(d.resource[i] ?? 0) ?? 0) + 1);
      for (let row = d.attrFrom[i] ?? 0; row < (d.attrTo[i] ?? 0); row++) {
        const slot = (key[row] ?? 0) * 8 + (type[row] ?? 0);
        let values = counts.get(slot);
        if (!values) {
          values = new Map();
          counts.set(slot, values);
        }
        const known = values.get(value[row] ?? 0);
        if (known) known.n++;
        else values.set(value[row] ?? 0, { row, n: 1 });
      }
    }
    for (const values of counts.values())
      for (const { row, n } of values.values()) this.#add(trace, row, 'span', side, n);
    for (const [resource, n] of resources)
      for (let row = d.resources.attrFrom[resource] ?? 0; row < (d.resources.attrTo[resource] ?? 0); row++)
        this.#add(trace, row, 'resource', side, n);
  }

  #add(trace: Trace, row: number, scope: 'span' | 'resource', side: 0 | 1, n: number): void {
    const table = trace.details?.attributes;
    if (!table || table.type[row] === ATTR.bytes) return;
    const key = trace.strings.get(table.key[row] ?? 0);
    const id = `${scope} ${key}`;
    let tally = this.keys.get(id);
    if (!tally) {
      tally = { key, scope, values: new Map() };
      this.keys.set(id, tally);
    }
    const text = attributeText(readAttribute(table, trace.strings, row)).slice(0, MOST_TEXT);
    const counts = tally.values.get(text) ?? [0, 0];
    counts[side] += n;
    tally.values.set(text, counts);
  }
}
