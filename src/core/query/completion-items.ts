import { KIND_NAMES, STATUS_NAMES } from '../trace/columns.ts';
import type { Field } from './ast.ts';
import type { CompletionContext } from './complete.ts';
import { INTRINSICS, SCOPES, type ValueType } from './fields.ts';

export type CompletionItem = {
  readonly label: string;
  /** Put in place of the context's range. */
  readonly insert: string;
  readonly detail: string;
};

const item = (label: string, detail: string, insert = label): CompletionItem => ({ label, insert, detail });

const SHORTHAND: readonly CompletionItem[] = [
  item('service:', 'service of the span'),
  item('error', 'spans that failed'),
  item('slow>500ms', 'spans longer than that', 'slow>'),
  item('name:', 'operation of the span; * stands for anything'),
  item('status:5xx', 'HTTP status, or error, ok, unset', 'status:'),
  item('kind:', 'server, client, producer, consumer, internal'),
  item('env:', 'deployment environment'),
  item('version:', 'service version'),
  item('exception:', 'type or message of an exception'),
  item('event:', 'name of an event'),
  item('{ }', 'TraceQL', '{ '),
];

const STAGES: readonly CompletionItem[] = [
  item('count() >', 'number of spans', 'count() > '),
  item('max(duration) >', 'longest span', 'max(duration) > '),
  item('avg(duration) >', 'mean of the spans', 'avg(duration) > '),
  item('min(duration) <', 'shortest span', 'min(duration) < '),
  item('sum(duration) >', 'all together', 'sum(duration) > '),
  item('by()', 'a group for each value', 'by('),
  item('coalesce()', 'groups joined again'),
  item('select()', 'fields to show', 'select('),
  item('{ }', 'spans among these', '{ '),
];

const OPERATORS: Readonly<Record<string, string>> = {
  '=': 'equal',
  '!=': 'other than',
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
  '=~': 'matches the whole pattern',
  '!~': 'does not match',
};

const SPANSETS: readonly CompletionItem[] = [
  item('|', 'next stage', '| '),
  item('&&', 'and, in one trace', '&& { '),
  item('||', 'or', '|| { '),
  item('>>', 'with, somewhere below it', '>> { '),
  item('>', 'with, directly below it', '> { '),
  item('<<', 'with, somewhere above it', '<< { '),
  item('<', 'with, directly above it', '< { '),
  item('~', 'with, beside it', '~ { '),
  item('!>>', 'nothing of which is above', '!>> { '),
];

/** What the language itself offers. Attribute keys and values come from the backend. */
export function completionItems(context: CompletionContext): readonly CompletionItem[] {
  switch (context.kind) {
    case 'start':
      return context.shorthand && context.prefix === '' ? [...SHORTHAND, ...STAGES.slice(0, 2)] : SHORTHAND;
    case 'stage':
      return STAGES;
    case 'spanset':
      return SPANSETS;
    case 'join':
      return [
        item('&&', 'and, on the same span', '&& '),
        item('||', 'or', '|| '),
        item('}', 'end of the condition'),
      ];
    case 'operator':
      return operatorsFor(typeOf(context.field)).map((op) => item(op, OPERATORS[op] ?? '', `${op} `));
    case 'value':
      return valuesFor(context);
    case 'field':
      return context.scope === undefined ? fields() : [];
    case 'none':
      return [];
  }
}

const typeOf = (field: Field | undefined): ValueType =>
  field?.node === 'intrinsic' ? INTRINSICS[field.name].type : 'attribute';

function operatorsFor(type: ValueType): readonly string[] {
  const all = Object.keys(OPERATORS);
  if (type === 'status' || type === 'kind' || type === 'parent' || type === 'boolean') return all.slice(0, 2);
  return type === 'string' || type === 'attribute' ? all : all.slice(0, 6);
}

function valuesFor({ field, quote, shorthand }: CompletionContext): readonly CompletionItem[] {
  if (quote !== '') return [];
  switch (typeOf(field)) {
    case 'status':
      return STATUS_NAMES.map((name) => item(name, 'status')).reverse();
    case 'kind':
      return KIND_NAMES.slice(1).map((name) => item(name, 'kind'));
    case 'duration':
      return ['10ms', '100ms', '500ms', '1s', '5s'].map((text) => item(text, 'duration'));
    case 'parent':
      return [item('nil', 'there is none')];
    case 'attribute':
      return shorthand || !field
        ? []
        : [item('nil', 'absent'), item('true', 'truth value'), item('false', 'truth value')];
    default:
      return [];
  }
}

function fields(): readonly CompletionItem[] {
  const intrinsics = Object.entries(INTRINSICS)
    .filter(([name]) => !name.startsWith('nestedSet'))
    .map(([name, { about }]) => item(name, about));
  const scopes = SCOPES.map((scope) => item(`${scope}.`, `attribute of the ${scope}`));
  return [
    ...intrinsics,
    item('.', 'attribute wherever it is'),
    ...scopes,
    item('parent.', 'field of the parent span'),
  ];
}
