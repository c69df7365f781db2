import { statSync } from 'node:fs';
import type { GapConfig } from '../../core/gaps/config.ts';
import { grammarsDir } from '../parsing/grammars-dir.ts';
import { createParser } from '../parsing/parser.ts';
import { FolderGaps } from './folder-gaps.ts';

export type ScanOptions = {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** What the caller adds to the file's configuration. */
  readonly config?: Partial<GapConfig>;
  readonly onProgress?: (done: number, total: number) => void;
};

/** Lists, reads and matches a folder once: for the command line. */
export async function scanWorkspace(options: ScanOptions): Promise<FolderGaps> {
  const { folder, signal, config } = options;
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder.`);
  const gaps = new FolderGaps({ folder, parser: createParser(grammarsDir()), ...(config ? { config } : {}) });
  await gaps.run(signal, options.onProgress ?? (() => {}));
  return gaps;
}
