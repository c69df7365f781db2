/**
 * A 53-bit hash (cyrb53, public domain) of code without its white space: laid out anew is not changed. Used to see
 * that a function is no longer the one that was measured.
 */
export function codeHash(lines: Iterable<string>): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (const line of lines)
    for (let i = 0; i < line.length; i++) {
      const c = line.charCodeAt(i);
      if (c === 32 || c === 9 || c === 13) continue;
      a = Math.imul(a ^ c, 2654435761);
      b = Math.imul(b ^ c, 1597334677);
    }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
