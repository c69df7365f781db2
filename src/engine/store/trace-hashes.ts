import { textHash } from './bloom.ts';
import type { Gathered } from './gather-spans.ts';

/**
 * Which traces a segment holds: the 32-bit hashes of their ids, sorted. Of a thousand segments with thousands of traces
 * each, one is opened in vain once in a thousand lookups; a Bloom filter of that size would open ten each time.
 */
export function traceHashes({ batch, traceIds }: Gathered): Uint8Array {
  const hashes = Uint32Array.from(traceIds, (id) => textHash(batch.strings.get(id)) >>> 0).sort();
  return new Uint8Array(hashes.buffer);
}

/** As stored; blobs come at any address. */
export function readTraceHashes(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

export function holdsTrace(hashes: Uint32Array, traceHash: number): boolean {
  const wanted = traceHash >>> 0;
  let [from, to] = [0, hashes.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((hashes[middle] ?? 0) < wanted) from = middle + 1;
    else to = middle;
  }
  return hashes[from] === wanted;
}
