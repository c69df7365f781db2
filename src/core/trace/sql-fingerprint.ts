import { ByteSink } from './byte-sink.ts';
import { byteSet, CLASS, classOf, isDigit, LOWER } from './char-class.ts';

/**
 * The shape of a database statement: what stays the same from call to call of one line of code. Literals and
 * placeholders become `?`, lists of them one `?`, comments and the kind of white space go, letters become lower case,
 * quotes around plain identifiers go. Works on any statement text (Redis commands, JSON queries), not only SQL.
 */
export function sqlFingerprint(statement: string): string {
  const sink = new ByteSink();
  const bytes = encoder.encode(statement);
  writeSqlFingerprint(bytes, sink);
  return sink.text();
}

const encoder = new TextEncoder();

/** Text beyond this is not looked at: a fingerprint that long tells nothing apart any more. */
const MAX_INPUT = 65_536;
const MAX_OUTPUT = 2_048;

const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const BACKTICK = 96;
const BACKSLASH = 92;
const PLACEHOLDER = 63;
const COMMA = 44;
const OPEN = 40;
const CLOSE = 41;
const DOT = 46;
const MINUS = 45;
const PLUS = 43;
const SLASH = 47;
const STAR = 42;
const COLON = 58;
const AT = 64;
const DOLLAR = 36;
const PERCENT = 37;
const SEMICOLON = 59;
const SPACE = 32;
const UNDERSCORE = 95;
const NEWLINE = 10;
const OPEN_BRACE = 123;
const OPEN_BRACKET = 91;

/** As `sqlFingerprint`, bytes to bytes: replaces what `out` held. */
export function writeSqlFingerprint(source: Uint8Array, out: ByteSink): void {
  out.length = 0;
  const end = Math.min(source.length, MAX_INPUT);
  let at = 0;
  while (at < end && classOf(source[at] ?? 0) === CLASS.space) at++;
  const json = source[at] === OPEN_BRACE || source[at] === OPEN_BRACKET;
  while (at < end && out.length < MAX_OUTPUT) {
    const byte = source[at] ?? 0;
    const kind = classOf(byte);
    if (kind === CLASS.space) at++;
    else if (byte === MINUS && source[at + 1] === MINUS) at = lineEnd(source, at, end);
    else if (byte === SLASH && source[at + 1] === STAR) at = commentEnd(source, at + 2, end);
    else if (byte === QUOTE) at = literal(out, stringEnd(source, at + 1, end, QUOTE));
    else if (byte === DOUBLE_QUOTE || byte === BACKTICK) at = quoted(source, at, end, json, out);
    else if (kind === CLASS.digit) at = literal(out, numberEnd(source, at, end));
    else if (kind === CLASS.letter || byte === UNDERSCORE) at = word(source, at, end, out);
    else at = (json ? undefined : placeholder(source, at, end, out)) ?? punctuation(source, at, out);
  }
  while (out.last() === SEMICOLON || out.last() === SPACE) out.length--;
}

function lineEnd(source: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && source[at] !== NEWLINE) at++;
  return at;
}

function commentEnd(source: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) if (source[at] === STAR && source[at + 1] === SLASH) return at + 2;
  return end;
}

/** After the closing quote; a doubled quote and a backslash escape stay inside. */
function stringEnd(source: Uint8Array, from: number, end: number, quote: number): number {
  let at = from;
  while (at < end) {
    const byte = source[at];
    if (byte === BACKSLASH) at++;
    else if (byte === quote) {
      if (source[at + 1] !== quote) return at + 1;
      at++;
    }
    at++;
  }
  return end;
}

function numberEnd(source: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = source[at] ?? 0;
    const before = (source[at - 1] ?? 0) | 32;
    const signOfExponent =
      (byte === MINUS || byte === PLUS) && before === 101 && isDigit(source[at + 1] ?? 0);
    if (!isWordByte(byte) && byte !== DOT && !signOfExponent) break;
    at++;
  }
  return at;
}

const wordBytes = new Uint8Array(256);
for (let b = 0; b < 256; b++) wordBytes[b] = b === UNDERSCORE || classOf(b) >= CLASS.digit ? 1 : 0;

const isWordByte = (byte: number) => wordBytes[byte] === 1;

/** `"name"` and `` `name` `` read as name; anything else in double quotes is a value (MySQL). In JSON keys stay. */
function quoted(source: Uint8Array, from: number, end: number, json: boolean, out: ByteSink): number {
  const quote = source[from] ?? 0;
  const close = stringEnd(source, from + 1, end, quote);
  let plain = close - from > 2 && !isDigit(source[from + 1] ?? 0);
  for (let at = from + 1; at < close - 1 && plain; at++)
    plain = isWordByte(source[at] ?? 0) || source[at] === DOLLAR;
  if (json) {
    let next = close;
    while (next < end && classOf(source[next] ?? 0) === CLASS.space) next++;
    plain = source[next] === COLON;
  }
  if (!plain && quote === DOUBLE_QUOTE) return literal(out, close);
  separate(out);
  out.pushMapped(source, from + 1, close - 1, LOWER);
  return close;
}

/** A word, or a string literal with a prefix: `E'...'`, `N'...'`, `X'...'`. */
function word(source: Uint8Array, from: number, end: number, out: ByteSink): number {
  let at = from;
  while (at < end && (isWordByte(source[at] ?? 0) || source[at] === DOLLAR)) at++;
  if (source[at] === QUOTE && at - from <= 2) return literal(out, stringEnd(source, at + 1, end, QUOTE));
  separate(out);
  out.pushMapped(source, from, at, LOWER);
  return at;
}

/** `?`, `$1`, `:name`, `@name`, `%s`, `%(name)s` and dollar-quoted strings; undefined when it is none of them. */
function placeholder(source: Uint8Array, from: number, end: number, out: ByteSink): number | undefined {
  const byte = source[from] ?? 0;
  const next = source[from + 1] ?? 0;
  const nextIsWord = isWordByte(next);
  if (byte === PLACEHOLDER) return literal(out, from + 1);
  if (byte === DOLLAR && (nextIsWord || next === DOLLAR)) return dollar(source, from, end, out);
  if ((byte === COLON && nextIsWord && source[from - 1] !== COLON) || (byte === AT && nextIsWord)) {
    let at = from + 1;
    while (at < end && isWordByte(source[at] ?? 0)) at++;
    return literal(out, at);
  }
  if (byte === PERCENT && next === 115) return literal(out, from + 2);
  if (byte === PERCENT && next === OPEN) {
    const close = source.indexOf(CLOSE, from);
    return close < 0 ? undefined : literal(out, Math.min(end, close + 2));
  }
  return undefined;
}

function dollar(source: Uint8Array, from: number, end: number, out: ByteSink): number {
  let at = from + 1;
  while (at < end && isWordByte(source[at] ?? 0)) at++;
  if (source[at] !== DOLLAR) return literal(out, at);
  const tag = at - from + 1;
  for (let close = at + 1; close + tag <= end; close++) {
    let same = 0;
    while (same < tag && source[close + same] === source[from + same]) same++;
    if (same === tag) return literal(out, close + tag);
  }
  return literal(out, end);
}

/** Writes `?` for what ends at `next`; joins it with the list it continues. Returns `next`. */
function literal(out: ByteSink, next: number): number {
  // A sign belongs to the number unless it stands between two operands.
  if (out.last() === MINUS && out.last(1) === SPACE && beforeSign[out.last(2)] === 1) out.length -= 2;
  if (out.last() === COMMA && out.last(1) === PLACEHOLDER) {
    out.length--;
    return next;
  }
  separate(out);
  out.push(PLACEHOLDER);
  return next;
}

function punctuation(source: Uint8Array, from: number, out: ByteSink): number {
  const byte = source[from] ?? 0;
  if (byte === CLOSE) {
    out.push(byte);
    // (?), (?): rows of a VALUES list.
    if (out.endsWith('(?), (?)')) out.length -= 5;
  } else if (byte === COMMA || byte === DOT || byte === SEMICOLON) out.push(byte);
  else if (byte === OPEN) {
    if (spacedParenthesis(out)) separate(out);
    out.push(byte);
  } else {
    // Operators of several characters stay together: >=, <>, ||, ::, ->>.
    const before = source[from - 1] ?? 0;
    const sign = byte === MINUS && beforeSign[before] === 1;
    const glued = !sign && isOperator(byte) && isOperator(before) && out.last() === before;
    if (!glued) separate(out);
    out.push(byte);
  }
  return from + 1;
}

const beforeSign = byteSet('=<>(,');
const operators = byteSet('=<>!|:&*+-/%^~#@');

const isOperator = (byte: number) => operators[byte] === 1;

/** `in (`, `values (`, `= (` but `count(`. */
function spacedParenthesis(out: ByteSink): boolean {
  if (!isWordByte(out.last())) return true;
  return KEYWORDS.some((k) => out.endsWith(k) && !isWordByte(out.last(k.length)));
}

const KEYWORDS = ['in', 'values', 'and', 'or', 'not', 'where', 'on', 'as', 'from', 'exists', 'any', 'all'];

/** A space, unless at the start, after an opening parenthesis or a dot. */
function separate(out: ByteSink): void {
  if (out.length === 0) return;
  const last = out.last();
  if (last !== OPEN && last !== DOT && last !== SPACE) out.push(SPACE);
}
