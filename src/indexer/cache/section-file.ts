import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

const MAGIC = 0x534c4958;
const ALIGN = 8;

type Section = { readonly name: string; readonly offset: number; readonly length: number };
/** Bytes by name; whoever gets them owns them. */
export type Sections = { readonly get: (name: string) => Uint8Array<ArrayBuffer> | undefined };

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

/**
 * The sections of a file, each read when it is asked for: all at once would hold the whole file beside what is made of
 * it. `read` gets undefined for a file that is not there, of another kind, or not whole.
 */
export function withSections<T>(file: string, read: (sections: Sections | undefined) => T): T {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return read(undefined);
  }
  try {
    const list = readHeader(fd);
    if (!list) return read(undefined);
    const get = (name: string) => {
      const section = list.get(name);
      return section && readBytes(fd, section.offset, section.length);
    };
    return read({ get });
  } finally {
    closeSync(fd);
  }
}

/** Sections by name, at their place in the file. */
function readHeader(fd: number): Map<string, Section> | undefined {
  const { size } = fstatSync(fd);
  if (size < 16) return undefined;
  const view = new DataView(readBytes(fd, 0, 16).buffer);
  const length = view.getUint32(4, true);
  if (view.getUint32(0, true) !== MAGIC || view.getFloat64(8, true) !== size || 16 + length > size)
    return undefined;
  const start = padded(16 + length);
  try {
    const list = JSON.parse(new TextDecoder().decode(readBytes(fd, 16, length))) as Section[];
    return new Map(list.map((s) => [s.name, { ...s, offset: start + s.offset }]));
  } catch {
    return undefined;
  }
}

function readBytes(fd: number, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const n = readSync(fd, bytes, at, length - at, offset + at);
    if (n === 0) break;
    at += n;
  }
  return bytes;
}

const padded = (n: number) => Math.ceil(n / ALIGN) * ALIGN;

function writeAll(fd: number, bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.byteLength) at += writeSync(fd, bytes, at, bytes.byteLength - at);
}
