/** Classes of UTF-8 bytes for the text normalisers. Bytes of multi-byte characters count as letters. */
export const CLASS = { other: 0, space: 1, digit: 2, letter: 3 } as const;

const classes = new Uint8Array(256);
for (let b = 0; b < 256; b++) {
  if (b <= 32) classes[b] = CLASS.space;
  else if (b >= 48 && b <= 57) classes[b] = CLASS.digit;
  else if ((b >= 65 && b <= 90) || (b >= 97 && b <= 122) || b >= 128) classes[b] = CLASS.letter;
}

export function classOf(byte: number): number {
  return classes[byte] ?? CLASS.other;
}

export function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** Upper to lower case, everything else to itself. */
export const LOWER = new Uint8Array(256);
for (let b = 0; b < 256; b++) LOWER[b] = b >= 65 && b <= 90 ? b + 32 : b;

/** A set of ASCII characters as a table. */
export function byteSet(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const c of characters) set[c.charCodeAt(0)] = 1;
  return set;
}
