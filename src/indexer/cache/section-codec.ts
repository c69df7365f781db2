import type { PostingsData } from '../indexes/postings.ts';
import type { Sections } from './section-file.ts';

/** Typed views of sections by name; what is missing reads as empty. */
export const asInt32 = (sections: Sections, name: string): Int32Array<ArrayBuffer> => {
  const bytes = sections.get(name) ?? new Uint8Array(0);
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
};

export const bytesOf = (array: Int32Array | Float64Array | Uint8Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

export function putJson(into: Map<string, Uint8Array>, name: string, value: unknown): void {
  into.set(name, new TextEncoder().encode(JSON.stringify(value)));
}

export const getJson = (sections: Sections, name: string): unknown =>
  JSON.parse(new TextDecoder().decode(sections.get(name)));

/** Texts as one run and their lengths in UTF-16 units: they are read back as slices of one string. */
export function putTexts(into: Map<string, Uint8Array>, name: string, texts: readonly string[]): void {
  into.set(`${name}.text`, new TextEncoder().encode(texts.join('')));
  into.set(`${name}.lengths`, bytesOf(Int32Array.from(texts, (t) => t.length)));
}

export function getTexts(sections: Sections, name: string): string[] {
  const all = new TextDecoder('utf-8', { ignoreBOM: true }).decode(sections.get(`${name}.text`));
  let at = 0;
  return Array.from(asInt32(sections, `${name}.lengths`), (length) => {
    at += length;
    return all.slice(at - length, at);
  });
}

export function putPostings(
  into: Map<string, Uint8Array>,
  name: string,
  { keys, cells }: PostingsData,
): void {
  into.set(`${name}.keys`, bytesOf(keys));
  into.set(`${name}.cells`, bytesOf(cells));
}

export const getPostings = (sections: Sections, name: string): PostingsData => ({
  keys: asInt32(sections, `${name}.keys`),
  cells: asInt32(sections, `${name}.cells`),
});
