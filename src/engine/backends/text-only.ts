import type { Binary, Expression, Literal, Query, Scalar, Spanset, Stage } from '../../core/query/ast.ts';
import { attributeText, readAttribute } from '../../core/trace/attributes.ts';
import { ATTR, type Trace } from '../../core/trace/columns.ts';

/**
 * Some backends keep attributes as text alone, Zipkin also beside the span whether they were the span's or the
 * resource's. So that a query means there what it means elsewhere, it is asked in those terms, of traces whose
 * attributes got back the types that their texts suggest.
 */
export type TextOnly = {
  /** Zipkin lower-cases the names of services and spans. */
  readonly lowerCase: boolean;
  /** Resource attributes other than the service's name come as the span's. */
  readonly flatResource: boolean;
};

export function inTextTerms(query: Query, options: TextOnly): Query {
  return { ...query, stages: query.stages.map((stage) => ofStage(stage, options)) };
}

function ofStage(stage: Stage, o: TextOnly): Stage {
  switch (stage.node) {
    case 'aggregate-filter':
      return { ...stage, left: ofScalar(stage.left, o), right: ofScalar(stage.right, o) };
    case 'by':
      return { ...stage, value: ofExpression(stage.value, o) };
    case 'select':
    case 'coalesce':
      return stage;
    default:
      return ofSpanset(stage, o);
  }
}

function ofSpanset(spanset: Spanset, o: TextOnly): Spanset {
  if (spanset.node === 'filter')
    return { ...spanset, where: spanset.where && ofExpression(spanset.where, o) };
  if (spanset.node === 'pipeline')
    return { ...spanset, stages: spanset.stages.map((stage) => ofStage(stage, o)) };
  return { ...spanset, left: ofSpanset(spanset.left, o), right: ofSpanset(spanset.right, o) };
}

function ofScalar(scalar: Scalar, o: TextOnly): Scalar {
  if (scalar.node === 'literal') return scalar;
  if (scalar.node === 'aggregate') return { ...scalar, of: scalar.of && ofExpression(scalar.of, o) };
  return { ...scalar, left: ofScalar(scalar.left, o), right: ofScalar(scalar.right, o) };
}

function ofExpression(e: Expression, o: TextOnly): Expression {
  switch (e.node) {
    case 'attribute':
      return o.flatResource && e.scope === 'resource' && e.key !== 'service.name'
        ? { ...e, scope: 'any' }
        : e;
    case 'unary':
      return { ...e, operand: ofExpression(e.operand, o) };
    case 'logic':
      return { ...e, terms: e.terms.map((term) => ofExpression(term, o)) };
    case 'binary':
      return ofBinary(e, o);
    default:
      return e;
  }
}

function ofBinary(e: Binary, o: TextOnly): Binary {
  const [left, right] = [ofExpression(e.left, o), ofExpression(e.right, o)];
  if (left.node === 'literal') return { ...e, left: ofLiteral(left, right, e, o), right };
  if (right.node === 'literal') return { ...e, left, right: ofLiteral(right, left, e, o) };
  return { ...e, left, right };
}

const NAMES: ReadonlySet<string> = new Set(['name', 'rootName', 'rootServiceName']);

function ofLiteral(literal: Literal, other: Expression, { op }: Binary, o: TextOnly): Literal {
  if (literal.type !== 'string') return literal;
  const isName =
    other.node === 'intrinsic'
      ? NAMES.has(other.name)
      : other.node === 'attribute' && other.key === 'service.name' && other.scope !== 'span';
  if (isName) {
    if (!o.lowerCase) return literal;
    return {
      ...literal,
      value: op === '=~' || op === '!~' ? `(?i)(${literal.value})` : literal.value.toLowerCase(),
    };
  }
  if (other.node !== 'attribute' || op === '=~' || op === '!~') return literal;
  const { range } = literal;
  if (literal.value === 'true' || literal.value === 'false')
    return { node: 'literal', type: 'boolean', value: literal.value === 'true', range };
  if (!isNumber(literal.value)) return literal;
  const type = Number.isInteger(Number(literal.value)) ? 'int' : 'float';
  return { node: 'literal', type, value: Number(literal.value), range };
}

/** Only texts that a number would be written as: "007" and "1e3" stay text. */
const isNumber = (text: string) => /^-?\d{1,16}(\.\d+)?$/.test(text) && String(Number(text)) === text;

/** The same trace with the types that its attributes' texts suggest; everything else is shared. */
export function typedByText(trace: Trace): Trace {
  const { details, strings } = trace;
  if (!details) return trace;
  const { key, type, value } = details.attributes;
  const [types, values] = [Uint8Array.from(type), Float64Array.from(value)];
  /** Decided once a text. */
  const known = new Map<number, readonly [number, number] | undefined>();
  for (let row = 0; row < type.length; row++) {
    if (type[row] !== ATTR.string) continue;
    const id = value[row] ?? 0;
    if (!known.has(id)) known.set(id, typeOf(attributeText(readAttribute(details.attributes, strings, row))));
    const found = known.get(id);
    if (found) [types[row], values[row]] = found;
  }
  return { ...trace, details: { ...details, attributes: { key, type: types, value: values } } };
}

function typeOf(text: string): readonly [number, number] | undefined {
  if (text === 'true' || text === 'false') return [ATTR.bool, text === 'true' ? 1 : 0];
  if (!isNumber(text)) return undefined;
  const value = Number(text);
  return [Number.isInteger(value) ? ATTR.int : ATTR.double, value];
}
