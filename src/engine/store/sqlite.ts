import type * as Sqlite from 'node:sqlite';
import { StoreError } from './store-error.ts';

type Module = typeof Sqlite;

let loaded: Module | undefined;

/**
 * `node:sqlite`, loaded when a store is opened: the command line also runs on a Node without it, and the rest of it
 * works there.
 */
export function sqlite(): Module {
  // Before Node 20.16 not even this way of asking is there.
  loaded ??= withoutWarning(() => process.getBuiltinModule?.('node:sqlite') as Module | undefined);
  if (!loaded)
    throw new StoreError(
      'store-unusable',
      `The local trace store needs Node 22.13 or newer; this is ${process.version}. Run the command with a newer Node.`,
    );
  return loaded;
}

/** Loading it warns that SQLite is experimental, which is nothing that a user could act on. */
function withoutWarning<T>(load: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
