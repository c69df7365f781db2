import type { Context } from './context.ts';
import { flameOf } from './flame.ts';
import { labelText, operationKeys } from './operation-keys.ts';
import { quantileOf } from './quantile.ts';

/** One side's figures of a node; per trace, so that sets of different size compare. */
export type SideFigures = {
  /** Traces of this side in which the node occurs. */
  readonly traces: number;
  /** Spans: the sample size of the durations. */
  readonly spans: number;
  readonly errors: number;
  /** Of the spans' durations; NaN where there is none. */
  readonly p50Ns: number;
  readonly p95Ns: number;
  /** Self time a trace. */
  readonly selfNs: number;
};

export type Change = 'added' | 'removed' | 'slower' | 'faster' | 'more' | 'fewer' | 'failing' | 'fixed';

/** A place in the trees of both sides: the same path of operations from the root. */
export type CompareNode = {
  /** Index of the parent among the nodes, -1 for roots. Nodes are in display order: a subtree follows its parent. */
  readonly parent: number;
  readonly depth: number;
  readonly label: string;
  readonly service: string;
  readonly before: SideFigures;
  readonly after: SideFigures;
  /** What changed, the most telling first; empty where nothing did. */
  readonly changes: readonly Change[];
  /** Whether both sides have enough spans to say so, see `enough`. */
  readonly certain: boolean;
  /** First span of the node: index of its trace on that side, and of itself. */
  readonly example: { readonly side: 'before' | 'after'; readonly trace: number; readonly span: number };
};

export type Comparison = {
  readonly nodes: readonly CompareNode[];
  readonly traces: { readonly before: number; readonly after: number };
};

/** Durations differ from this factor on; less is noise in any real system. */
const FACTOR = 1.2;
const LEAST_NS = 100_000;
/** Spans a side below which a difference may be chance. */
const ENOUGH = 5;

/**
 * Two traces or two sets of traces, aligned by structure and operation: spans with the same path of operations from
 * the root are one node. Per node: number of spans a trace, durations, self time, errors, on either side with the
 * sample sizes; what is on one side only. O(n log n).
 */
export function compareTraces(before: readonly Context[], after: readonly Context[]): Comparison {
  const tree = new Tree();
  const [a, b] = [new Side(), new Side()];
  for (const [t, context] of before.entries()) tree.add(context, a, 'before', t);
  for (const [t, context] of after.entries()) tree.add(context, b, 'after', t);
  const { order, parent } = tree.preorder();
  const nodes = Array.from(order, (id, at) => {
    const [from, to] = [a.figures(id, before.length), b.figures(id, after.length)];
    return {
      ...tree.place(id),
      parent: parent[at] ?? -1,
      before: from,
      after: to,
      changes: changesOf(from, to, before.length, after.length),
      certain: from.spans >= ENOUGH && to.spans >= ENOUGH,
    };
  });
  return { nodes, traces: { before: before.length, after: after.length } };
}

type Place = Pick<CompareNode, 'parent' | 'depth' | 'label' | 'service' | 'example'>;

class Tree {
  readonly #places: Place[] = [];
  readonly #ids = new Map<string, number>();

  add(context: Context, side: Side, name: 'before' | 'after', trace: number): void {
    const flame = flameOf(context);
    const keys = operationKeys(context);
    const { operations, times } = context;
    const global = new Int32Array(flame.count);
    for (let node = 0; node < flame.count; node++) {
      const operation = flame.operation[node] ?? 0;
      const inner = flame.parent[node] ?? -1;
      const parent = inner < 0 ? -1 : (global[inner] ?? -1);
      const key = `${parent}\0${keys[operation]}`;
      let id = this.#ids.get(key);
      if (id === undefined) {
        id = this.#places.length;
        this.#ids.set(key, id);
        this.#places.push({
          parent,
          depth: flame.depth[node] ?? 0,
          label: labelText(context, operation),
          service: context.trace.strings.get(operations.service[operation] ?? 0),
          example: { side: name, trace, span: flame.example[node] ?? 0 },
        });
      }
      global[node] = id;
      side.count(id, flame.errors[node] ?? 0, flame.self[node] ?? 0);
    }
    for (let i = 0; i < context.trace.count; i++)
      side.duration(global[flame.of[i] ?? 0] ?? 0, (times.end[i] ?? 0) - (times.start[i] ?? 0));
  }

  place(id: number): Place {
    const place = this.#places[id];
    if (!place) throw new RangeError(`No node ${id}.`);
    return place;
  }

  /** Nodes of the later side were added at the end: puts each behind its siblings, with parents renumbered. */
  preorder(): { readonly order: Uint32Array; readonly parent: Int32Array } {
    const n = this.#places.length;
    const children: number[][] = Array.from({ length: n + 1 }, () => []);
    for (const [id, { parent }] of this.#places.entries()) children[parent + 1]?.push(id);
    const order = new Uint32Array(n);
    const parent = new Int32Array(n).fill(-1);
    const position = new Int32Array(n);
    const stack = (children[0] ?? []).toReversed();
    for (let at = 0; at < n; at++) {
      const id = stack.pop() ?? 0;
      order[at] = id;
      position[id] = at;
      const from = this.#places[id]?.parent ?? -1;
      if (from >= 0) parent[at] = position[from] ?? -1;
      for (const child of (children[id + 1] ?? []).toReversed()) stack.push(child);
    }
    return { order, parent };
  }
}

class Side {
  readonly #durations: number[][] = [];
  readonly #errors: number[] = [];
  readonly #self: number[] = [];
  readonly #traces: number[] = [];

  count(node: number, errors: number, self: number): void {
    this.#errors[node] = (this.#errors[node] ?? 0) + errors;
    this.#self[node] = (this.#self[node] ?? 0) + self;
    this.#traces[node] = (this.#traces[node] ?? 0) + 1;
  }

  duration(node: number, ns: number): void {
    const list = this.#durations[node];
    if (list) list.push(ns);
    else this.#durations[node] = [ns];
  }

  figures(node: number, traces: number): SideFigures {
    const sorted = Float64Array.from(this.#durations[node] ?? []).sort();
    return {
      traces: this.#traces[node] ?? 0,
      spans: sorted.length,
      errors: this.#errors[node] ?? 0,
      p50Ns: quantileOf(sorted, 0.5),
      p95Ns: quantileOf(sorted, 0.95),
      selfNs: traces > 0 ? (this.#self[node] ?? 0) / traces : 0,
    };
  }
}

function changesOf(
  before: SideFigures,
  after: SideFigures,
  tracesBefore: number,
  tracesAfter: number,
): Change[] {
  if (before.spans === 0) return ['added'];
  if (after.spans === 0) return ['removed'];
  const changes: Change[] = [];
  const [failedBefore, failedAfter] = [before.errors / before.spans, after.errors / after.spans];
  if (failedAfter > failedBefore) changes.push('failing');
  if (failedAfter < failedBefore) changes.push('fixed');
  const moved = Math.abs(after.p50Ns - before.p50Ns) >= LEAST_NS;
  if (moved && after.p50Ns >= before.p50Ns * FACTOR) changes.push('slower');
  if (moved && before.p50Ns >= after.p50Ns * FACTOR) changes.push('faster');
  const [countBefore, countAfter] = [before.spans / tracesBefore, after.spans / tracesAfter];
  if (countAfter >= countBefore * FACTOR) changes.push('more');
  if (countBefore >= countAfter * FACTOR) changes.push('fewer');
  return changes;
}
