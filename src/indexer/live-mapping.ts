import type { SpanSite } from '../core/mapping/span-site.ts';
import type { IndexerConfig, IndexStatus } from '../protocol/indexer.ts';
import { buildIndex, defaultThreads, filesToIndex } from './build-index.ts';
import type { IndexerEvents } from './indexer-handlers.ts';
import { grammarsDir } from './parsing/grammars-dir.ts';
import { createParsePool } from './parsing/parse-pool.ts';
import { createContext } from './resolve/create-context.ts';
import { Resolver } from './resolve/resolver.ts';
import { ColdSearch } from './search/cold-search.ts';
import { Workspace } from './workspace.ts';

/** A question waits this long for an index that is nearly there before it is answered from what there is. */
const PATIENCE_MS = 400;
const STATUS_EVERY_MS = 250;

export type Ready = { readonly workspace: Workspace; readonly resolver: Resolver };

export type LiveMapping = {
  /** Once the files are listed. */
  listed(signal: AbortSignal): Promise<Ready>;
  /** Once the sites can be answered: by the whole index, or by what a search for them brought in. */
  usable(sites: readonly SpanSite[], signal: AbortSignal): Promise<Ready>;
  status(): IndexStatus;
  setUnsaved(path: string, text: string | undefined): void;
  changed(paths: readonly string[]): void;
  close(): void;
};

/** Indexes the folders in the background and follows their changes until it is closed. */
export function openLiveMapping(config: IndexerConfig, events: IndexerEvents): LiveMapping {
  const abort = new AbortController();
  const workspace = new Workspace({ grammarsDir: grammarsDir() });
  const { context, histories } = createContext(workspace);
  const resolver = new Resolver(context);
  const cold = new ColdSearch(workspace);
  const pool = createParsePool(workspace.grammarsDir, defaultThreads());
  const ready: Ready = { workspace, resolver };
  let state: IndexStatus['state'] = 'listing';
  let indexed = 0;
  let told = 0;

  const status = (): IndexStatus => ({
    state,
    indexed,
    files: workspace.index.files.size,
    notes: [...workspace.notes, ...[...workspace.skipped].map(([file, why]) => `${file}: ${why}`)].slice(
      0,
      200,
    ),
  });
  const tell = (always: boolean) => {
    if (!always && performance.now() - told < STATUS_EVERY_MS) return;
    told = performance.now();
    events.status(status());
  };
  const listing = (async () => {
    tell(true);
    await workspace.open(config.folders, abort.signal);
  })();
  const indexing = listing.then(async () => {
    state = 'indexing';
    resolver.provisional = true;
    const entries = filesToIndex(workspace);
    const already = workspace.index.files.size - entries.length;
    const onProgress = (done: number) => {
      indexed = already + done;
      tell(false);
    };
    await buildIndex(workspace, entries, { signal: abort.signal, onProgress }, pool);
    await workspace.prepare();
    pool.close();
    state = 'ready';
    indexed = workspace.index.files.size;
    resolver.provisional = false;
    resolver.forget();
    tell(true);
    events.updated([]);
  });
  indexing.catch((error: unknown) => {
    pool.close();
    if (abort.signal.aborted) return;
    events.log('error', `The code index could not be built: ${(error as Error).message}`);
  });

  const until = async (work: Promise<unknown>, signal: AbortSignal): Promise<Ready> => {
    await Promise.race([work, aborted(signal)]);
    signal.throwIfAborted();
    return ready;
  };
  const touch = (paths: readonly string[]) => {
    resolver.forget();
    events.updated(paths);
  };

  return {
    listed: (signal) => until(listing, signal),
    async usable(sites, signal) {
      await until(listing, signal);
      await until(Promise.race([indexing, wait(PATIENCE_MS)]), signal);
      if (state === 'ready') return ready;
      const release = pool.hold();
      try {
        await cold.indexFor(sites, signal);
      } finally {
        release();
      }
      return ready;
    },
    status,
    setUnsaved(path, text) {
      workspace.setUnsaved(path, text);
      void listing.then(async () => {
        const entry = workspace.find(path);
        if (!entry) return;
        await workspace.refresh(path);
        touch([path]);
      });
    },
    changed(paths) {
      void listing.then(async () => {
        for (const path of paths) await workspace.refresh(path);
        histories.forget();
        context.sourceMaps.forget();
        touch(paths);
      });
    },
    close: () => {
      abort.abort();
      pool.close();
    },
  };
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
