import type { FileFacts } from '../../core/facts/facts.ts';
import { ROWS } from '../languages/rows.ts';
import type { FileSites } from './code-site.ts';
import { FactsView } from './facts-view.ts';
import { spanSites, spanTables } from './spans.ts';

const tables = new Map(
  Object.entries(ROWS).map(([language, rows]) => [language, { spans: spanTables(rows) }] as const),
);

/** Everything in a file that spans can be led to by name; undefined where there is nothing. */
export function readSites(facts: FileFacts, _path: string): FileSites | undefined {
  const known = tables.get(facts.language);
  if (!known) return undefined;
  const view = new FactsView(facts);
  const sites: FileSites = {
    spans: spanSites(view, known.spans),
    routes: [],
    routers: [],
    mounts: [],
    rpc: [],
    messages: [],
    graphql: [],
    tasks: [],
    sql: [],
    httpCalls: [],
  };
  return Object.values(sites).some((list) => list.length > 0) ? sites : undefined;
}
