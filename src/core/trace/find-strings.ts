import { LOWER } from './char-class.ts';
import type { StringTable } from './strings.ts';

/** Which texts of a table match; one byte an id. */
export type StringHits = Uint8Array;

/**
 * Texts that contain `wanted`, over the table's bytes without decoding them. Case is ignored for ASCII letters, and for
 * all others by decoding the texts that have any. Generator: yields now and then so that long tables can be left.
 */
export function* stringsContaining(
  strings: StringTable,
  wanted: string,
  matchCase: boolean,
): Generator<undefined, StringHits> {
  const needle = new TextEncoder().encode(matchCase ? wanted : wanted.toLowerCase());
  const hits = new Uint8Array(strings.size);
  if (needle.length === 0) return hits;
  if (!matchCase && needle.some((b) => b >= 128)) {
    const folded = wanted.toLowerCase();
    return yield* stringsMatching(strings, (text) => text.toLowerCase().includes(folded));
  }
  const { bytes, ends } = strings.raw();
  const fold = matchCase ? IDENTITY : LOWER;
  const [first, length] = [needle[0] ?? 0, needle.length];
  const last = bytes.length - length;
  let id = 0;
  let yieldAt = STEP;
  for (let at = 0; at <= last; at++) {
    if ((fold[bytes[at] ?? 0] ?? 0) !== first) continue;
    let same = 1;
    while (same < length && fold[bytes[at + same] ?? 0] === needle[same]) same++;
    if (same === length) {
      while ((ends[id] ?? 0) <= at) id++;
      // Texts lie end to end: what runs over the end of one is no match.
      if (at + length <= (ends[id] ?? 0)) {
        hits[id] = 1;
        at = (ends[id] ?? 0) - 1;
      }
    }
    if (at >= yieldAt) {
      yieldAt = at + STEP;
      yield undefined;
    }
  }
  return hits;
}

/** Bytes between two chances to leave: some ms. */
const STEP = 8_000_000;
const IDENTITY = Uint8Array.from({ length: 256 }, (_, b) => b);

export function* stringsMatching(
  strings: StringTable,
  matches: (text: string) => boolean,
): Generator<undefined, StringHits> {
  const hits = new Uint8Array(strings.size);
  const { ends } = strings.raw();
  const decoder = new TextDecoder();
  let yieldAt = STEP / 16;
  for (let id = 0; id < hits.length; id++) {
    // Not `strings.get`: it would keep every text of the trace decoded.
    if (matches(decoder.decode(strings.bytesOf(id)))) hits[id] = 1;
    if ((ends[id] ?? 0) >= yieldAt) {
      yieldAt = (ends[id] ?? 0) + STEP / 16;
      yield undefined;
    }
  }
  return hits;
}
