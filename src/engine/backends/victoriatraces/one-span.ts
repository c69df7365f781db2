import type { Expression, Query, Spanset, Stage } from '../../../core/query/ast.ts';

/**
 * What one and the same span of a trace must satisfy for the trace to match: all that can be asked of a backend that
 * knows no relations between spans. `terms` all hold; `whole`: the query says nothing else.
 */
export type OneSpan = { readonly terms: readonly Expression[]; readonly whole: boolean };

export function oneSpan(query: Query): OneSpan {
  const [first, ...rest] = query.stages;
  const { terms, whole } = ofStage(first);
  // `select` shows more and selects no spans; every other stage narrows what the first one found.
  return { terms, whole: whole && rest.every((stage) => stage.node === 'select') };
}

const NOTHING: OneSpan = { terms: [], whole: false };

function ofStage(stage: Stage | undefined): OneSpan {
  switch (stage?.node) {
    case 'filter':
    case 'combination':
    case 'pipeline':
      return ofSpanset(stage);
    default:
      return NOTHING;
  }
}

function ofSpanset(spanset: Spanset): OneSpan {
  if (spanset.node === 'filter') return { terms: termsOf(spanset.where), whole: true };
  if (spanset.node === 'pipeline') return { ...ofStage(spanset.stages[0]), whole: false };
  // Both sides must be there, each as a span of its own: the one that says more is asked for.
  if (spanset.op === '||') return NOTHING;
  const right = ofSpanset(spanset.right);
  if (spanset.op.startsWith('!')) return { ...right, whole: false };
  const left = ofSpanset(spanset.left);
  return { ...(left.terms.length > right.terms.length ? left : right), whole: false };
}

function termsOf(where: Expression | undefined): readonly Expression[] {
  if (!where) return [];
  return where.node === 'logic' && where.op === '&&' ? where.terms : [where];
}
