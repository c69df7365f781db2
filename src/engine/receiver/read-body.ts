import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { BodyPool } from './body-pool.ts';
import { badRequest, tooLarge, tooMany, unsupportedType } from './http-problem.ts';
import type { Limits } from './limits.ts';
import type { Semaphore } from './semaphore.ts';

/** Bytes of bodies held at this moment, over all connections. */
export type Gauge = { bytes: number };

/** `bytes` are valid until `release`. */
export type Body = { readonly bytes: Buffer; readonly release: () => void };

/** What a buffer begins with, whatever the client announces: an announcement costs it nothing. */
const FIRST_BYTES = 256 * 1024;

/**
 * The body as sent, within limits; its bytes stay on the gauge until `release`. By events, not by iteration: leaving
 * an iteration early would destroy the socket that the refusal is still to be written to.
 */
export function readBody(
  request: IncomingMessage,
  limits: Limits,
  gauge: Gauge,
  pool: BodyPool,
): Promise<Body> {
  const tooLong = () =>
    tooLarge(
      `The request is larger than ${mebibytes(limits.bodyBytes)}, the most that is taken. Send smaller batches.`,
    );
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limits.bodyBytes) return Promise.reject(tooLong());
  return new Promise((resolve, reject) => {
    let buffer = pool.take(Math.min(announced, FIRST_BYTES));
    let size = 0;
    let state: 'reading' | 'read' | 'released' = 'reading';
    const release = () => {
      if (state === 'released') return;
      state = 'released';
      gauge.bytes -= size;
      pool.give(buffer);
    };
    const fail = (error: Error) => {
      if (state !== 'reading') return;
      request.off('data', take).pause();
      release();
      reject(error);
    };
    const take = (chunk: Buffer) => {
      const end = size + chunk.length;
      if (end > limits.bodyBytes) return fail(tooLong());
      if (gauge.bytes + chunk.length > limits.heldBytes) return fail(crowded());
      if (end > buffer.length) {
        const larger = pool.take(Math.max(end, Math.min(announced, buffer.length * 4)));
        buffer.copy(larger, 0, 0, size);
        pool.give(buffer);
        buffer = larger;
      }
      chunk.copy(buffer, size);
      gauge.bytes += chunk.length;
      size = end;
    };
    request
      .on('data', take)
      .once('end', () => {
        if (state !== 'reading') return;
        state = 'read';
        resolve({ bytes: buffer.subarray(0, size), release });
      })
      .once('error', fail)
      .once('close', () => fail(new Error('The client went away.')));
  });
}

const crowded = () =>
  tooMany('Too much is being sent at once. Send again in a moment, or in fewer requests at a time.', 1);

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
