import type { StringTable } from '../../core/trace/strings.ts';
import { hashUtf8 } from '../../core/trace/text-hash.ts';

/**
 * Which texts a segment may hold: trace ids, names, keys and values alike. 10 bits and 6 probes a text say yes wrongly
 * about once in a hundred, so that a search for something rare opens only the segments it is in.
 */
const BITS = 10;
const PROBES = 6;

export function bloomOf(strings: StringTable): Uint8Array<ArrayBuffer> {
  const bloom = new Uint8Array(Math.max(8, Math.ceil((strings.size * BITS) / 8)));
  const bits = bloom.length * 8;
  const { bytes, ends } = strings.raw();
  for (let id = 1, from = ends[0] ?? 0; id < strings.size; id++) {
    const to = ends[id] ?? 0;
    const hash = hashUtf8(bytes, from, to);
    const step = stepOf(hash);
    let bit = (hash >>> 0) % bits;
    for (let p = 0; p < PROBES; p++) {
      bloom[bit >>> 3] = (bloom[bit >>> 3] ?? 0) | (1 << (bit & 7));
      bit = (bit + step) % bits;
    }
    from = to;
  }
  return bloom;
}

/** A text's hash, computed once for all segments. */
export function textHash(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return hashUtf8(bytes, 0, bytes.length);
}

/** False: the text is certainly not in the segment. */
export function mayHold(bloom: Uint8Array, hash: number): boolean {
  const bits = bloom.length * 8;
  if (bits === 0) return false;
  const step = stepOf(hash);
  let bit = (hash >>> 0) % bits;
  for (let p = 0; p < PROBES; p++) {
    if (((bloom[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
    bit = (bit + step) % bits;
  }
  return true;
}

/** A second, odd number out of the one hash; below 2^24 so that sums stay exact. */
const stepOf = (hash: number) => ((Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 8) | 1) >>> 0;
