const PLAIN: Readonly<Record<number, number>> = {
  34: 34,
  92: 92,
  47: 47,
  98: 8,
  102: 12,
  110: 10,
  114: 13,
  116: 9,
};

/**
 * The UTF-8 bytes of a JSON string's content. Unknown escapes stand for themselves and lone surrogates become
 * U+FFFD: a span is shown even where its text is damaged.
 */
export function unescapeJson(bytes: Uint8Array, from: number, to: number): Uint8Array {
  // An escape is never shorter than what it stands for.
  const out = new Uint8Array(to - from);
  let at = 0;
  for (let i = from; i < to; ) {
    const byte = bytes[i] ?? 0;
    if (byte !== 92 || i + 1 >= to) {
      out[at++] = byte;
      i++;
      continue;
    }
    const kind = bytes[i + 1] ?? 0;
    let code = kind === 117 ? hex4(bytes, i + 2, to) : -1;
    if (code < 0) {
      out[at++] = PLAIN[kind] ?? kind;
      i += 2;
      continue;
    }
    i += 6;
    if (code >= 0xd800 && code < 0xe000) {
      const low = bytes[i] === 92 && bytes[i + 1] === 117 ? hex4(bytes, i + 2, to) : -1;
      if (code < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i += 6;
      } else code = 0xfffd;
    }
    at = putUtf8(out, at, code);
  }
  return out.subarray(0, at);
}

function hex4(bytes: Uint8Array, from: number, to: number): number {
  if (from + 4 > to) return -1;
  let code = 0;
  for (let i = from; i < from + 4; i++) {
    const b = bytes[i] ?? 0;
    const digit = b >= 48 && b <= 57 ? b - 48 : (b | 32) >= 97 && (b | 32) <= 102 ? (b | 32) - 87 : -1;
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

function putUtf8(out: Uint8Array, start: number, code: number): number {
  let at = start;
  if (code < 0x80) out[at++] = code;
  else {
    if (code < 0x800) out[at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) out[at++] = 0xe0 | (code >> 12);
      else {
        out[at++] = 0xf0 | (code >> 18);
        out[at++] = 0x80 | ((code >> 12) & 63);
      }
      out[at++] = 0x80 | ((code >> 6) & 63);
    }
    out[at++] = 0x80 | (code & 63);
  }
  return at;
}
