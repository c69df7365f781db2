import * as vscode from 'vscode';
import type { Logger } from '../core/ports.ts';
import type { IndexerApi, IndexerHostApi } from '../protocol/indexer.ts';
import { DisposableStore } from './disposables.ts';
import { Thread } from './threads.ts';
import type { UserMappings } from './user-mappings.ts';

export type Indexer = Thread<IndexerApi, IndexerHostApi>;

export type IndexerDeps = {
  /** The thread's bundle. */
  readonly file: string;
  readonly storageDir: string;
  /** What the user said about where code is. */
  readonly mappings: UserMappings;
  readonly log: Logger;
};

/** Edits and file events come in bursts (typing, a branch switch); the indexer hears of them together. */
const SETTLE_MS = 120;
const NEVER_SOURCE = /\/(?:\.git|node_modules)\//;
/** Another commit is checked out, or more are there than before: recorded lines may be checked differently. */
const GIT_NEWS = /\/\.git\/(?:HEAD|FETCH_HEAD|packed-refs|shallow)$/;

/** The indexer thread on the folders of the window, told of what changes in them. Starts with the first call. */
export function createIndexer({ file, storageDir, mappings, log }: IndexerDeps): {
  indexer: Indexer;
  dispose(): void;
} {
  const store = new DisposableStore();
  let started = false;
  const folders = () =>
    (vscode.workspace.workspaceFolders ?? []).filter((f) => f.uri.scheme === 'file').map((f) => f.uri.fsPath);
  const indexer: Indexer = store.add(
    new Thread({
      name: vscode.l10n.t('code indexer'),
      file,
      handlers: {},
      log,
      configure: async (rpc) => {
        started = true;
        await rpc.call('index.configure', mappings.current);
        await rpc.call('index.open', { folders: folders(), storageDir });
        for (const document of vscode.workspace.textDocuments)
          if (document.isDirty && document.uri.scheme === 'file')
            await rpc.call('index.unsaved', { path: document.uri.fsPath, text: document.getText() });
      },
    }),
  );
  store.add(indexer.on('log', ({ level, text }) => log[level](text)));

  const tell = (send: () => Promise<unknown>) => {
    if (started) void send().catch((error: Error) => log.debug(error.message));
  };
  const changed = settle<string>((paths) => tell(() => indexer.call('index.changed', { paths })));
  const edited = settle<vscode.TextDocument>((documents) => {
    for (const document of documents)
      tell(() =>
        indexer.call('index.unsaved', {
          path: document.uri.fsPath,
          text: document.isDirty && !document.isClosed ? document.getText() : undefined,
        }),
      );
  });
  store.add(mappings.onDidChange(() => tell(() => indexer.call('index.configure', mappings.current))));
  const watcher = store.add(vscode.workspace.createFileSystemWatcher('**/*'));
  const note = (uri: vscode.Uri) => {
    if (uri.scheme === 'file' && (!NEVER_SOURCE.test(uri.path) || GIT_NEWS.test(uri.path)))
      changed.add(uri.fsPath);
  };
  store.add(watcher.onDidCreate(note));
  store.add(watcher.onDidChange(note));
  store.add(watcher.onDidDelete(note));
  const noteDocument = (document: vscode.TextDocument) => {
    if (document.uri.scheme === 'file') edited.add(document);
  };
  store.add(vscode.workspace.onDidChangeTextDocument((e) => noteDocument(e.document)));
  store.add(vscode.workspace.onDidSaveTextDocument(noteDocument));
  store.add(vscode.workspace.onDidCloseTextDocument(noteDocument));
  store.add(
    vscode.workspace.onDidChangeWorkspaceFolders(() =>
      tell(() => indexer.call('index.open', { folders: folders(), storageDir })),
    ),
  );
  store.add(changed);
  store.add(edited);
  return { indexer, dispose: () => store.dispose() };
}

/** Collects until nothing came for a while, then hands over each once. */
function settle<T>(flush: (items: readonly T[]) => void): { add(item: T): void; dispose(): void } {
  const items = new Set<T>();
  let timer: NodeJS.Timeout | undefined;
  return {
    add(item) {
      items.add(item);
      clearTimeout(timer);
      timer = setTimeout(() => {
        const all = [...items];
        items.clear();
        flush(all);
      }, SETTLE_MS);
    },
    dispose: () => clearTimeout(timer),
  };
}
