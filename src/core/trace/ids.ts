/** Trace ids are 32, span ids 16 lower-case hex digits everywhere inside Spanlight; this is where they are made so. */

const HEX = /^[0-9a-f]+$/;

/** Pads a 64-bit trace id to 128 bits; `undefined` for anything that is not hex or is all zeros. */
export function normaliseTraceId(text: string): string | undefined {
  return padded(text, 32);
}

export function normaliseSpanId(text: string): string | undefined {
  return padded(text, 16);
}

function padded(text: string, width: number): string | undefined {
  const id = text.toLowerCase();
  if (id.length === 0 || id.length > width || !HEX.test(id)) return undefined;
  const full = id.padStart(width, '0');
  return /^0+$/.test(full) ? undefined : full;
}

/** The id at index `i` of a column of word pairs; '' for none (zero). */
export function hexOfWords(words: Uint32Array, i: number): string {
  const [hi, lo] = [words[i * 2] ?? 0, words[i * 2 + 1] ?? 0];
  if (hi === 0 && lo === 0) return '';
  return hi.toString(16).padStart(8, '0') + lo.toString(16).padStart(8, '0');
}
