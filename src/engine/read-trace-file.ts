import { open, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** Larger files are not traces a panel can show; the decoders hold the whole file in memory. */
export const MAX_FILE_BYTES = 1_500_000_000;
const MAX_INFLATED_BYTES = 2_000_000_000;
const CHUNK = 16 * 1024 * 1024;

export class FileError extends Error {
  readonly code = 'bad-file';
}

/** Reads in chunks so that the thread answers cancels and reports progress; gzip is undone. */
export async function readTraceFile(
  path: string,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<Uint8Array> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new FileError(
      error.code === 'ENOENT' ? `${path} does not exist.` : `${path} cannot be read: ${error.message}.`,
    );
  });
  if (!info.isFile())
    throw new FileError(`${path} is not a file. Pick a trace file such as an OTLP JSON export.`);
  if (info.size === 0)
    throw new FileError(`${path} is empty. Expected a trace as OTLP, Jaeger, Tempo or Zipkin data.`);
  if (info.size > MAX_FILE_BYTES)
    throw new FileError(
      `${path} has ${(info.size / 1e9).toFixed(1)} GB; the largest file that can be opened has ${MAX_FILE_BYTES / 1e9} GB. ` +
        'Export fewer traces, or split the file by lines.',
    );
  const bytes = new Uint8Array(info.size);
  const file = await open(path, 'r');
  try {
    let at = 0;
    while (at < bytes.length) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(bytes, at, Math.min(CHUNK, bytes.length - at), at);
      if (bytesRead === 0) break;
      at += bytesRead;
      progress(at, bytes.length);
    }
    return inflate(path, bytes.subarray(0, at));
  } finally {
    await file.close();
  }
}

function inflate(path: string, bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_INFLATED_BYTES });
  } catch (error) {
    throw new FileError(`${path} looks gzipped but cannot be unpacked: ${(error as Error).message}.`);
  }
}
