import type { Expression, Field, IntrinsicName, Query, Spanset, Stage } from '../../core/query/ast.ts';

/**
 * Conditions on single spans such that every trace the query selects has a span that meets one of them: what can be
 * decided segment by segment, before a trace is put together. Undefined: nothing can be said, every span is to be
 * taken. Each condition may let pass more than the query, never less.
 */
export type Seeds = readonly Expression[] | undefined;

export function seedsOf(query: Query): Seeds {
  const [first] = query.stages;
  return first && isSpanset(first) ? ofSpanset(first) : undefined;
}

const isSpanset = (stage: Stage): stage is Spanset =>
  stage.node === 'filter' || stage.node === 'combination' || stage.node === 'pipeline';

function ofSpanset(spanset: Spanset): Seeds {
  if (spanset.node === 'pipeline') {
    const [first] = spanset.stages;
    return first && isSpanset(first) ? ofSpanset(first) : undefined;
  }
  if (spanset.node === 'filter') {
    const relaxed = spanset.where && relax(spanset.where);
    return relaxed && [relaxed];
  }
  const right = ofSpanset(spanset.right);
  // The left side of a negated relation may well be absent.
  if (spanset.op.startsWith('!')) return right;
  const left = ofSpanset(spanset.left);
  if (spanset.op === '||') return left && right && [...left, ...right];
  return left && right ? moreTelling(left, right) : (left ?? right);
}

/** The side that opens fewer segments: equality says most. */
function moreTelling(left: readonly Expression[], right: readonly Expression[]): readonly Expression[] {
  const weight = (seeds: readonly Expression[]) => Math.min(...seeds.map(equalities));
  return weight(right) > weight(left) ? right : left;
}

function equalities(e: Expression): number {
  if (e.node === 'binary') return e.op === '=' ? 2 : 1;
  if (e.node !== 'logic') return 0;
  const parts = e.terms.map(equalities);
  return e.op === '&&' ? parts.reduce((a, b) => a + b, 0) : Math.min(...parts);
}

/** Fields that a span alone does not tell. */
const RELATIONAL: ReadonlySet<IntrinsicName> = new Set([
  'rootName',
  'rootServiceName',
  'traceDuration',
  'trace:id',
  'span:childCount',
  'nestedSetLeft',
  'nestedSetRight',
  'nestedSetParent',
  'parent',
]);

/** The expression without what it says about other spans; undefined when nothing is left. */
function relax(e: Expression): Expression | undefined {
  if (e.node === 'logic') {
    const terms = e.terms.flatMap((term) => relax(term) ?? []);
    if (terms.length === e.terms.length) return { ...e, terms };
    return e.op === '&&' && terms.length > 0 ? { ...e, terms } : undefined;
  }
  return fieldsOf(e).some(isRelational) ? undefined : e;
}

/** Whether a field says something about other spans than the one it is read from. */
export const isRelational = (field: Field): boolean =>
  field.parent || (field.node === 'intrinsic' && RELATIONAL.has(field.name));

function fieldsOf(e: Expression): Field[] {
  switch (e.node) {
    case 'attribute':
    case 'intrinsic':
      return [e];
    case 'unary':
      return fieldsOf(e.operand);
    case 'binary':
      return [...fieldsOf(e.left), ...fieldsOf(e.right)];
    case 'logic':
      return e.terms.flatMap(fieldsOf);
    default:
      return [];
  }
}

/** Whether a field lies in the part of a segment that is read only on demand. */
export function needsExtras(seeds: Seeds): boolean {
  return (seeds ?? [])
    .flatMap(fieldsOf)
    .some((field) =>
      field.node === 'attribute'
        ? field.scope === 'any' || field.scope === 'event' || field.scope === 'link'
        : field.name === 'statusMessage' || field.name.startsWith('event:') || field.name.startsWith('link:'),
    );
}
