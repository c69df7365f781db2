import type { Aggregate, AggregateFilter, GroupBy, Scalar, Spanset, Stage } from '../ast.ts';
import { compileLoad, compileTest, type Load } from './compile.ts';
import type { Context } from './context.ts';
import { literalValue } from './literal-test.ts';
import { filterSets, mapSets, oneSet, type Sets, unionOf } from './sets.ts';
import { arithmetic, compareValues, isNumeric, TYPE, textOf, Value } from './value.ts';

/** A stage made ready for one trace. */
export type Run = (sets: Sets) => Sets;

export function compileStages(stages: readonly Stage[], ctx: Context): Run {
  const runs = stages.map((stage) => compileStage(stage, ctx));
  return (sets) => runs.reduce((kept, run) => (kept.ends.length === 0 ? kept : run(kept)), sets);
}

function compileStage(stage: Stage, ctx: Context): Run {
  switch (stage.node) {
    case 'aggregate-filter':
      return compileAggregateFilter(stage, ctx);
    case 'by':
      return compileGroupBy(stage, ctx);
    case 'coalesce':
      return (sets) => oneSet(unionOf(sets));
    case 'select':
      return (sets) => sets;
    default:
      return compileSpanset(stage, ctx);
  }
}

function compileSpanset(spanset: Spanset, ctx: Context): Run {
  switch (spanset.node) {
    case 'filter': {
      if (!spanset.where) return (sets) => sets;
      const test = compileTest(spanset.where, ctx);
      return (sets) => filterSets(sets, test);
    }
    case 'pipeline':
      return compileStages(spanset.stages, ctx);
    case 'combination': {
      const { op } = spanset;
      const [left, right] = [compileSpanset(spanset.left, ctx), compileSpanset(spanset.right, ctx)];
      return (sets) =>
        mapSets(sets, (set) => {
          const one = oneSet(set);
          return ctx.relations.apply(op, unionOf(left(one)), unionOf(right(one)));
        });
    }
  }
}

/** A set for each value, those without one together; sets in the order of their first spans. */
function compileGroupBy(stage: GroupBy, ctx: Context): Run {
  const load = compileLoad(stage.value, ctx);
  const value = new Value();
  return (sets) => {
    const group = new Uint32Array(sets.spans.length);
    const sizes: number[] = [];
    let from = 0;
    for (const to of sets.ends) {
      const known = new Map<string | number, number>();
      for (let i = from; i < to; i++) {
        load(sets.spans[i] ?? 0, value);
        const key = keyOf(value, ctx);
        let id = known.get(key);
        if (id === undefined) {
          id = sizes.push(0) - 1;
          known.set(key, id);
        }
        group[i] = id;
        sizes[id] = (sizes[id] ?? 0) + 1;
      }
      from = to;
    }
    return gather(sets, group, sizes);
  };
}

function gather(sets: Sets, group: Uint32Array, sizes: readonly number[]): Sets {
  const ends = new Uint32Array(sizes.length);
  const at = new Uint32Array(sizes.length);
  let total = 0;
  sizes.forEach((size, g) => {
    at[g] = total;
    total += size;
    ends[g] = total;
  });
  const spans = new Uint32Array(total);
  for (let i = 0; i < group.length; i++) {
    const g = group[i] ?? 0;
    spans[at[g] ?? 0] = sets.spans[i] ?? 0;
    at[g] = (at[g] ?? 0) + 1;
  }
  return { spans, ends };
}

function keyOf(value: Value, ctx: Context): string | number {
  switch (value.type) {
    case TYPE.string:
      // Of one field, either all texts are in the table or none.
      return value.num >= 0 ? value.num : `t${value.text}`;
    case TYPE.big:
      return `b${value.big}`;
    case TYPE.list:
      return `l${value.list.map((item) => (item.type === TYPE.string ? textOf(item, ctx.strings) : item.num)).join('\u0000')}`;
    case TYPE.nil:
      return 'nil';
    default:
      return `${value.type}:${value.num}`;
  }
}

type SetScalar = (set: Uint32Array, out: Value) => void;

function compileAggregateFilter({ op, left, right }: AggregateFilter, ctx: Context): Run {
  const [a, b] = [compileScalar(left, ctx), compileScalar(right, ctx)];
  const [x, y] = [new Value(), new Value()];
  const none = new Uint32Array(0);
  return (sets) =>
    mapSets(sets, (set) => {
      a(set, x);
      b(set, y);
      // An aggregate over nothing is nil, which no comparison holds for.
      return compareValues(op, x, y, ctx.strings) ? set : none;
    });
}

function compileScalar(s: Scalar, ctx: Context): SetScalar {
  if (s.node === 'aggregate') return compileAggregate(s, ctx);
  if (s.node === 'literal') {
    const fixed = literalValue(s);
    return (_, out) => out.copy(fixed);
  }
  const { op } = s;
  const [a, b] = [compileScalar(s.left, ctx), compileScalar(s.right, ctx)];
  const [x, y] = [new Value(), new Value()];
  return (set, out) => {
    a(set, x);
    b(set, y);
    arithmetic(op, x, y, out);
  };
}

function compileAggregate({ name, of }: Aggregate, ctx: Context): SetScalar {
  if (!of || name === 'count') return (set, out) => out.setNumber(TYPE.int, set.length);
  const load = compileLoad(of, ctx);
  switch (name) {
    case 'min':
    case 'max':
      return extreme(load, name === 'min' ? -1 : 1);
    default:
      return total(load, name === 'avg');
  }
}

/** Spans without the value, or with one that is no number, do not count. */
function total(load: Load, average: boolean): SetScalar {
  const value = new Value();
  return (set, out) => {
    let sum = 0;
    let count = 0;
    let type: number = TYPE.int;
    for (const span of set) {
      load(span, value);
      if (!isNumeric(value.type)) continue;
      if (value.type !== TYPE.int) type = TYPE.float;
      sum += value.type === TYPE.big ? Number(value.big) : value.num;
      count++;
    }
    if (count === 0) out.setNil();
    else out.setNumber(average ? TYPE.float : type, average ? sum / count : sum);
  };
}

function extreme(load: Load, sign: number): SetScalar {
  const value = new Value();
  return (set, out) => {
    out.setNil();
    for (const span of set) {
      load(span, value);
      if (!isNumeric(value.type)) continue;
      const [n, best] = [numberOf(value), numberOf(out)];
      if (out.type === TYPE.nil || (sign < 0 ? n < best : n > best)) out.copy(value);
    }
  };
}

const numberOf = (v: Value) => (v.type === TYPE.big ? v.big : v.num);
