import type { Resolution } from '../../core/mapping/resolution.ts';
import type { Engine } from '../../host/engine.ts';
import { siteOfFrame } from '../../host/frame-site.ts';
import type { Indexer } from '../../host/indexer.ts';
import { resolveTrace } from '../../host/resolve-trace.ts';
import type { CodeResolver } from './code-resolver.ts';

/** Leads spans to code by the index of the workspace. */
export function indexResolver(engine: Engine, indexer: Indexer): CodeResolver {
  return {
    resolveSpans: (handle) => resolveTrace(engine, indexer, handle),
    resolveFrame: async ({ file, line, function: name }) => {
      const site = siteOfFrame({
        file: file || undefined,
        line,
        column: undefined,
        function: name || undefined,
      });
      const [resolution] = await indexer.call('index.resolve', { sites: [site] });
      return resolution ?? NOTHING;
    },
    onDidChange: (listener) => indexer.on('index.updated', listener),
  };
}

const NOTHING: Resolution = {
  result: null,
  reason: null,
  alternatives: [],
  library: null,
  rejected: [],
  provisional: false,
};
