import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Larger files are data or bundles: listed, matched by path, not parsed. */
export const MAX_SOURCE = 1_048_576;
const PROBE = 8_192;
/** A link may lead out of the folders; where the system knows no such flag, links are sorted out when listed. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

export type Source =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Some of the bytes were no UTF-8. */
      readonly repaired: boolean;
    }
  | { readonly kind: 'skipped'; readonly why: 'binary' | 'too large' | 'unreadable' | 'gone' };

/** Reads a source file whole; the size is asked of the open file, so that a growing one cannot surprise. */
export function readSource(file: string, limit = MAX_SOURCE): Source {
  let fd: number;
  try {
    fd = openSync(file, FLAGS);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { kind: 'skipped', why: code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : 'unreadable' };
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) return { kind: 'skipped', why: 'unreadable' };
    if (stat.size > limit) return { kind: 'skipped', why: 'too large' };
    const bytes = Buffer.allocUnsafe(stat.size);
    let length = 0;
    while (length < stat.size) {
      const n = readSync(fd, bytes, length, stat.size - length, length);
      if (n === 0) break;
      length += n;
    }
    if (bytes.subarray(0, Math.min(length, PROBE)).includes(0)) return { kind: 'skipped', why: 'binary' };
    // Invalid UTF-8 becomes U+FFFD; a byte order mark would shift every column of line 1.
    const text = bytes.toString('utf8', 0, length);
    const repaired = text.includes('\ufffd') && !isUtf8(bytes.subarray(0, length));
    return { kind: 'text', text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, repaired };
  } catch {
    return { kind: 'skipped', why: 'unreadable' };
  } finally {
    closeSync(fd);
  }
}
