import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { badRequest, tooLarge, tooMany, unsupportedType } from './http-problem.ts';
import type { Limits } from './limits.ts';
import type { Semaphore } from './semaphore.ts';

/** Bytes of bodies held at this moment, over all connections. */
export type Gauge = { bytes: number };

export type Body = { readonly bytes: Buffer; readonly release: () => void };

/**
 * The body as sent, within limits; its bytes stay on the gauge until `release`. By events, not by iteration: leaving
 * an iteration early would destroy the socket that the refusal is still to be written to.
 */
export function readBody(request: IncomingMessage, limits: Limits, gauge: Gauge): Promise<Body> {
  const tooLong = () =>
    tooLarge(
      `The request is larger than ${mebibytes(limits.bodyBytes)}, the most that is taken. Send smaller batches.`,
    );
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) return Promise.reject(tooLong());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let held = true;
    const release = () => {
      if (held) gauge.bytes -= size;
      held = false;
    };
    const fail = (error: Error) => {
      request.off('data', take).pause();
      release();
      reject(error);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      gauge.bytes += chunk.length;
      if (size > limits.bodyBytes) fail(tooLong());
      else if (gauge.bytes > limits.heldBytes)
        fail(
          tooMany(
            'Too much is being sent at once. Send again in a moment, or in fewer requests at a time.',
            1,
          ),
        );
      else chunks.push(chunk);
    };
    request
      .on('data', take)
      .once('end', () => {
        const [only] = chunks;
        resolve({ bytes: chunks.length === 1 && only ? only : Buffer.concat(chunks, size), release });
      })
      .once('error', fail)
      .once('close', () => fail(new Error('The client went away.')));
  });
}

const inflateZlib = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);

const inflaters = {
  gzip: promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  // By the standard zlib's format; some clients send the bare stream.
  deflate: (body: Buffer, options: zlib.ZlibOptions) =>
    ((body[0] ?? 0) & 15) === 8 ? inflateZlib(body, options) : inflateRaw(body, options),
  zstd:
    typeof zlib.zstdDecompress === 'function'
      ? promisify<zlib.InputType, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress)
      : undefined,
} as const;

const ACCEPTED = Object.entries(inflaters)
  .flatMap(([name, inflate]) => (inflate ? [name] : []))
  .join(', ');

/** Undoes Content-Encoding off this thread, a few at a time: each may grow to the limit. */
export async function inflateBody(
  body: Buffer,
  encoding: string | undefined,
  limits: Limits,
  semaphore: Semaphore,
): Promise<Buffer> {
  const name = (encoding ?? 'identity')
    .trim()
    .toLowerCase()
    .replace(/^x-gzip$/, 'gzip');
  if (name === 'identity' || name === '') return body;
  const inflate = Object.hasOwn(inflaters, name) ? inflaters[name as keyof typeof inflaters] : undefined;
  if (!inflate)
    throw unsupportedType(`Content-Encoding "${name}" is not understood. Use ${ACCEPTED}, or none.`, {
      'accept-encoding': ACCEPTED,
    });
  if (body.length === 0) return body;
  return semaphore.run(async () => {
    try {
      return await inflate(body, { maxOutputLength: limits.inflatedBytes });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
        throw tooLarge(
          `The request unpacks to more than ${mebibytes(limits.inflatedBytes)}, the most that is taken. Send smaller batches.`,
        );
      throw badRequest(`The body is not valid ${name} data: ${(error as Error).message}.`);
    }
  });
}

const mebibytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;
