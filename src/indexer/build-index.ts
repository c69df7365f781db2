import { availableParallelism } from 'node:os';
import type { FileEntry } from './indexes/file-table.ts';
import { isDescribed, isParsed } from './parsing/describe-file.ts';
import { unpackFiles } from './parsing/pack-summaries.ts';
import { createParsePool, type ParsePool, type ParseTask } from './parsing/parse-pool.ts';
import type { Workspace } from './workspace.ts';

export type BuildOptions = {
  readonly signal: AbortSignal;
  readonly onProgress?: (indexed: number, total: number) => void;
  /** Threads; chosen by the machine when absent. */
  readonly threads?: number;
};

/** Fewer files than this are parsed here: starting threads and loading their grammars takes longer. */
const FEW = 250;
/** Time spent on files between two looks at the message queue. */
const SLICE_MS = 12;

export const defaultThreads = (): number => Math.min(4, Math.max(2, availableParallelism() - 1));

/** Files whose indexed content is not known to be that of the disk or the editor. */
export function filesToIndex({ index, stale }: Workspace): FileEntry[] {
  const found: FileEntry[] = [];
  for (const id of stale) {
    const entry = index.files.get(id);
    if (entry && isDescribed(entry.path)) found.push(entry);
    else stale.delete(id);
  }
  return found;
}

/**
 * Indexes the files given. Many are parsed by a pool of threads, source before tests and generated code; questions
 * are answered in between. Returns once all are in.
 */
export async function buildIndex(
  workspace: Workspace,
  entries: readonly FileEntry[],
  options: BuildOptions,
  pool?: ParsePool,
): Promise<void> {
  const { signal, onProgress } = options;
  if (entries.length < FEW) return here(workspace, entries, options);
  const own = pool ?? createParsePool(workspace.grammarsDir, options.threads ?? defaultThreads());
  try {
    const ordered = [...entries].sort((a, b) => (a.flags === 0 ? 0 : 1) - (b.flags === 0 ? 0 : 1));
    const tasks = ordered.map(
      (entry): ParseTask => ({ id: entry.id, file: workspace.index.files.absolute(entry), hash: entry.hash }),
    );
    let done = 0;
    const take = (packed: Parameters<Parameters<ParsePool['run']>[1]>[0], count: number) => {
      for (const { id, described } of unpackFiles(packed)) {
        const entry = workspace.index.files.get(id);
        // What the editor holds was indexed from there and stays.
        if (entry && !workspace.isUnsaved(entry)) workspace.take(entry, described);
      }
      done += count;
      onProgress?.(done, entries.length);
    };
    await own.run(tasks, take, signal);
  } catch (error) {
    signal.throwIfAborted();
    // Threads that cannot be started or break down for no file's sake: slower, but complete.
    if (!(error instanceof Error)) throw error;
    await here(workspace, filesToIndex(workspace), options);
  } finally {
    if (!pool) own.close();
  }
}

async function here(
  workspace: Workspace,
  entries: readonly FileEntry[],
  options: BuildOptions,
): Promise<void> {
  const { signal, onProgress } = options;
  let since = performance.now();
  for (const [i, entry] of entries.entries()) {
    signal.throwIfAborted();
    if (isParsed(entry.language)) await workspace.prepareFor(entry.language);
    workspace.indexFile(entry);
    if (performance.now() - since < SLICE_MS) continue;
    onProgress?.(i + 1, entries.length);
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  onProgress?.(entries.length, entries.length);
}
