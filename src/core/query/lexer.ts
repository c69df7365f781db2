import type { AttributeScope, NumberLiteral, StringLiteral, TextRange } from './ast.ts';
import { DURATION, durationNs } from './durations.ts';
import { isScope } from './fields.ts';

export type Token = TextRange &
  (
    | { readonly kind: 'symbol'; readonly text: string }
    /** A bare word: a keyword, an intrinsic's short name, or a mistake. */
    | { readonly kind: 'word'; readonly text: string }
    /** `span:name` and the like; the scope may be unknown. */
    | { readonly kind: 'scoped'; readonly scope: string; readonly name: string }
    | {
        readonly kind: 'attribute';
        readonly scope: AttributeScope;
        readonly parent: boolean;
        readonly key: string;
        /** A key in quotes is never an intrinsic's name. */
        readonly quoted: boolean;
        readonly keyStart: number;
      }
    /** `foo.bar`, where foo is no scope. */
    | { readonly kind: 'dotted'; readonly scope: string; readonly key: string }
    | { readonly kind: 'literal'; readonly literal: NumberLiteral | StringLiteral }
    | { readonly kind: 'error'; readonly message: string; readonly suggestion?: string }
    | { readonly kind: 'end' }
  );

/** Longest first: the first that fits is the token. */
const SYMBOLS =
  '&>> &<< !>> !<< && || &> &< &~ !> !< !~ != =~ >= <= >> << { } ( ) , | = < > ~ + - * / % ^ !'.split(' ');
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const BLANK = /[\s\u0085]+/y;
const ENDS_KEY = /[\s\u0085{}()=~!<>&|^,]/;

/** Never throws: what is no token becomes one of kind `error`, so that completion can work on half a query. */
export function tokenize(text: string, from = 0): Token[] {
  const tokens: Token[] = [];
  let at = from;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? '';
  };
  for (;;) {
    at += match(BLANK).length;
    if (at >= text.length) break;
    if (text.startsWith('//', at) || text.startsWith('/*', at)) {
      const line = text[at + 1] === '/';
      const end = line ? text.indexOf('\n', at) : text.indexOf('*/', at + 2);
      if (end < 0 && !line)
        tokens.push({
          kind: 'error',
          message: 'The comment is not closed: a */ is missing.',
          start: at,
          end: at + 2,
        });
      at = end < 0 ? text.length : end + (line ? 1 : 2);
      continue;
    }
    const token = next(text, at, match);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', start: text.length, end: text.length });
  return tokens;
}

function next(text: string, start: number, match: (pattern: RegExp) => string): Token {
  const char = text[start] ?? '';
  if (char === '"' || char === "'" || char === '`') return stringAt(text, start);
  if (/[0-9]/.test(char) || (char === '.' && /[0-9]/.test(text[start + 1] ?? '')))
    return numberAt(text, start, match);
  if (char === '.') return keyAt(text, start, start + 1, 'any', false);
  const word = match(WORD);
  if (word !== '') return wordAt(text, start, word);
  if (text.startsWith('==', start))
    return {
      kind: 'error',
      message: 'Equality is written =, not ==.',
      suggestion: '=',
      start,
      end: start + 2,
    };
  const symbol = SYMBOLS.find((s) => text.startsWith(s, start));
  if (symbol) return { kind: 'symbol', text: symbol, start, end: start + symbol.length };
  const whole = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const message =
    char === '&' ? 'Conditions are joined with &&, not &.' : `${JSON.stringify(whole)} cannot stand here.`;
  const suggestion = char === '&' ? { suggestion: '&&' } : {};
  return { kind: 'error', message, ...suggestion, start, end: start + whole.length };
}

function wordAt(text: string, start: number, word: string): Token {
  const end = start + word.length;
  if (text[end] === ':') {
    WORD.lastIndex = end + 1;
    const name = WORD.exec(text)?.[0] ?? '';
    return { kind: 'scoped', scope: word, name, start, end: end + 1 + name.length };
  }
  if (text[end] !== '.') return { kind: 'word', text: word, start, end };
  if (isScope(word)) return keyAt(text, start, end + 1, word, false);
  if (word === 'parent') {
    for (const scope of ['span', 'resource'] as const)
      if (text.startsWith(`${scope}.`, end + 1))
        return keyAt(text, start, end + 2 + scope.length, scope, true);
    return keyAt(text, start, end + 1, 'any', true);
  }
  const key = keyAt(text, start, end + 1, 'any', false);
  return key.kind === 'attribute' ? { kind: 'dotted', scope: word, key: key.key, start, end: key.end } : key;
}

/** An attribute's name: everything up to a blank or an operator; parts in quotes may hold those too. */
function keyAt(text: string, start: number, from: number, scope: AttributeScope, parent: boolean): Token {
  let key = '';
  let quoted = false;
  let at = from;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '"') {
      quoted = true;
      for (at++; at < text.length && text[at] !== '"'; at++) {
        if (text[at] === '\\' && /["\\]/.test(text[at + 1] ?? '')) at++;
        key += text[at];
      }
      if (at >= text.length)
        return {
          kind: 'error',
          message: 'The name is not closed: a " is missing.',
          start: from,
          end: text.length,
        };
      at++;
    } else if (ENDS_KEY.test(char)) break;
    else {
      key += char;
      at++;
    }
  }
  if (key === '') {
    const after = text.slice(start, from);
    return { kind: 'error', message: `An attribute's name is missing after "${after}".`, start, end: from };
  }
  return { kind: 'attribute', scope, parent, key, quoted, keyStart: from, start, end: at };
}

function numberAt(text: string, start: number, match: (pattern: RegExp) => string): Token {
  const duration = match(DURATION);
  const number = match(NUMBER);
  const source = duration.length > number.length ? duration : number;
  const end = start + source.length;
  WORD.lastIndex = end;
  const rest = WORD.exec(text)?.[0] ?? '';
  if (rest !== '') {
    const wrong = `${source}${rest}`;
    const message = `${wrong} is neither a number nor a duration: the units are ns, us, ms, s, m, h, d, w, y.`;
    return { kind: 'error', message, start, end: start + wrong.length };
  }
  const range = { start, end };
  const beyond: Token = { kind: 'error', message: `${source} is beyond 64 bits.`, start, end };
  const value = source === duration ? durationNs(source) : Number(source);
  if (source === duration)
    return value < 2 ** 63 ? literal({ node: 'literal', type: 'duration', value, range }) : beyond;
  if (/[.eE]/.test(source))
    return Number.isFinite(value) ? literal({ node: 'literal', type: 'float', value, range }) : beyond;
  if (Number.isSafeInteger(value)) return literal({ node: 'literal', type: 'int', value, range });
  const digits = source.replace(/^0+(?=\d)/, '');
  // 2^63 itself is let through for `-9223372036854775808`.
  if (digits.length > 19 || BigInt(digits) > 9223372036854775808n) return beyond;
  return literal({ node: 'literal', type: 'int', value, digits, range });
}

const literal = (value: NumberLiteral | StringLiteral): Token => ({
  kind: 'literal',
  literal: value,
  ...value.range,
});

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** Go's strings. An escape Go does not know stands for itself, so that "\d+" is the pattern it looks like. */
function stringAt(text: string, start: number): Token {
  const quote = text[start] ?? '"';
  let value = '';
  let at = start + 1;
  for (; at < text.length && text[at] !== quote; at++) {
    const char = text[at] ?? '';
    if (char === '\n' && quote !== '`') break;
    if (char !== '\\' || quote === '`') {
      value += char;
      continue;
    }
    const code = /^(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})/.exec(
      text.slice(at + 1, at + 10),
    );
    const escaped = text[at + 1] ?? '';
    if (code) {
      const point = /^\d/.test(code[0]) ? Number.parseInt(code[0], 8) : Number.parseInt(code[0].slice(1), 16);
      value += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
      at += code[0].length;
    } else {
      value += ESCAPES[escaped] ?? `\\${escaped}`;
      at++;
    }
  }
  if (text[at] !== quote) {
    const end = Math.min(at, text.length);
    return { kind: 'error', message: `The string is not closed: a ${quote} is missing.`, start, end };
  }
  return literal({ node: 'literal', type: 'string', value, range: { start, end: at + 1 } });
}
