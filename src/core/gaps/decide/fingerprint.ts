import { hashUtf8 } from '../../trace/text-hash.ts';

const encoder = new TextEncoder();
const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');

/** 16 hex digits of the parts; parts must not depend on line numbers. */
export function fingerprint(parts: readonly string[]): string {
  const text = parts.join('\0');
  const a = encoder.encode(text);
  const b = encoder.encode(`b${text}`);
  return hex(hashUtf8(a, 0, a.length)) + hex(hashUtf8(b, 0, b.length));
}
