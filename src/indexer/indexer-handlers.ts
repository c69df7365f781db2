import type { IndexerApi, IndexStatus } from '../protocol/indexer.ts';
import type { Handlers } from '../protocol/rpc.ts';
import { functionsOf } from './functions-of.ts';
import { liveGaps } from './gaps/live-gaps.ts';
import { type LiveMapping, openLiveMapping } from './live-mapping.ts';

export type IndexerEvents = {
  status(status: IndexStatus): void;
  updated(paths: readonly string[]): void;
  gapsUpdated(paths: readonly string[]): void;
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
};

const IDLE: IndexStatus = { state: 'idle', indexed: 0, files: 0, notes: [] };
const CLOSED = 'The code index is not open. Open a folder to map spans to code.';

export function indexerHandlers(events: IndexerEvents): Handlers<IndexerApi> {
  let live: LiveMapping | undefined;
  const gaps = liveGaps({ updated: events.gapsUpdated, log: events.log });
  const opened = () => {
    if (!live) throw new Error(CLOSED);
    return live;
  };
  return {
    ...gaps.handlers,
    'index.open': (config) => {
      live?.close();
      gaps.open(config);
      live = openLiveMapping(config, events);
      return undefined;
    },
    'index.close': () => {
      live?.close();
      live = undefined;
      return undefined;
    },
    'index.status': () => live?.status() ?? IDLE,
    'index.resolve': async ({ sites }, { signal }) => {
      const { resolver } = await opened().usable(sites, signal);
      const out = [];
      for (const site of sites) {
        signal.throwIfAborted();
        out.push(await resolver.resolve(site));
      }
      return out;
    },
    'index.resolveSpans': async (group, { signal }) => {
      const { resolver } = await opened().usable(group.sites, signal);
      return resolver.resolveSpans(group, signal);
    },
    'index.functions': async ({ path }, { signal }) => {
      const { workspace } = await opened().listed(signal);
      const entry = workspace.find(path);
      const facts = entry && workspace.facts(entry);
      return facts ? functionsOf(facts) : [];
    },
    'index.unsaved': ({ path, text }) => {
      live?.setUnsaved(path, text);
      gaps.setUnsaved(path, text);
      return undefined;
    },
    'index.changed': ({ paths }) => {
      live?.changed(paths);
      gaps.changed(paths);
      return undefined;
    },
  };
}
