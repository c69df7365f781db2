import { NO_REFERENCES } from '../core/mapping/references-at.ts';
import { NO_SITE } from '../core/mapping/span-site.ts';
import { NO_USER_MAPPING } from '../core/mapping/user-mapping.ts';
import type { IndexerApi, IndexStatus } from '../protocol/indexer.ts';
import type { Handlers } from '../protocol/rpc.ts';
import { functionsOf } from './functions-of.ts';
import { liveGaps } from './gaps/live-gaps.ts';
import { type LiveMapping, openLiveMapping } from './live-mapping.ts';
import { referencesAt } from './resolve/references-at.ts';
import { resolveFrames } from './resolve/stack.ts';
import { knownRoots } from './roots/known-roots.ts';

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
  let mapping = NO_USER_MAPPING;
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
      live = openLiveMapping(config, mapping, events);
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
    'index.configure': (next) => {
      mapping = next;
      live?.configure(next);
      return undefined;
    },
    'index.explain': async ({ span, ...group }, { signal }) => {
      const site = group.sites[group.siteOf[span] ?? -1];
      const { resolver } = await opened().usable(site ? [site] : [], signal);
      return resolver.explain(group, span);
    },
    'index.sitesAt': async ({ path, line }, { signal }) => {
      const { workspace, context } = await opened().usable([], signal);
      const entry = workspace.find(path);
      return entry ? referencesAt(context, entry, line) : NO_REFERENCES;
    },
    'index.frames': async ({ text, site = NO_SITE }, { signal }) => {
      const { context } = await opened().usable([{ ...site, stack: text }], signal);
      return resolveFrames(context, site, text, signal);
    },
    'index.roots': async (_, { signal }) => {
      const { workspace, context } = await opened().listed(signal);
      return knownRoots(workspace, context.roots);
    },
    'index.functions': async ({ path }, { signal }) => {
      const { workspace } = await opened().listed(signal);
      const entry = workspace.find(path);
      const facts = entry && workspace.facts(entry);
      return facts ? functionsOf(facts) : [];
    },
    'index.changedLines': async ({ path, revision }, { signal }) => {
      const { workspace, changedLines } = await opened().listed(signal);
      const entry = workspace.find(path);
      return entry && changedLines(entry, revision);
    },
    'index.atRevision': async ({ path, revision }, { signal }) => {
      const { workspace, asItWas } = await opened().listed(signal);
      const entry = workspace.find(path);
      return entry && asItWas(entry, revision);
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
