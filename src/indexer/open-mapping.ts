import { buildIndex, filesToIndex } from './build-index.ts';
import { grammarsDir } from './parsing/grammars-dir.ts';
import { createContext } from './resolve/create-context.ts';
import { Resolver } from './resolve/resolver.ts';
import { Workspace } from './workspace.ts';

export type MappingOptions = {
  readonly folders: readonly string[];
  readonly unsaved?: ReadonlyMap<string, string> | undefined;
  readonly signal: AbortSignal;
};

export type Mapping = {
  readonly workspace: Workspace;
  readonly resolver: Resolver;
  close(): Promise<void>;
};

/** Everything mapping needs, indexed and ready: for the command line, which asks once. */
export async function openMapping(options: MappingOptions): Promise<Mapping> {
  const workspace = new Workspace({ grammarsDir: grammarsDir() });
  workspace.setFolders(options.folders);
  await workspace.list(options.signal);
  for (const [file, text] of options.unsaved ?? []) workspace.setUnsaved(file, text);
  await workspace.prepare();
  await buildIndex(workspace, filesToIndex(workspace), { signal: options.signal });
  const { context } = createContext(workspace);
  return { workspace, resolver: new Resolver(context), close: async () => {} };
}
