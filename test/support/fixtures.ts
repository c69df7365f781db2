import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';

/** The bytes of a file under test/fixtures. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(path.join(root, 'test/fixtures', name)));
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
