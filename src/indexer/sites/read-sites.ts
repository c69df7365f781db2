import type { FileFacts, ParsedLanguage } from '../../core/facts/facts.ts';
import { ROWS } from '../languages/rows.ts';
import type { FileSites } from './code-site.ts';
import { FactsView } from './facts-view.ts';
import { graphqlSites } from './graphql.ts';
import { httpCallSites } from './http-calls.ts';
import { messageSites } from './messages.ts';
import { routeSites, routeTables } from './routes.ts';
import { byName, type LanguageRows } from './rows.ts';
import { rpcSites } from './rpc.ts';
import { spanSites, spanTables } from './spans.ts';
import { sqlSites } from './sql.ts';
import { taskSites } from './tasks.ts';

/** Rows under the names they wait for, made once. */
const prepare = (rows: LanguageRows) => ({
  spans: spanTables(rows),
  routes: routeTables(rows),
  rpc: rows.rpc,
  messages: byName(rows.messages),
  graphql: rows.graphql,
  tasks: byName(rows.tasks),
  httpCalls: byName(rows.httpCalls),
});

const tables = new Map(Object.entries(ROWS).map(([language, rows]) => [language, prepare(rows)] as const));

export const tablesOf = (language: ParsedLanguage) => tables.get(language);

/** Everything in a file that spans can be led to by name; undefined where there is nothing. */
export function readSites(facts: FileFacts): FileSites | undefined {
  const known = tables.get(facts.language);
  if (!known) return undefined;
  const view = new FactsView(facts);
  const sites: FileSites = {
    spans: spanSites(view, known.spans),
    ...routeSites(view, known.routes),
    rpc: rpcSites(view, known.rpc),
    messages: messageSites(view, known.messages),
    graphql: graphqlSites(view, known.graphql),
    tasks: taskSites(view, known.tasks),
    sql: sqlSites(view),
    httpCalls: httpCallSites(view, known.httpCalls),
  };
  return Object.values(sites).some((list) => list.length > 0) ? sites : undefined;
}
