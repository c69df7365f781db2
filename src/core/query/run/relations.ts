import type { Timeline } from '../../trace/columns.ts';
import type { SpansetOperator } from '../ast.ts';
import { union } from './sets.ts';

type Relation = '>' | '>>' | '<' | '<<' | '~';

const REVERSED: Readonly<Record<Relation, Relation>> = {
  '>': '<',
  '>>': '<<',
  '<': '>',
  '<<': '>>',
  '~': '~',
};

/** Structural operators over one trace; time is linear in the sides, never in the trace. */
export class Relations {
  readonly #trace: Timeline;
  /** All zero between calls. */
  #counts: Uint32Array | undefined;

  constructor(trace: Timeline) {
    this.#trace = trace;
  }

  /** Both sides ascending; so is the result. */
  apply(op: SpansetOperator, left: Uint32Array, right: Uint32Array): Uint32Array {
    if (op === '||') return union(left, right);
    if (op === '&&') return left.length > 0 && right.length > 0 ? union(left, right) : new Uint32Array(0);
    const mode = op[0] === '!' || op[0] === '&' ? op[0] : '';
    const relation = op.slice(mode.length) as Relation;
    const found = this.#related(relation, left, right);
    if (mode === '&') return union(found, this.#related(REVERSED[relation], right, left));
    return mode === '!' ? without(right, found) : found;
  }

  /** Those of `right` that stand so to one of `left`: `>` children of it, `<` parents of it, `~` siblings. */
  #related(relation: Relation, left: Uint32Array, right: Uint32Array): Uint32Array {
    switch (relation) {
      case '>>':
        return this.#descendants(left, right);
      case '<<':
        return this.#ancestors(left, right);
      default:
        return this.#near(relation, left, right);
    }
  }

  /** Subtrees are contiguous runs: a span is inside one if the furthest end of those begun before it lies beyond. */
  #descendants(left: Uint32Array, right: Uint32Array): Uint32Array {
    const { size } = this.#trace;
    let k = 0;
    let end = 0;
    return right.filter((span) => {
      for (; k < left.length && (left[k] ?? 0) < span; k++)
        end = Math.max(end, (left[k] ?? 0) + (size[left[k] ?? 0] ?? 0));
      return end > span;
    });
  }

  #ancestors(left: Uint32Array, right: Uint32Array): Uint32Array {
    const { size } = this.#trace;
    let k = 0;
    return right.filter((span) => {
      while (k < left.length && (left[k] ?? 0) <= span) k++;
      return k < left.length && (left[k] ?? 0) < span + (size[span] ?? 0);
    });
  }

  #near(relation: '>' | '<' | '~', left: Uint32Array, right: Uint32Array): Uint32Array {
    const { parent, count } = this.#trace;
    this.#counts ??= new Uint32Array(count);
    const counts = this.#counts;
    const key = (span: number) => (relation === '>' ? span : (parent[span] ?? -1));
    for (const span of left) {
      const k = key(span);
      if (k >= 0) counts[k] = (counts[k] ?? 0) + 1;
    }
    let l = 0;
    const found = right.filter((span) => {
      const k = relation === '<' ? span : (parent[span] ?? -1);
      if (k < 0) return false;
      if (relation !== '~') return (counts[k] ?? 0) > 0;
      // A span is no sibling of itself.
      while (l < left.length && (left[l] ?? 0) < span) l++;
      return (counts[k] ?? 0) > (left[l] === span ? 1 : 0);
    });
    for (const span of left) {
      const k = key(span);
      if (k >= 0) counts[k] = 0;
    }
    return found;
  }
}

function without(all: Uint32Array, some: Uint32Array): Uint32Array {
  let k = 0;
  return all.filter((span) => {
    while (k < some.length && (some[k] ?? 0) < span) k++;
    return some[k] !== span;
  });
}
