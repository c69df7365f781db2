import path from 'node:path';
import type { Logger, TraceBackend } from '../core/ports.ts';
import { createBackend } from '../engine/backends/registry.ts';
import { systemClock } from '../engine/store/clock.ts';
import { localBackend } from '../engine/store/local-backend.ts';
import { openStore } from '../engine/store/open-store.ts';
import { StoreReader } from '../engine/store/store-reader.ts';
import { backendArgument } from './backend-argument.ts';
import { type CommandIo, UsageError } from './command.ts';
import { existingStore } from './default-store.ts';

/** Logs are for the editor; on the command line errors are enough. */
const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** What `--backend KIND=URL` or `--store FILE` names; the local store when neither is given. To be closed. */
export function openBackend(
  { backend, store }: { readonly backend?: string | undefined; readonly store?: string | undefined },
  io: CommandIo,
): TraceBackend {
  if (backend !== undefined && store !== undefined)
    throw new UsageError('Give either --backend or --store, not both.');
  if (backend !== undefined) return createBackend(backendArgument(backend, io.env, io.cwd), quiet);
  return local(store === undefined ? existingStore(io.env) : path.resolve(io.cwd, store));
}

function local(file: string): TraceBackend {
  const reader = new StoreReader(() => openStore(file, { create: false }).store);
  return localBackend({ reader, clock: systemClock, sync: async () => {} });
}
