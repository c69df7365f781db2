import { ByteSink } from './byte-sink.ts';
import { byteSet, CLASS, classOf } from './char-class.ts';

/**
 * An operation, path or address without what changes from call to call: ids (UUID, hex of 8 and more, long mixed
 * ones) and numbers that are a whole path segment become `{id}`, other numbers `{n}`, a query string goes. Words with
 * digits in them (`v1`, `s3`, `oauth2`) stay.
 */
export function normaliseOperation(name: string): string {
  const sink = new ByteSink();
  writeNormalisedOperation(encoder.encode(name), sink);
  return sink.text();
}

const encoder = new TextEncoder();

const MAX_OUTPUT = 1_024;
const SLASH = 47;
const QUESTION = 63;
const HASH = 35;
const EQUALS = 61;

const hex = byteSet('0123456789abcdefABCDEF');
/** What may follow a path segment. */
const segmentEnd = byteSet('/?# ');
const ID = new TextEncoder().encode('{id}');
const NUMBER = new TextEncoder().encode('{n}');

/** As `normaliseOperation`, bytes to bytes: replaces what `out` held. */
export function writeNormalisedOperation(source: Uint8Array, out: ByteSink): void {
  out.length = 0;
  let at = 0;
  while (at < source.length && out.length < MAX_OUTPUT) {
    const byte = source[at] ?? 0;
    if (classOf(byte) >= CLASS.digit) at = run(source, at, out);
    else if ((byte === QUESTION || byte === HASH) && startsQuery(source, at)) at = wordEnd(source, at);
    else {
      out.push(byte);
      at++;
    }
  }
}

/** `?q=` or `#part` straight after a path; `id = ?` and `C#` are something else. */
function startsQuery(source: Uint8Array, at: number): boolean {
  const before = source[at - 1] ?? 0;
  const after = source[at + 1] ?? 0;
  if (at === 0 || classOf(before) === CLASS.space || before === EQUALS) return false;
  return classOf(after) >= CLASS.digit;
}

/** To the next white space. */
function wordEnd(source: Uint8Array, from: number): number {
  let at = from;
  while (at < source.length && classOf(source[at] ?? 0) !== CLASS.space) at++;
  return at;
}

/** One run of letters and digits, or a UUID that starts with it. */
function run(source: Uint8Array, from: number, out: ByteSink): number {
  if (isUuid(source, from)) return put(out, ID, from + 36);
  let at = from;
  let digits = 0;
  let groups = 0;
  let allHex = true;
  let inDigits = false;
  while (at < source.length) {
    const kind = classOf(source[at] ?? 0);
    if (kind < CLASS.digit) break;
    if (kind === CLASS.digit) {
      digits++;
      if (!inDigits) groups++;
    }
    inDigits = kind === CLASS.digit;
    if (hex[source[at] ?? 0] !== 1) allHex = false;
    at++;
  }
  const length = at - from;
  if (digits === length) {
    const segment = source[from - 1] === SLASH && (at === source.length || segmentEnd[source[at] ?? 0] === 1);
    return put(out, segment || length >= 8 ? ID : NUMBER, at);
  }
  if (digits > 0 && length >= 8 && allHex) return put(out, ID, at);
  // Base62 ids have digits in several places; names with a number have one or two.
  if (length >= 12 && groups >= 3) return put(out, ID, at);
  for (let i = from; i < at; i++) out.push(source[i] ?? 0);
  return at;
}

function put(out: ByteSink, text: Uint8Array, next: number): number {
  for (const byte of text) out.push(byte);
  return next;
}

/** 8-4-4-4-12 hex digits that no letter or digit follows. */
function isUuid(source: Uint8Array, from: number): boolean {
  if (source[from + 8] !== 45 || source[from + 13] !== 45 || source[from + 18] !== 45) return false;
  for (let i = 0; i < 36; i++) {
    const byte = source[from + i] ?? 0;
    const dash = i === 8 || i === 13 || i === 18 || i === 23;
    if (dash ? byte !== 45 : hex[byte] !== 1) return false;
  }
  return classOf(source[from + 36] ?? 0) < CLASS.digit;
}
