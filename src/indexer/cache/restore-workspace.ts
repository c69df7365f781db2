import { Workspace } from '../workspace.ts';
import { loadSnapshot, type SnapshotPlace, saveSnapshot, snapshotPlace } from './index-snapshot.ts';

export type KeptWorkspace = {
  readonly workspace: Workspace;
  /** Whether an earlier session left something that fits. */
  readonly restored: boolean;
  /** Writes down what is indexed for the next session; does nothing where that was done already. */
  save(): void;
};

export type RestoreOptions = {
  readonly grammarsDir: string;
  readonly folders: readonly string[];
  /** '' keeps nothing. */
  readonly storageDir: string;
};

/** A workspace on the folders with the index of an earlier session, where there is one that fits. */
export function restoreWorkspace({ grammarsDir, folders, storageDir }: RestoreOptions): KeptWorkspace {
  const open = () => {
    const made = new Workspace({ grammarsDir });
    made.setFolders(folders);
    return made;
  };
  let workspace = open();
  const roots = workspace.index.files.folders.map((f) => f.path);
  const place: SnapshotPlace | undefined = storageDir === '' ? undefined : snapshotPlace(storageDir, roots);
  let freshNames: number | undefined;
  try {
    const known = place && loadSnapshot(workspace.index, place);
    freshNames = known?.freshNames;
    for (const [name, why] of known?.skipped ?? []) workspace.skipped.set(name, why);
  } catch {
    workspace = open();
  }
  const kept = workspace;
  const version = () => kept.index.version + kept.noticed;
  let saved = freshNames === undefined ? -1 : version();
  return {
    workspace: kept,
    restored: freshNames !== undefined,
    save() {
      if (!place || version() === saved) return;
      saved = version();
      freshNames ??= kept.index.names.size;
      const isStale = (id: number) => {
        const entry = kept.index.files.get(id);
        return kept.stale.has(id) || (entry !== undefined && kept.isUnsaved(entry));
      };
      saveSnapshot(kept.index, place, { freshNames, skipped: [...kept.skipped] }, isStale);
    },
  };
}
