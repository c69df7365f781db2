import type { SpanSite } from '../core/mapping/span-site.ts';
import type { UserMapping } from '../core/mapping/user-mapping.ts';
import type { IndexerConfig, IndexStatus } from '../protocol/indexer.ts';
import { buildIndex, defaultThreads, filesToIndex } from './build-index.ts';
import { restoreWorkspace } from './cache/restore-workspace.ts';
import { followChanges } from './follow-changes.ts';
import type { IndexerEvents } from './indexer-handlers.ts';
import { grammarsDir } from './parsing/grammars-dir.ts';
import { createParsePool, type ParsePool } from './parsing/parse-pool.ts';
import { createContext } from './resolve/create-context.ts';
import type { ResolveContext } from './resolve/resolve-context.ts';
import { Resolver } from './resolve/resolver.ts';
import type { Histories } from './revision/line-mapper.ts';
import { ColdSearch } from './search/cold-search.ts';
import type { Workspace } from './workspace.ts';
import { workspaceNotes } from './workspace-notes.ts';

/** A question waits this long for an index that is nearly there before it is answered from what there is. */
const PATIENCE_MS = 400;
const STATUS_EVERY_MS = 250;
/** Edits settle before what they changed is written down for the next session. */
const SAVE_AFTER_MS = 30_000;
/** Fewer files than this are parsed in this thread. */
const MANY = 250;
/** Indexing takes the whole machine: a question that came first is answered first, but holds it up no longer. */
const QUESTIONS_FIRST_MS = 4000;

export type Ready = {
  readonly workspace: Workspace;
  readonly resolver: Resolver;
  readonly context: ResolveContext;
  readonly changedLines: Histories['changedLines'];
  readonly asItWas: Histories['asItWas'];
};

export type LiveMapping = {
  /** Once the files are listed. */
  listed(signal: AbortSignal): Promise<Ready>;
  /** Once the sites can be answered: by the whole index, or by what a search for them brought in. */
  usable(sites: readonly SpanSite[], signal: AbortSignal): Promise<Ready>;
  status(): IndexStatus;
  /** The user said where code is, or took it back. */
  configure(mapping: UserMapping): void;
  setUnsaved(path: string, text: string | undefined): void;
  changed(paths: readonly string[]): void;
  close(): void;
};

/** Indexes the folders in the background and follows their changes until it is closed. */
export function openLiveMapping(
  config: IndexerConfig,
  mapping: UserMapping,
  events: IndexerEvents,
): LiveMapping {
  const abort = new AbortController();
  const { signal: closed } = abort;
  const kept = restoreWorkspace({ ...config, grammarsDir: grammarsDir() });
  const { workspace } = kept;
  const { context, histories, configure } = createContext(workspace);
  const resolver = new Resolver(context);
  const cold = new ColdSearch(workspace);
  const { changedLines, asItWas } = histories;
  const ready: Ready = { workspace, resolver, context, changedLines, asItWas };
  configure(mapping);
  let pool: ParsePool | undefined;
  const questions = openQuestions();
  resolver.provisional = true;
  let state: IndexStatus['state'] = 'listing';
  let indexed = 0;
  let told = 0;
  let saving: NodeJS.Timeout | undefined;

  const status = (): IndexStatus => ({
    state,
    indexed,
    files: workspace.index.files.size,
    notes: workspaceNotes(workspace),
  });
  const tell = (always: boolean) => {
    if (!always && performance.now() - told < STATUS_EVERY_MS) return;
    told = performance.now();
    events.status(status());
  };
  const save = () => {
    try {
      kept.save();
    } catch (error) {
      events.log('warn', `The code index could not be kept for the next session: ${textOf(error)}`);
    }
  };
  const touch = (paths: readonly string[]) => {
    resolver.forget();
    events.updated(paths);
    clearTimeout(saving);
    saving = setTimeout(save, SAVE_AFTER_MS).unref();
  };
  const build = async (onProgress?: (done: number) => void) => {
    const entries = filesToIndex(workspace);
    if (entries.length > MANY) pool ??= createParsePool(workspace.grammarsDir, defaultThreads());
    try {
      await buildIndex(workspace, entries, { signal: closed, ...(onProgress && { onProgress }) }, pool);
    } finally {
      pool?.close();
      pool = undefined;
    }
  };

  tell(true);
  let heardTracked: () => void = () => {};
  const tracked = new Promise<void>((resolve) => {
    heardTracked = resolve;
  });
  const listing = workspace.list(closed, heardTracked);
  // A fresh index finds what is asked for by its text; a restored one must know first which of its files changed.
  const searchable = kept.restored ? listing : Promise.race([tracked, listing]);
  const indexing = listing.then(async () => {
    state = 'indexing';
    // What an earlier session left answers nearly everything: only new and changed files are missing.
    const already = workspace.index.files.size - filesToIndex(workspace).length;
    await Promise.race([questions.none(), wait(QUESTIONS_FIRST_MS)]);
    await build((done) => {
      indexed = already + done;
      tell(false);
    });
    await workspace.prepare();
    state = 'ready';
    indexed = workspace.index.files.size;
    resolver.provisional = false;
    resolver.forget();
    tell(true);
    events.updated([]);
    save();
  });
  // One change after the other: each sees what the one before it left.
  let following: Promise<void> = indexing.catch((error: unknown) => {
    if (!closed.aborted) events.log('error', `The code index could not be built: ${textOf(error)}`);
  });
  const follow = (work: () => Promise<void>) => {
    following = following.then(work).catch((error: unknown) => {
      if (!closed.aborted)
        events.log('warn', `A change of the workspace was not taken over: ${textOf(error)}`);
    });
  };

  const until = async (work: Promise<unknown>, signal: AbortSignal): Promise<Ready> => {
    await Promise.race([work, aborted(signal)]);
    signal.throwIfAborted();
    return ready;
  };

  return {
    listed: (signal) => until(listing, signal),
    async usable(sites, signal) {
      const answered = questions.ask();
      try {
        await until(searchable, signal);
        if (state === 'ready' || (state === 'indexing' && workspace.stale.size < MANY))
          await until(Promise.race([following, wait(PATIENCE_MS)]), signal);
        if (state === 'ready') return ready;
        const release = pool?.hold();
        try {
          await cold.indexFor(sites, signal);
        } finally {
          release?.();
        }
        return ready;
      } finally {
        answered();
      }
    },
    status,
    configure(next) {
      configure(next);
      resolver.forget();
      events.updated([]);
    },
    setUnsaved(path, text) {
      workspace.setUnsaved(path, text);
      follow(async () => {
        const entry = workspace.find(path);
        if (!entry) return;
        await build();
        touch([path]);
      });
    },
    changed(paths) {
      follow(async () => {
        await followChanges(workspace, paths, closed);
        await build();
        histories.forget();
        context.sourceMaps.forget();
        touch(paths);
      });
    },
    close: () => {
      clearTimeout(saving);
      abort.abort();
      pool?.close();
    },
  };
}

/** Counts who waits for an answer. */
function openQuestions(): { ask(): () => void; none(): Promise<void> } {
  let open = 0;
  const waiting: (() => void)[] = [];
  return {
    ask() {
      open++;
      return () => {
        if (--open === 0) for (const wake of waiting.splice(0)) wake();
      };
    },
    none: () => (open === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
