import { pipeline, type Readable } from 'node:stream';
import zlib from 'node:zlib';

/** The answer grew past what a connection takes; `compressed` says on which side of the decompression. */
export class BodyTooLarge extends Error {
  readonly limit: number;
  readonly compressed: boolean;
  constructor(limit: number, compressed: boolean) {
    super(`more than ${limit} bytes`);
    this.limit = limit;
    this.compressed = compressed;
  }
}

/** An encoding nobody asked for. */
export class UnknownEncoding extends Error {}

export const ACCEPT_ENCODING = 'gzip, deflate, br';

/**
 * Reads a body to its end, decompressing as it comes; the limit counts on both sides, so that neither a huge body nor a
 * small one that inflates to gigabytes is ever held. Rejects when the stream breaks: nothing is handed out half-read.
 */
export async function readBody(body: Readable, encoding: string, limit: number): Promise<Uint8Array> {
  let received = 0;
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      received += chunk.length;
      if (received > limit) throw new BodyTooLarge(limit, encoding !== '');
      yield chunk;
    }
  };
  const decoder = decoderFor(encoding);
  if (decoder === undefined) {
    const chunks: Buffer[] = [];
    for await (const chunk of counted(body)) chunks.push(chunk);
    return Buffer.concat(chunks, received);
  }
  const chunks: Buffer[] = [];
  let inflated = 0;
  // The callback is required; the error also ends the iteration below, which is where it is handled.
  pipeline(body, counted, decoder, () => {});
  for await (const chunk of decoder as AsyncIterable<Buffer>) {
    inflated += chunk.length;
    if (inflated > limit) {
      body.destroy();
      throw new BodyTooLarge(limit, false);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, inflated);
}

function decoderFor(encoding: string) {
  switch (encoding) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'deflate':
      return zlib.createInflate();
    case 'br':
      return zlib.createBrotliDecompress();
    default:
      throw new UnknownEncoding(encoding);
  }
}
