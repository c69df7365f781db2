import type { IndexerConfig, IndexStatus } from '../protocol/indexer.ts';
import type { IndexerEvents } from './indexer-handlers.ts';
import { grammarsDir } from './parsing/grammars-dir.ts';
import { createContext } from './resolve/create-context.ts';
import { Resolver } from './resolve/resolver.ts';
import { Workspace } from './workspace.ts';

/** Files parsed between two looks at the message queue: calls are answered while the index is being built. */
const SLICE_MS = 12;

export type Ready = { readonly workspace: Workspace; readonly resolver: Resolver };

export type LiveMapping = {
  /** Once the files are listed. */
  listed(signal: AbortSignal): Promise<Ready>;
  /** Once answers are as good as they get. */
  usable(signal: AbortSignal): Promise<Ready>;
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
  const ready: Ready = { workspace, resolver };
  let state: IndexStatus['state'] = 'listing';
  let indexed = 0;

  const status = (): IndexStatus => ({
    state,
    indexed,
    files: workspace.index.files.size,
    notes: [...workspace.notes, ...workspace.skipped.map((s) => `${s.file}: ${s.why}`)].slice(0, 200),
  });
  const listing = (async () => {
    events.status(status());
    await workspace.open(config.folders, abort.signal);
    await workspace.prepare();
  })();
  const indexing = listing.then(async () => {
    state = 'indexing';
    let since = performance.now();
    for (const entry of workspace.index.files.all()) {
      workspace.indexFile(entry);
      indexed++;
      if (performance.now() - since < SLICE_MS) continue;
      abort.signal.throwIfAborted();
      if (indexed % 64 === 0) events.status(status());
      await new Promise((resolve) => setImmediate(resolve));
      since = performance.now();
    }
    state = 'ready';
    resolver.forget();
    events.status(status());
    events.updated([]);
  });
  indexing.catch((error: unknown) => {
    if (abort.signal.aborted) return;
    events.log('error', `The code index could not be built: ${(error as Error).message}`);
  });

  const until = async (work: Promise<void>, signal: AbortSignal): Promise<Ready> => {
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
    usable: (signal) => until(indexing, signal),
    status,
    setUnsaved(path, text) {
      workspace.setUnsaved(path, text);
      void listing.then(() => {
        const entry = workspace.find(path);
        if (!entry) return;
        workspace.indexFile(entry);
        touch([path]);
      });
    },
    changed(paths) {
      void indexing.then(() => {
        for (const path of paths) workspace.refresh(path);
        histories.forget();
        context.sourceMaps.forget();
        touch(paths);
      });
    },
    close: () => abort.abort(),
  };
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
