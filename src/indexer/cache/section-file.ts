import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

const MAGIC = 0x534c4958;
const ALIGN = 8;

type Section = { readonly name: string; readonly offset: number; readonly length: number };
export type Sections = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/**
 * A file of named byte ranges behind a small JSON header: what is kept between sessions. Written beside its place and
 * moved there, so that a crash leaves the old one.
 */
export function writeSections(file: string, sections: ReadonlyMap<string, Uint8Array>): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const list: Section[] = [];
  let offset = 0;
  for (const [name, bytes] of sections) {
    list.push({ name, offset, length: bytes.byteLength });
    offset += padded(bytes.byteLength);
  }
  const header = Buffer.from(JSON.stringify(list));
  const start = padded(16 + header.length);
  const prefix = Buffer.alloc(start);
  prefix.writeUInt32LE(MAGIC, 0);
  prefix.writeUInt32LE(header.length, 4);
  prefix.writeDoubleLE(start + offset, 8);
  header.copy(prefix, 16);
  const temporary = `${file}.${process.pid}.tmp`;
  const fd = openSync(temporary, 'w');
  try {
    writeAll(fd, prefix);
    for (const bytes of sections.values()) {
      writeAll(fd, bytes);
      const gap = padded(bytes.byteLength) - bytes.byteLength;
      if (gap > 0) writeAll(fd, new Uint8Array(gap));
    }
    fsyncSync(fd);
  } catch (error) {
    closeSync(fd);
    rmSync(temporary, { force: true });
    throw error;
  }
  closeSync(fd);
  renameSync(temporary, file);
}

/** Undefined for a file that is not there, of another kind, or not whole. */
export function readSections(file: string): Sections | undefined {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    const buffer = readFileSync(file);
    // A small file may be read into a shared pool, at any offset: numbers must stand on their boundaries.
    bytes =
      buffer.byteOffset % ALIGN === 0
        ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
        : new Uint8Array(buffer);
  } catch {
    return undefined;
  }
  if (bytes.length < 16) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC || view.getFloat64(8, true) !== bytes.length) return undefined;
  const headerLength = view.getUint32(4, true);
  if (16 + headerLength > bytes.length) return undefined;
  const start = padded(16 + headerLength);
  try {
    const list = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + headerLength))) as Section[];
    // Views, not copies: whoever loads them makes copies of what it keeps.
    return new Map(
      list.map(({ name, offset, length }) => [name, bytes.subarray(start + offset, start + offset + length)]),
    );
  } catch {
    return undefined;
  }
}

const padded = (n: number) => Math.ceil(n / ALIGN) * ALIGN;

function writeAll(fd: number, bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.byteLength) at += writeSync(fd, bytes, at, bytes.byteLength - at);
}
