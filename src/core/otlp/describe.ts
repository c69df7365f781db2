import { DecodeError } from './decode-error.ts';

/** The error for data that goes on with something else than `expected` at `offset`. */
export function describeAt(bytes: Uint8Array, offset: number, expected: string): DecodeError {
  if (offset >= bytes.length)
    return new DecodeError(
      'truncated',
      bytes.length,
      `The data ends at byte ${bytes.length} where ${expected} should follow: it seems to be cut off.`,
    );
  return new DecodeError(
    'malformed',
    offset,
    `Expected ${expected} at byte ${offset}, found ${found(bytes, offset)}.`,
  );
}

export function tooDeep(offset: number, limit: number): DecodeError {
  const message = `Brackets are nested more than ${limit} deep at byte ${offset}; no trace is.`;
  return new DecodeError('malformed', offset, message);
}

/** What stands there, in words: a kind of JSON value, or the text itself. */
export function found(bytes: Uint8Array, offset: number): string {
  const byte = bytes[offset] ?? 0;
  if (byte === 123) return 'an object';
  if (byte === 91) return 'a list';
  const text = excerpt(bytes, offset);
  if (byte === 34) return `the string ${/^"(?:[^"\\]|\\.)*"?/.exec(text)?.[0] ?? text}`;
  if (/^-?\d/.test(text)) return `the number ${/^[-+.\deE]+/.exec(text)?.[0] ?? text}`;
  if (/^(true|false|null)\b/.test(text)) return /^\w+/.exec(text)?.[0] ?? text;
  return isText(bytes, offset) ? `"${text}"` : `the byte 0x${byte.toString(16).padStart(2, '0')}`;
}

/** At most 24 characters on one line. */
export function excerpt(bytes: Uint8Array, offset: number): string {
  const text = new TextDecoder().decode(bytes.subarray(offset, offset + 64)).replace(/[\s\p{C}]+/gu, ' ');
  return text.length > 24 ? `${text.slice(0, 24).trim()}...` : text.trim();
}

function isText(bytes: Uint8Array, offset: number): boolean {
  const byte = bytes[offset] ?? 0;
  return (
    byte >= 32 &&
    byte !== 127 &&
    !new TextDecoder().decode(bytes.subarray(offset, offset + 4)).startsWith('\ufffd')
  );
}
