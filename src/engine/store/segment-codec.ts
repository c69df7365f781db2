import { compress, decompress } from './compress.ts';
import type { Gathered } from './gather-spans.ts';
import { packAttributes, packExtras, packSpans, packStrings } from './pack-segment.ts';
import { unpackAttributes, unpackExtras, unpackSpans } from './unpack-segment.ts';

/** A segment lies in four blocks, so that a search reads only the columns it looks at. */
export const BLOCK = { spans: 0, strings: 1, attributes: 2, extras: 3 } as const;
export const BLOCKS = 4;

export function encodeSegment(spans: Gathered): Uint8Array<ArrayBuffer>[] {
  return [
    packSpans(spans),
    packStrings(spans.batch.strings),
    packAttributes(spans.batch),
    packExtras(spans.batch),
  ].map(compress);
}

/** Reads a block by its number; undefined when the segment is gone. */
export type ReadBlock = (block: number) => Uint8Array | undefined;

/**
 * The spans of a segment as a batch. Without `whole` they come without events, links, messages and trace states, which
 * is enough to find out which traces to read.
 */
export function decodeSegment(read: ReadBlock, whole: boolean): Gathered | undefined {
  const blocks = [BLOCK.spans, BLOCK.strings, BLOCK.attributes, ...(whole ? [BLOCK.extras] : [])].map(read);
  const [spans, strings, attributes, extras] = blocks;
  if (!spans || !strings || !attributes || (whole && !extras)) return undefined;
  const gathered = unpackSpans(decompress(spans), decompress(strings));
  unpackAttributes(gathered.batch, decompress(attributes));
  unpackExtras(gathered.batch, extras ? decompress(extras) : undefined);
  return gathered;
}
