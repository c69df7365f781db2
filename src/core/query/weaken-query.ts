import type {
  AggregateFilter,
  Binary,
  Combination,
  Expression,
  Field,
  GroupBy,
  NestedPipeline,
  Query,
  Scalar,
  Spanset,
  Stage,
} from './ast.ts';
import { and } from './build-nodes.ts';
import { isField } from './conditions.ts';
import { printExpression, printStage } from './print.ts';

/** What a backend may not know: a field, an operation on fields, a stage. */
export type Feature = Field | Binary | AggregateFilter | GroupBy | NestedPipeline;

export type Weakened = {
  /** Finds every trace that the original does, with only what the backend supports, as its grammar takes it. */
  readonly query: Query;
  /** It finds no others. */
  readonly exact: boolean;
  /** What was left out and is to be filtered here, as TraceQL. Filtering takes the whole original again. */
  readonly residual: readonly string[];
};

/** For backends that take TraceQL (Tempo), though not all of it in every version. */
export function weakenQuery(query: Query, supports: (feature: Feature, place: Place) => boolean): Weakened {
  const weakener = new Weakener(supports, query.stages.length === 1);
  const stages = weakener.stages(query.stages);
  const { residual } = weakener;
  return { query: { ...query, stages }, exact: residual.length === 0, residual: [...new Set(residual)] };
}

/** Where a nested pipeline stands: whether nothing but it and what it is joined with makes up the query. */
export type Place = { readonly alone: boolean };

class Weakener {
  readonly residual: string[] = [];
  readonly #asked: (feature: Feature, place: Place) => boolean;
  #alone: boolean;

  constructor(supports: (feature: Feature, place: Place) => boolean, alone: boolean) {
    this.#asked = supports;
    this.#alone = alone;
  }

  #supports(feature: Feature): boolean {
    return this.#asked(feature, { alone: this.#alone });
  }

  stages(stages: readonly Stage[]): Stage[] {
    const kept: Stage[] = [];
    let weakened = false;
    for (const stage of stages) {
      const before = this.residual.length;
      const next = this.#stage(stage, weakened);
      weakened ||= this.residual.length > before;
      if (next) kept.push(next);
    }
    // A pipeline starts with spans, and `coalesce()` must follow something.
    const [first] = kept;
    if (!first || first.node === 'coalesce')
      kept.unshift({ node: 'filter', where: undefined, range: { start: 0, end: 0 } });
    return kept;
  }

  #stage(stage: Stage, weakened: boolean): Stage | undefined {
    switch (stage.node) {
      case 'coalesce':
        return stage;
      case 'select': {
        // Left out of the request, fields are only not shown; the query still finds the same.
        const fields = stage.fields.filter((field) => this.#supports(field));
        return fields.length > 0 ? { ...stage, fields } : undefined;
      }
      case 'by':
        return this.#expression(stage.value) && this.#supports(stage)
          ? stage
          : this.#leftOut(printStage(stage));
      case 'aggregate-filter': {
        const known = this.#supports(stage) && this.#scalar(stage.left) && this.#scalar(stage.right);
        // Over more spans than meant, only what grows with them still says something.
        return known && (!weakened || grows(stage)) ? stage : this.#leftOut(printStage(stage));
      }
      default:
        return this.#spanset(stage);
    }
  }

  #leftOut(text: string): undefined {
    this.residual.push(text);
    return undefined;
  }

  #spanset(spanset: Spanset): Spanset {
    switch (spanset.node) {
      case 'filter':
        return { ...spanset, where: spanset.where && this.#condition(spanset.where) };
      case 'pipeline':
        return this.#nested(spanset);
      case 'combination': {
        const before = this.residual.length;
        const left = this.#spanset(spanset.left);
        // Asking that no such span be near is stricter the more spans that means.
        if (spanset.op.startsWith('!') && this.residual.length > before) {
          this.residual.push(printStage(spanset));
          return this.#spanset(spanset.right);
        }
        return alike({ ...spanset, left, right: this.#spanset(spanset.right) });
      }
    }
  }

  /** What a pipeline begins with finds at least what it finds in the end. */
  #nested(pipeline: NestedPipeline): Spanset {
    if (!this.#supports(pipeline)) {
      this.residual.push(printStage(pipeline));
      const [first] = pipeline.stages;
      if (first?.node === 'filter' || first?.node === 'combination') return this.#spanset(first);
      return { node: 'filter', where: undefined, range: pipeline.range };
    }
    const before = this.#alone;
    this.#alone = false;
    const stages = this.stages(pipeline.stages);
    this.#alone = before;
    const [first] = stages;
    if (stages.length === 1 && (first?.node === 'filter' || first?.node === 'combination')) return first;
    return { ...pipeline, stages };
  }

  /** Undefined: true for every span. */
  #condition(e: Expression): Expression | undefined {
    if (e.node === 'logic' && e.op === '&&')
      return and(e.terms.map((term) => this.#condition(term)).filter((term) => term !== undefined));
    return this.#expression(e) ? e : this.#leftOut(printExpression(e));
  }

  #expression(e: Expression): boolean {
    switch (e.node) {
      case 'literal':
        return true;
      case 'logic':
        return e.terms.every((term) => this.#expression(term));
      case 'unary':
        return this.#expression(e.operand);
      case 'binary':
        return this.#supports(e) && this.#expression(e.left) && this.#expression(e.right);
      default:
        return isField(e) && this.#supports(e);
    }
  }

  #scalar(s: Scalar): boolean {
    if (s.node === 'scalar') return this.#scalar(s.left) && this.#scalar(s.right);
    return s.node === 'literal' || !s.of || this.#expression(s.of);
  }
}

/** TraceQL joins a pipeline with pipelines only: beside one, spans are made one by a stage that keeps them all. */
function alike(joined: Combination): Combination {
  const [l, r] = [holdsPipeline(joined.left), holdsPipeline(joined.right)];
  if (l === r) return joined;
  return l ? { ...joined, right: asPipeline(joined.right) } : { ...joined, left: asPipeline(joined.left) };
}

const asPipeline = (spanset: Spanset): NestedPipeline => {
  const { range } = spanset;
  return { node: 'pipeline', stages: [spanset, { node: 'filter', where: undefined, range }], range };
};

const holdsPipeline = (spanset: Spanset): boolean =>
  spanset.node === 'pipeline' ||
  (spanset.node === 'combination' && (holdsPipeline(spanset.left) || holdsPipeline(spanset.right)));

/** `count() > 3`, `max(x) >= 3`, `min(x) < 3`: true of some spans, true of more. */
function grows({ op, left, right }: AggregateFilter): boolean {
  const [aggregate, up] = left.node === 'aggregate' ? [left, op[0] === '>'] : [right, op[0] === '<'];
  const other = left.node === 'aggregate' ? right : left;
  if (aggregate.node !== 'aggregate' || other.node !== 'literal' || op === '=' || op === '!=') return false;
  if (aggregate.name === 'count' || aggregate.name === 'max') return up;
  return aggregate.name === 'min' && !up;
}
