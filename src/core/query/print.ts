import type { Expression, Field, Literal, Query, Scalar, Spanset, Stage } from './ast.ts';
import { durationText } from './durations.ts';
import { intrinsicNamed } from './fields.ts';

/**
 * The query as TraceQL: what is shown for shorthand and sent to backends that speak it. Parsing it gives the same
 * tree. Runs of && and || that meet are parenthesised, as TraceQL gives neither the precedence people expect.
 */
export function toTraceQl(query: Query): string {
  const stages = printStages(query.stages);
  if (query.hints.length === 0) return stages;
  return `${stages} with (${query.hints.map((h) => `${h.name}=${printLiteral(h.value)}`).join(', ')})`;
}

const printStages = (stages: readonly Stage[]) => stages.map((stage) => printStage(stage)).join(' | ');

export function printStage(stage: Stage): string {
  switch (stage.node) {
    case 'aggregate-filter':
      return `${printScalar(stage.left, 2)} ${stage.op} ${printScalar(stage.right, 2)}`;
    case 'by':
      return `by(${printExpression(stage.value)})`;
    case 'coalesce':
      return 'coalesce()';
    case 'select':
      return `select(${stage.fields.map(printField).join(', ')})`;
    default:
      return printSpanset(stage);
  }
}

function printSpanset(spanset: Spanset): string {
  switch (spanset.node) {
    case 'filter':
      return spanset.where ? `{ ${printExpression(spanset.where)} }` : '{ }';
    case 'pipeline':
      return `(${printStages(spanset.stages)})`;
    case 'combination': {
      const { left, op, right } = spanset;
      // Operators group from the left; any other grouping is spelled out, and so is every mixture.
      const open = left.node === 'combination' && left.op !== op;
      const [l, r] = [printSpanset(left), printSpanset(right)];
      return `${open ? `(${l})` : l} ${op} ${right.node === 'combination' ? `(${r})` : r}`;
    }
  }
}

const SCALAR_LEVEL = { '+': 3, '-': 3, '*': 5, '/': 5, '%': 5, '^': 6 } as const;

function printScalar(s: Scalar, level: number): string {
  if (s.node === 'literal') return printLiteral(s);
  if (s.node === 'aggregate') return `${s.name}(${s.of ? printExpression(s.of) : ''})`;
  const own = SCALAR_LEVEL[s.op];
  const [left, right] = s.op === '^' ? [own + 1, own] : [own, own + 1];
  const text = `${printScalar(s.left, left)} ${s.op} ${printScalar(s.right, right)}`;
  return own < level ? `(${text})` : text;
}

const LEVEL: Readonly<Record<string, number>> = { ...SCALAR_LEVEL, '&&': 1, '||': 1 };

export function printExpression(e: Expression, level = 0): string {
  switch (e.node) {
    case 'literal': {
      const negative = e.type !== 'string' && typeof e.value === 'number' && e.value < 0;
      const text = printLiteral(e);
      return negative && text !== 'minInt' && level > 4 ? `(${text})` : text;
    }
    case 'attribute':
    case 'intrinsic':
      return printField(e);
    case 'unary': {
      const own = e.op === '-' ? 4 : 5;
      // `-(1)` stays apart from the number -1.
      const number = e.op === '-' && e.operand.node === 'literal';
      const text = `${e.op}${number ? `(${printExpression(e.operand)})` : printExpression(e.operand, 7)}`;
      return level > own ? `(${text})` : text;
    }
    case 'logic': {
      const text = e.terms.map((term) => printExpression(term, 2)).join(` ${e.op} `);
      return level > 1 ? `(${text})` : text;
    }
    case 'binary': {
      const own = LEVEL[e.op] ?? 2;
      // A comparison of comparisons is always spelled out.
      const [left, right] = e.op === '^' ? [own + 1, own] : own === 2 ? [3, 3] : [own, own + 1];
      const text = `${printExpression(e.left, left)} ${e.op} ${printExpression(e.right, right)}`;
      return own < level ? `(${text})` : text;
    }
  }
}

export function printField(field: Field): string {
  const parent = field.parent ? 'parent.' : '';
  if (field.node === 'intrinsic') return `${parent}${field.name}`;
  const scope = field.scope === 'any' ? (field.parent ? '' : '.') : `${field.scope}.`;
  return `${parent}${scope}${printKey(field.key, field.scope === 'any', field.parent)}`;
}

function printKey(key: string, any: boolean, parent: boolean): string {
  const special = /[\s\u0085{}()=~!<>&|^,"]/.test(key) || key === '';
  // `.5` is a number; `parent.name` and `parent.span.x` mean other things.
  const taken =
    any && (parent ? intrinsicNamed(key) !== undefined || /^(span|resource)\./.test(key) : /^\d/.test(key));
  return special || taken ? `"${key.replaceAll(/["\\]/g, '\\$&')}"` : key;
}

export function printLiteral(literal: Literal): string {
  switch (literal.type) {
    case 'string':
      return printString(literal.value);
    case 'duration':
      return literal.value < 0 ? `-${durationText(-literal.value)}` : durationText(literal.value);
    case 'float':
      return /[.e]/.test(String(literal.value)) ? String(literal.value) : `${literal.value}.0`;
    case 'int':
      // Written out it would be a sign before a number beyond 64 bits.
      return literal.digits === MIN_INT ? 'minInt' : (literal.digits ?? String(literal.value));
    case 'nil':
      return 'nil';
    default:
      return String(literal.value);
  }
}

const MIN_INT = '-9223372036854775808';
const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export function printString(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
  const escaped = text.replaceAll(/["\\\u0000-\u001f\u007f]/g, (char) => {
    if (char === '"' || char === '\\') return `\\${char}`;
    return ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
