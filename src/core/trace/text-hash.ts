/**
 * The hash under every interned text, four bytes a step, so that a reader can compute it while it looks for the end
 * of a string. All bytes count: telemetry is full of long texts that differ in their middle only.
 */
export const HASH_SEED = 0x2f0b4a87;

/** One little-endian word; the last, partial one of a text is padded with zero bytes. */
export function hashWord(hash: number, word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  const h = hash ^ ((mixed << 15) | (mixed >>> 17));
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0x6b64e654) | 0;
}

export function hashEnd(hash: number, length: number): number {
  let h = hash ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export function hashUtf8(bytes: Uint8Array, start: number, end: number): number {
  let h = HASH_SEED;
  let i = start;
  for (; i + 4 <= end; i += 4)
    h = hashWord(
      h,
      (bytes[i] ?? 0) |
        ((bytes[i + 1] ?? 0) << 8) |
        ((bytes[i + 2] ?? 0) << 16) |
        ((bytes[i + 3] ?? 0) << 24),
    );
  if (i < end) {
    let last = 0;
    for (let shift = 0; i < end; i++, shift += 8) last |= (bytes[i] ?? 0) << shift;
    h = hashWord(h, last);
  }
  return hashEnd(h, end - start);
}

/** `hashUtf8` over a view: the quick form for long runs of texts in one buffer. */
export function hashView(view: DataView, start: number, end: number): number {
  let h = HASH_SEED;
  let i = start;
  for (; i + 4 <= end; i += 4) h = hashWord(h, view.getInt32(i, true));
  if (i < end) {
    let last = 0;
    for (let shift = 0; i < end; i++, shift += 8) last |= view.getUint8(i) << shift;
    h = hashWord(h, last);
  }
  return hashEnd(h, end - start);
}
