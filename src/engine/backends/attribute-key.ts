import type { AttributeScope } from '../../core/query/ast.ts';
import { isScope } from '../../core/query/fields.ts';
import { parseQuery } from '../../core/query/parse-query.ts';
import { printField } from '../../core/query/print.ts';
import { QueryError } from '../../core/query/query-error.ts';

export type AttributeKey = { readonly scope: AttributeScope; readonly key: string };

/** As the query language writes it, quoted where it must be. */
export function attributeKeyText({ scope, key }: AttributeKey): string {
  return printField({ node: 'attribute', scope, key, parent: false, range: { start: 0, end: 0 } });
}

/** Undefined for an intrinsic such as `name`. A key without a scope is looked for in every one. */
export function parseAttributeKey(text: string): AttributeKey | undefined {
  const dot = text.indexOf('.');
  const plain = dot > 0 && isScope(text.slice(0, dot)) && !text.includes('"');
  if (plain) return { scope: text.slice(0, dot) as AttributeScope, key: text.slice(dot + 1) };
  try {
    const [stage] = parseQuery(`{ ${text} != nil }`).stages;
    const where = stage?.node === 'filter' ? stage.where : undefined;
    if (where?.node === 'binary' && where.left.node === 'attribute')
      return { scope: where.left.scope, key: where.left.key };
    return undefined;
  } catch (error) {
    if (error instanceof QueryError) return dot < 0 ? undefined : { scope: 'any', key: text };
    throw error;
  }
}
