import type { Resolution } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { Engine } from '../../host/engine.ts';
import type { Indexer } from '../../host/indexer.ts';
import { resolveTrace } from '../../host/resolve-trace.ts';
import type { ShownFrame } from '../../protocol/engine-view.ts';
import type { CodeResolver } from './code-resolver.ts';

/** Leads spans to code by the index of the workspace. */
export function indexResolver(engine: Engine, indexer: Indexer): CodeResolver {
  return {
    resolveSpans: (handle) => resolveTrace(engine, indexer, handle),
    resolveFrame: async (frame) => {
      const [resolution] = await indexer.call('index.resolve', { sites: [siteOfFrame(frame)] });
      return resolution ?? NOTHING;
    },
    onDidChange: (listener) => indexer.on('index.updated', listener),
  };
}

/** A frame names its code as a span with code attributes would. */
function siteOfFrame({ file, line, function: name }: ShownFrame): SpanSite {
  const attributes: Record<string, string> = {};
  if (file !== '') attributes['code.file.path'] = file;
  if (line !== undefined) attributes['code.line.number'] = String(line);
  if (name !== '') attributes['code.function.name'] = name;
  return {
    service: '',
    language: '',
    kind: 0,
    name: '',
    scope: '',
    revisions: [],
    attributes,
    resource: {},
    stack: '',
    callStack: '',
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
