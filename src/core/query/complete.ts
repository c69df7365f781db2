import type { AttributeScope, Field, TextRange } from './ast.ts';
import { completeShorthand } from './complete-shorthand.ts';
import { intrinsicNamed, isScope } from './fields.ts';
import { type Token, tokenize } from './lexer.ts';
import { isTraceQl } from './parse-query.ts';

/**
 * What can stand at the cursor:
 * `start`: a whole query or a word of shorthand. `field`: an attribute or intrinsic. `operator`: after a field.
 * `value`: after an operator. `join`: after a complete condition. `spanset`: after a `}`. `stage`: after a `|`.
 */
export type CompletionKind = 'start' | 'field' | 'operator' | 'value' | 'join' | 'spanset' | 'stage' | 'none';

export type CompletionContext = {
  readonly kind: CompletionKind;
  /** What a completion replaces: from where the word began to the cursor. */
  readonly range: TextRange;
  /** What is typed of it, without quotes and scope. */
  readonly prefix: string;
  /** For `field`: the scope typed before the name, whose attribute keys fit. Undefined where none is typed yet. */
  readonly scope: AttributeScope | undefined;
  /** For `operator` and `value`: what is compared, whose values fit. */
  readonly field: Field | undefined;
  /** For `value`: the quote the value was begun with, '' for none. */
  readonly quote: string;
  /** Shorthand has its own keys, and values without quotes. */
  readonly shorthand: boolean;
};

const COMPARISON = new Set(['=', '!=', '<', '<=', '>', '>=', '=~', '!~']);
const JOINING = new Set(['{', '(', '&&', '||', '!', ',']);
const SPANSET_OPERATORS = new Set('&& || > >> < << ~ !> !>> !< !<< !~ &> &>> &< &<< &~'.split(' '));

/** The text after the cursor is not looked at: half a query has to do. */
export function completionAt(text: string, cursor: number): CompletionContext {
  const before = text.slice(0, cursor);
  if (before.trim() !== '' && !isTraceQl(before)) return completeShorthand(before);
  const tokens = tokenize(before).filter((token) => token.kind !== 'end');
  const last = tokens.at(-1);
  const touching = last && last.end === cursor ? partOf(last, before) : undefined;
  const done = touching ? tokens.slice(0, -1) : tokens;
  const place = placeAfter(done);
  const { kind, field } = place;
  const nothing = { range: { start: cursor, end: cursor }, prefix: '', scope: undefined, quote: '' };
  const { range, prefix, scope, quote } = touching ?? nothing;
  const accepts = kind === 'field' || kind === 'value' || (scope === undefined && quote === '');
  if (!accepts) return { kind: 'none', ...nothing, field: undefined, shorthand: false };
  return { kind, range, prefix, scope, quote, field, shorthand: before.trim() === '' };
}

type Part = Pick<CompletionContext, 'range' | 'prefix' | 'scope' | 'quote'>;

/** A token the cursor touches is still being written, unless it is a sign. */
function partOf(token: Token, text: string): Part | undefined {
  const { start, end } = token;
  const part = (prefix: string, from = start): Part => ({
    range: { start: from, end },
    prefix,
    scope: undefined,
    quote: '',
  });
  switch (token.kind) {
    case 'word':
      return part(token.text);
    case 'scoped':
      return part(`${token.scope}:${token.name}`);
    case 'dotted':
      return part(`${token.scope}.${token.key}`);
    case 'attribute':
      return { ...part(token.key, token.keyStart), scope: token.scope };
    case 'literal': {
      if (token.literal.type !== 'string') return part(text.slice(start, end));
      // Behind the closing quote the value is written; before it the quote is still open and an error.
      return undefined;
    }
    case 'error': {
      // `span."http ro`: the name's quote is open.
      const open = /(\w*)\."([^"]*)$/.exec(text);
      if (open) return { ...part(open[2] ?? '', end - (open[2] ?? '').length - 1), scope: scopeOf(open[1]) };
      const quote = text[start] ?? '';
      if (/["'`]/.test(quote)) return { ...part(text.slice(start + 1, end)), quote };
      const scoped = /^(?:parent\.)?(\w*)\.$/.exec(text.slice(start, end));
      return scoped ? { ...part('', end), scope: scopeOf(scoped[1]) } : undefined;
    }
    default:
      return undefined;
  }
}

const scopeOf = (word = ''): AttributeScope => (isScope(word) ? word : 'any');

type Place = { readonly kind: CompletionKind; readonly field?: Field | undefined };

function placeAfter(tokens: readonly Token[]): Place & { readonly field: Field | undefined } {
  const place = enclosing(tokens) === '{' ? insideBraces(tokens) : outside(tokens);
  return { kind: place.kind, field: place.field };
}

/** The bracket the cursor is in: a brace, or the name of the function whose parenthesis is open. */
function enclosing(tokens: readonly Token[]): string {
  const open: string[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== 'symbol') return;
    const before = tokens[i - 1];
    if (token.text === '{') open.push('{');
    else if (token.text === '(')
      open.push(open.at(-1) === '{' ? '{' : before?.kind === 'word' ? before.text : '(');
    else if (token.text === '}' || token.text === ')') open.pop();
  });
  return open.at(-1) ?? '';
}

function insideBraces(tokens: readonly Token[]): Place {
  let start = tokens.length;
  while (start > 0 && !isSymbol(tokens[start - 1], JOINING)) start--;
  const term = tokens.slice(start);
  const last = term.at(-1);
  if (!last) return { kind: 'field' };
  const compared = term.findIndex((token) => isSymbol(token, COMPARISON));
  const field = fieldOf(term[0]);
  if (last.kind === 'symbol' && last.text !== ')') return { kind: 'value', field };
  return compared >= 0 ? { kind: 'join' } : { kind: 'operator', field };
}

function outside(tokens: readonly Token[]): Place {
  const last = tokens.at(-1);
  if (!last) return { kind: 'start' };
  const within = enclosing(tokens);
  if (/^(by|select|avg|min|max|sum)$/.test(within))
    return isSymbol(last, JOINING) ? { kind: 'field' } : { kind: 'none' };
  if (last.kind !== 'symbol') return { kind: last.kind === 'literal' ? 'spanset' : 'none' };
  if (last.text === '|') return { kind: 'stage' };
  if (last.text === '(') return { kind: within === '(' ? 'stage' : 'none' };
  if (last.text === '}') return { kind: 'spanset' };
  if (last.text === ')') return { kind: closesAggregate(tokens) ? 'operator' : 'spanset' };
  return SPANSET_OPERATORS.has(last.text) && !closesAggregate(tokens.slice(0, -1))
    ? { kind: 'stage' }
    : { kind: 'value' };
}

/** Whether the last token ends `count()` or another aggregate, which is to be compared. */
function closesAggregate(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i];
    if (isSymbol(token, CLOSE)) depth++;
    else if (isSymbol(token, OPEN) && --depth === 0) {
      const name = tokens[i - 1];
      return name?.kind === 'word' && /^(count|avg|min|max|sum)$/.test(name.text);
    }
    if (depth === 0) return false;
  }
  return false;
}

const OPEN = new Set(['(']);
const CLOSE = new Set([')']);

const isSymbol = (token: Token | undefined, among: ReadonlySet<string>): boolean =>
  token?.kind === 'symbol' && among.has(token.text);

function fieldOf(token: Token | undefined): Field | undefined {
  if (!token) return undefined;
  const range = { start: token.start, end: token.end };
  if (token.kind === 'attribute') {
    const { scope, key, parent } = token;
    return { node: 'attribute', scope, key, parent, range };
  }
  const spelling =
    token.kind === 'word' ? token.text : token.kind === 'scoped' ? `${token.scope}:${token.name}` : '';
  const name = intrinsicNamed(spelling);
  return name && { node: 'intrinsic', name, parent: false, range };
}
