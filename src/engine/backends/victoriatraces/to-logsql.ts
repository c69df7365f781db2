import type { Binary, Expression, Field, IntrinsicName, Literal, Query } from '../../../core/query/ast.ts';
import { KIND, STATUS } from '../../../core/trace/columns.ts';
import { oneSpan } from './one-span.ts';

export type LogsQl = {
  /** Selects spans; what it leaves out of the query is more than it should find, never less. */
  readonly filter: string;
  /** The filter says all that the query does. */
  readonly whole: boolean;
};

/** Rows of the storage's own indexes carry no span id. */
const SPANS = 'span_id:*';

export function toLogsQl(query: Query): LogsQl {
  const { terms, whole } = oneSpan(query);
  const said = terms.map(ofExpression);
  const known = said.filter((text) => text !== undefined);
  return { filter: [SPANS, ...known].join(' '), whole: whole && known.length === said.length };
}

export const quoted = (text: string): string => JSON.stringify(text);

/** Fields by the names under which VictoriaTraces keeps them. */
export const spanField = (key: string): string => quoted(`span_attr:${key}`);
export const resourceField = (key: string): string => quoted(`resource_attr:${key}`);

const INTRINSICS: Partial<Record<IntrinsicName, string>> = {
  name: 'name',
  kind: 'kind',
  status: 'status_code',
  statusMessage: 'status_message',
  duration: 'duration',
  'trace:id': 'trace_id',
  'span:id': 'span_id',
  'span:parentID': 'parent_span_id',
  'instrumentation:name': 'scope_name',
  'instrumentation:version': 'scope_version',
};

function fieldsOf(field: Field): readonly string[] {
  if (field.parent) return [];
  if (field.node === 'intrinsic') {
    const name = INTRINSICS[field.name];
    return name === undefined ? [] : [name];
  }
  switch (field.scope) {
    case 'span':
      return [spanField(field.key)];
    case 'resource':
      return [resourceField(field.key)];
    case 'instrumentation':
      return [quoted(`scope_attr:${field.key}`)];
    default:
      // Events and links are numbered in the field's name; `.x` may be theirs too.
      return [];
  }
}

/** Undefined for what LogsQL has no words for. */
function ofExpression(e: Expression): string | undefined {
  switch (e.node) {
    case 'logic': {
      const terms = e.terms.map(ofExpression);
      if (terms.includes(undefined)) return undefined;
      return `(${terms.join(e.op === '&&' ? ' ' : ' or ')})`;
    }
    case 'unary': {
      const operand = e.op === '!' ? ofExpression(e.operand) : undefined;
      return operand === undefined ? undefined : `!(${operand})`;
    }
    case 'binary':
      return ofBinary(e);
    default:
      return undefined;
  }
}

const TURNED: Partial<Record<Binary['op'], Binary['op']>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const isField = (e: Expression): e is Field => e.node === 'attribute' || e.node === 'intrinsic';

function ofBinary({ op, left, right }: Binary): string | undefined {
  if (isField(left) && right.node === 'literal') return compare(left, op, right);
  if (isField(right) && left.node === 'literal') return compare(right, TURNED[op] ?? op, left);
  return undefined;
}

function compare(field: Field, op: Binary['op'], literal: Literal): string | undefined {
  const [name] = fieldsOf(field);
  if (name === undefined) return undefined;
  // Values are kept as text, empty ones not at all.
  if (literal.type === 'nil') return op === '=' ? `${name}:""` : op === '!=' ? `${name}:*` : undefined;
  switch (op) {
    case '=~':
    case '!~': {
      if (literal.type !== 'string') return undefined;
      const pattern = `${name}:~${quoted(`^(?:${literal.value})$`)}`;
      return op === '=~' ? `(${pattern} ${name}:*)` : `(!${pattern} ${name}:*)`;
    }
    case '=':
    case '!=': {
      const equal = equality(name, literal);
      if (equal === undefined) return undefined;
      // A span without the attribute is not "different from" it.
      return op === '=' ? equal : `(!(${equal}) ${name}:*)`;
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const isNumber = literal.type === 'int' || literal.type === 'float' || literal.type === 'duration';
      return isNumber ? `${name}:${op}${literal.value}` : undefined;
    }
    default:
      return undefined;
  }
}

function equality(name: string, literal: Literal): string | undefined {
  switch (literal.type) {
    case 'string':
      return literal.value === '' ? undefined : `${name}:=${quoted(literal.value)}`;
    case 'boolean':
      return `${name}:=${literal.value}`;
    case 'int':
      return `${name}:=${literal.digits ?? literal.value}`;
    case 'float':
    case 'duration':
      return `${name}:range[${literal.value}, ${literal.value}]`;
    case 'status':
      return `${name}:=${STATUS[literal.value]}`;
    case 'kind':
      return `${name}:=${KIND[literal.value]}`;
    default:
      return undefined;
  }
}
