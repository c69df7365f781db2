import type { KindName } from '../trace/columns.ts';
import type { AttributeScope } from './ast.ts';
import type { Condition } from './conditions.ts';
import { literalAlternatives } from './regex/literal-alternatives.ts';

/** What the search parameters of backends can say about a span. */
export type Part =
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'operation'; readonly name: string }
  | { readonly kind: 'span-kind'; readonly value: KindName }
  /** status = error */
  | { readonly kind: 'error' }
  | { readonly kind: 'min-duration' | 'max-duration'; readonly ns: number; readonly inclusive: boolean }
  /** `text` is what a backend that keeps all values as text is asked for; `type` what the query had. */
  | {
      readonly kind: 'tag';
      readonly scope: AttributeScope;
      readonly key: string;
      readonly text: string;
      readonly type: 'string' | 'number' | 'boolean';
    }
  | { readonly kind: 'tag-present'; readonly scope: AttributeScope; readonly key: string }
  | { readonly kind: 'event'; readonly name: string }
  | { readonly kind: 'trace-id'; readonly id: string };

/** One of several parts that would each do. `exact`: as far as the query is concerned. */
export type Choice = { readonly part: Part; readonly exact: boolean };

/** How far a part narrows a search down, for choosing between searches. */
export function rankOf(part: Part): number {
  const ranks = { 'trace-id': 100, service: 4, operation: 3, tag: 3, event: 2, error: 2, 'tag-present': 1 };
  return part.kind in ranks ? ranks[part.kind as keyof typeof ranks] : 1;
}

/** What a condition comes to; undefined where no search parameter says it. */
export function partsOf(c: Condition, atMost: number): readonly Choice[] | undefined {
  const { field, op, value } = c;
  if (field.parent) return undefined;
  if (field.node === 'attribute') {
    if (value.type === 'nil') {
      const { scope, key } = field;
      return op === '!=' ? [{ part: { kind: 'tag-present', scope, key }, exact: true }] : undefined;
    }
    if (isServiceName(field)) return named(c, atMost, (name) => ({ kind: 'service', name }));
    return tags(c, field, atMost);
  }
  switch (field.name) {
    case 'name':
      return named(c, atMost, (name) => ({ kind: 'operation', name }));
    case 'event:name':
      return named(c, atMost, (name) => ({ kind: 'event', name }));
    case 'trace:id':
      return named(c, atMost, (id) => ({ kind: 'trace-id', id }));
    case 'status':
      return op === '=' && value.value === 'error' ? [{ part: { kind: 'error' }, exact: true }] : undefined;
    case 'kind':
      return op === '=' && value.type === 'kind'
        ? [{ part: { kind: 'span-kind', value: value.value }, exact: true }]
        : undefined;
    case 'duration':
      return duration(c);
    default:
      return undefined;
  }
}

const isServiceName = (field: { scope: AttributeScope; key: string }) =>
  field.key === 'service.name' && (field.scope === 'resource' || field.scope === 'any');

/** Equality with a text, or a pattern that is a list of texts. */
function named(
  { op, value }: Condition,
  atMost: number,
  part: (name: string) => Part,
): readonly Choice[] | undefined {
  if (value.type !== 'string') return undefined;
  const names =
    op === '=' ? [value.value] : op === '=~' ? literalAlternatives(value.value, atMost) : undefined;
  return names?.map((name) => ({ part: part(name), exact: true }));
}

function tags(
  { op, value }: Condition,
  { scope, key }: { scope: AttributeScope; key: string },
  atMost: number,
): readonly Choice[] | undefined {
  if (value.type === 'string')
    return named({ op, value } as Condition, atMost, (text) => ({
      kind: 'tag',
      scope,
      key,
      text,
      type: 'string',
    }))?.map(
      // As text, 500 and "500" look the same.
      (choice) => ({
        ...choice,
        exact: choice.part.kind === 'tag' && !/^(-?[\d.]+(e[+-]?\d+)?|true|false)$/i.test(choice.part.text),
      }),
    );
  if (op !== '=' || (value.type !== 'int' && value.type !== 'float' && value.type !== 'boolean'))
    return undefined;
  const text = 'digits' in value && value.digits !== undefined ? value.digits : String(value.value);
  const type = value.type === 'boolean' ? 'boolean' : 'number';
  return [{ part: { kind: 'tag', scope, key, text, type }, exact: false }];
}

function duration({ op, value }: Condition): readonly Choice[] | undefined {
  if (value.type !== 'duration' && value.type !== 'int' && value.type !== 'float') return undefined;
  const ns = value.value;
  if (op === '>' || op === '>=')
    return [{ part: { kind: 'min-duration', ns, inclusive: op === '>=' }, exact: true }];
  if (op === '<' || op === '<=')
    return [{ part: { kind: 'max-duration', ns, inclusive: op === '<=' }, exact: true }];
  return undefined;
}

/** The parts with one more; undefined when no span can satisfy them all. */
export function addPart(parts: readonly Part[], part: Part): readonly Part[] | undefined {
  for (const other of parts) {
    if (other.kind !== part.kind) continue;
    if (JSON.stringify(other) === JSON.stringify(part)) return parts;
    switch (part.kind) {
      case 'service':
      case 'operation':
      case 'span-kind':
      case 'trace-id':
        return undefined;
      case 'min-duration':
      case 'max-duration': {
        // Of two bounds the tighter one; of equal ones the one that leaves the bound itself out.
        const [a, b] = [other as typeof part, part];
        const tighter = part.kind === 'min-duration' ? b.ns > a.ns : b.ns < a.ns;
        const use = tighter || (a.ns === b.ns && !b.inclusive) ? b : a;
        return parts.map((p) => (p === other ? use : p));
      }
    }
  }
  return [...parts, part];
}
