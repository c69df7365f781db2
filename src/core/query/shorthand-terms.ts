import { KIND_NAMES, type KindName, STATUS_NAMES, type StatusName } from '../trace/columns.ts';
import type { ComparisonOperator, Expression, Field, Intrinsic, Literal, TextRange } from './ast.ts';
import { attribute, compared, intrinsic, negate, orOf, status, text } from './build-nodes.ts';
import { DURATION, durationNs } from './durations.ts';
import { INTRINSICS, intrinsicNamed, isScope } from './fields.ts';
import { QueryError } from './query-error.ts';
import { list } from './token-reader.ts';

/** One word of shorthand; key and operator are empty for a bare word or phrase. */
export type Term = {
  readonly key: string;
  readonly op: string;
  readonly text: string;
  readonly quoted: boolean;
  readonly range: TextRange;
};

type Translate = (term: Term) => Expression;

/** Words with a meaning of their own; every other key is an attribute's. */
const KEYS: Readonly<Record<string, Translate>> = {
  ...keys('service svc service.name', (t) => textual(attribute('resource', 'service.name', t.range), t)),
  ...keys('name operation op span', (t) => textual(intrinsic('name', t.range), t)),
  ...keys('root rootname', (t) => textual(intrinsic('rootName', t.range), t)),
  ...keys('rootservice', (t) => textual(intrinsic('rootServiceName', t.range), t)),
  ...keys('message statusmessage', (t) => textual(intrinsic('statusMessage', t.range), t)),
  ...keys('event', (t) => textual(intrinsic('event:name', t.range), t)),
  ...keys('library lib scope', (t) => textual(intrinsic('instrumentation:name', t.range), t)),
  ...keys('version', (t) => textual(attribute('resource', 'service.version', t.range), t)),
  ...keys('namespace', (t) => textual(attribute('resource', 'service.namespace', t.range), t)),
  ...keys('env environment', (t) =>
    positively(t, (p) => [
      textual(attribute('resource', 'deployment.environment.name', p.range), p),
      textual(attribute('resource', 'deployment.environment', p.range), p),
    ]),
  ),
  ...keys('exception', (t) =>
    positively(t, (p) => [
      containing(attribute('event', 'exception.type', p.range), p),
      containing(attribute('event', 'exception.message', p.range), p),
    ]),
  ),
  ...keys('traceid trace_id trace.id', (t) => textual(intrinsic('trace:id', t.range), t)),
  ...keys('spanid span_id span.id', (t) => textual(intrinsic('span:id', t.range), t)),
  trace: (t) => (isOrder(t.op) ? timed('traceDuration', t) : textual(intrinsic('trace:id', t.range), t)),
  ...keys('traceduration', (t) => timed('traceDuration', t)),
  ...keys('duration dur took latency', (t) => timed('duration', t)),
  slow: (t) => timed('duration', t.op === ':' || t.op === '=' ? { ...t, op: '>' } : t),
  fast: (t) => timed('duration', t.op === ':' || t.op === '=' ? { ...t, op: '<' } : t),
  kind: (t) => chosen(intrinsic('kind', t.range), t, KIND_NAMES.slice(1)),
  status: (t) => (/^\d/.test(t.text) ? httpStatus(t) : chosen(intrinsic('status', t.range), t, STATUS_NAMES)),
  error: (t) => {
    if (!/^(true|false)$/i.test(t.text) || !isEquality(t.op)) return attributed(t);
    const wanted = (t.text.toLowerCase() === 'true') === (t.op !== '!=');
    return compared(wanted ? '=' : '!=', intrinsic('status', t.range), status('error', t.range));
  },
};

function keys(names: string, translate: Translate): Record<string, Translate> {
  return Object.fromEntries(names.split(' ').map((name) => [name, translate]));
}

export function translate(term: Term): Expression {
  if (term.op === '') return bareWord(term);
  if (term.text === '' && !term.quoted)
    throw new QueryError(`A value is missing after "${term.op}".`, term.range);
  const key = term.key.toLowerCase();
  const own = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  if (own) return own(term);
  const name = intrinsicNamed(term.key);
  if (name) {
    const { type } = INTRINSICS[name];
    return type === 'string' ? textual(intrinsic(name, term.range), term) : timed(name, term);
  }
  return attributed(term);
}

function bareWord(t: Term): Expression {
  const { range } = t;
  if (!t.quoted) {
    const word = t.text.toLowerCase();
    if (word === 'errors' || (STATUS_NAMES as readonly string[]).includes(word))
      return compared(
        '=',
        intrinsic('status', range),
        status(word === 'errors' ? 'error' : (word as StatusName), range),
      );
    if (word === 'slow' || word === 'fast') {
      const suggestion = word === 'slow' ? 'slow>500ms' : 'fast<10ms';
      throw new QueryError(`"${t.text}" needs a limit, such as ${suggestion}.`, range, { suggestion });
    }
    if (/^(?:[0-9a-f]{32}|[0-9a-f]{16})$/i.test(word) && /[a-f]/.test(word) && /\d/.test(word)) {
      const trace = compared('=', intrinsic('trace:id', range), text(word, range));
      return word.length === 32
        ? trace
        : orOf([trace, compared('=', intrinsic('span:id', range), text(word, range))], range);
    }
  }
  return orOf(
    [containing(intrinsic('name', range), t), containing(attribute('resource', 'service.name', range), t)],
    range,
  );
}

/** A text field: lists with commas and `*` are for the unquoted. */
function textual(field: Field, t: Term): Expression {
  const op = t.op === ':' ? '=' : (t.op as ComparisonOperator);
  if (op !== '=' && op !== '!=') return compared(op, field, text(t.text, t.range));
  if (!t.quoted && /[*,]/.test(t.text)) {
    const pattern = t.text.split(',').filter(Boolean).map(wildcard).join('|');
    return compared(op === '=' ? '=~' : '!~', field, text(pattern, t.range));
  }
  return compared(op, field, text(t.text, t.range));
}

function containing(field: Field, t: Term): Expression {
  const inner = t.quoted ? escaped(t.text) : wildcard(t.text);
  return compared('=~', field, text(`(?i).*${inner}.*`.replaceAll(/(?:\.\*){2,}/g, '.*'), t.range));
}

/** An attribute of any scope: its type is unknown, so a number or truth value also matches where it was sent as text. */
function attributed(t: Term): Expression {
  const field = fieldOf(t);
  const op = t.op === ':' ? '=' : (t.op as ComparisonOperator);
  const value = t.quoted ? undefined : numberOrTruth(t.text, t.range);
  if (value === undefined) {
    if (isOrder(op) && !t.quoted) {
      const ns = asDuration(t.text);
      if (ns !== undefined)
        return compared(op, field, { node: 'literal', type: 'duration', value: ns, range: t.range });
    }
    return textual(field, t);
  }
  if (!isEquality(op)) return op === '=~' || op === '!~' ? textual(field, t) : compared(op, field, value);
  const equal = orOf([compared('=', field, value), compared('=', field, text(t.text, t.range))], t.range);
  return op === '!=' ? negate(equal, t.range) : equal;
}

function fieldOf(t: Term): Field {
  const key = t.key.startsWith('@') || t.key.startsWith('.') ? t.key.slice(1) : t.key;
  if (key === '') throw new QueryError(`An attribute's name is missing before "${t.op}".`, t.range);
  const dot = t.key.indexOf('.');
  const scope = t.key.slice(0, Math.max(0, dot));
  if (isScope(scope) && dot < t.key.length - 1) return attribute(scope, t.key.slice(dot + 1), t.range);
  if (scope === 'parent' && dot < t.key.length - 1) {
    const name = intrinsicNamed(t.key.slice(dot + 1));
    if (name) return { ...intrinsic(name, t.range), parent: true };
    return { ...fieldOf({ ...t, key: t.key.slice(dot + 1) }), parent: true };
  }
  return attribute('any', key, t.range);
}

function timed(name: Intrinsic['name'], t: Term): Expression {
  const field = intrinsic(name, t.range);
  const at = (ns: number): Literal => ({ node: 'literal', type: 'duration', value: ns, range: t.range });
  const [from, to] = t.text.split('..');
  const [low, high] = [asDuration(from ?? ''), to === undefined ? undefined : asDuration(to)];
  if (INTRINSICS[name].type === 'int' && /^-?\d{1,15}$/.test(t.text) && t.op !== '=~' && t.op !== '!~') {
    const value: Literal = { node: 'literal', type: 'int', value: Number(t.text), range: t.range };
    return compared(t.op === ':' ? '=' : (t.op as ComparisonOperator), field, value);
  }
  if (low !== undefined && high !== undefined && t.op === ':')
    return {
      node: 'logic',
      op: '&&',
      terms: [compared('>=', field, at(low)), compared('<=', field, at(high))],
      range: t.range,
    };
  if (low === undefined || to !== undefined || t.op === '=~' || t.op === '!~')
    throw new QueryError(`${t.key} is a duration such as 500ms or 1.5s.`, t.range, {
      expected: ['500ms'],
      ...(/^\d+$/.test(t.text) ? { suggestion: `${t.key}${t.op}${t.text}ms` } : {}),
    });
  return compared(t.op === ':' ? '>=' : (t.op as ComparisonOperator), field, at(low));
}

function chosen(field: Intrinsic, t: Term, words: readonly string[]): Expression {
  const word = t.text.toLowerCase();
  if (!words.includes(word) || !isEquality(t.op))
    throw new QueryError(`${field.name} is ${list(words)}.`, t.range, { expected: words });
  const value: Literal =
    field.name === 'kind'
      ? { node: 'literal', type: 'kind', value: word as KindName, range: t.range }
      : status(word as StatusName, t.range);
  return compared(t.op === '!=' ? '!=' : '=', field, value);
}

/** `status:500` and `status:5xx` are HTTP's; both names of the attribute are in use. */
function httpStatus(t: Term): Expression {
  const whole = /^(\d)xx$/i.exec(t.text);
  const names = ['http.response.status_code', 'http.status_code'];
  const range = t.range;
  const number = (value: number): Literal => ({ node: 'literal', type: 'int', value, range });
  if (!whole && !/^\d{1,9}$/.test(t.text))
    throw new QueryError(`status is ${list(STATUS_NAMES)}, or a number such as 500 or 5xx for HTTP.`, range);
  if (!whole)
    return orOf(
      names.map((key) => attributed({ ...t, key: `span.${key}` })),
      range,
    );
  if (!isEquality(t.op)) throw new QueryError(`${t.op} does not go with ${t.text}.`, range);
  const first = Number(whole[1]) * 100;
  const within = (key: string): Expression => {
    const field = attribute('span', key, range);
    const terms = [compared('>=', field, number(first)), compared('<', field, number(first + 100))];
    return { node: 'logic', op: '&&', terms, range };
  };
  const any = orOf(names.map(within), range);
  return t.op === '!=' ? negate(any, range) : any;
}

/** For terms that look at several fields: `!=` is then the negation of finding it in any. */
function positively(t: Term, fields: (positive: Term) => Expression[]): Expression {
  if (t.op !== '!=') return orOf(fields(t), t.range);
  return negate(orOf(fields({ ...t, op: '=' }), t.range), t.range);
}

const isOrder = (op: string): op is '<' | '<=' | '>' | '>=' => /^[<>]=?$/.test(op);
const isEquality = (op: string) => op === ':' || op === '=' || op === '!=';
const escaped = (plain: string) => plain.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const wildcard = (plain: string) => plain.split('*').map(escaped).join('.*');

function asDuration(plain: string): number | undefined {
  DURATION.lastIndex = 0;
  return DURATION.exec(plain)?.[0] === plain && plain !== '' ? durationNs(plain) : undefined;
}

function numberOrTruth(plain: string, range: TextRange): Literal | undefined {
  if (plain === 'true' || plain === 'false')
    return { node: 'literal', type: 'boolean', value: plain === 'true', range };
  if (/^-?\d{1,15}$/.test(plain)) return { node: 'literal', type: 'int', value: Number(plain), range };
  if (/^-?\d{1,15}\.\d{1,15}$/.test(plain))
    return { node: 'literal', type: 'float', value: Number(plain), range };
  return undefined;
}
