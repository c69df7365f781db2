import type { ResolvedSpans } from '../protocol/indexer.ts';
import type { Engine } from './engine.ts';
import type { Indexer } from './indexer.ts';

/** The code of every span of an open trace: the engine names the sites, the indexer finds them. */
export async function resolveTrace(engine: Engine, indexer: Indexer, handle: number): Promise<ResolvedSpans> {
  return indexer.call('index.resolveSpans', await engine.call('trace.sites', { handle }));
}
