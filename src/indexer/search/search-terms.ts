import { codeRefOf } from '../../core/mapping/code-ref.ts';
import { rootFields } from '../../core/mapping/graphql-roots.ts';
import { isLibraryScope } from '../../core/mapping/library-path.ts';
import { parseSymbol } from '../../core/mapping/parse-symbol.ts';
import { pathSegments, routeSegments } from '../../core/mapping/route-pattern.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { KIND } from '../../core/trace/columns.ts';
import { methodForms, rpcNameOf } from '../resolve/rpc.ts';
import { statementOf } from '../resolve/statement.ts';

/** Texts that must all be in a file for it to be worth parsing. */
export type Terms = readonly string[];

const MIN_TERM = 3;
const MAX_TERM = 120;
const MAX_SETS = 8;

/** What the text of the file that a site leads to must hold. */
export function searchTerms(site: SpanSite): Terms[] {
  const { attributes: a } = site;
  const sets: Terms[] = [];
  const add = (...terms: (string | undefined)[]) => {
    const known = terms.filter((t): t is string => t !== undefined && t !== '');
    if (
      known.length > 0 &&
      known.every((t) => t.length >= MIN_TERM && t.length <= MAX_TERM && !t.includes('\n'))
    )
      sets.push(known);
  };
  const symbol = (text: string | undefined) => {
    const name = text ? parseSymbol(text, undefined) : undefined;
    if (name) add(name.member || undefined, ownerOf(name.scope));
  };
  const ref = codeRefOf(site);
  if (ref.symbol) add(ref.symbol.member || undefined, ownerOf(ref.symbol.scope));
  add(a['nestjs.callback'], a['nestjs.controller']);
  symbol(a['celery.task_name']);
  if (a['phoenix.plug']) symbol(`${a['phoenix.plug']}.${a['phoenix.action'] ?? ''}`);
  if (!isLibraryScope(site.scope)) {
    add(site.name);
    // Annotated methods are named after themselves.
    const dotted = /^(\w+)(?:\.|::)(\w+)$/.exec(site.name);
    if (dotted) add(dotted[1], dotted[2]);
  }
  if (site.kind === KIND.server || a['http.route']) route(a, add);
  const rpc = rpcNameOf(site);
  if (rpc) for (const form of methodForms(rpc.method).slice(0, 3)) add(form);
  add(a['messaging.destination.template'] ?? a['messaging.destination.name'] ?? a['messaging.destination']);
  for (const field of rootFields(a['graphql.document'] ?? '').slice(0, 3)) add(field);
  const statement = statementOf(site);
  if (statement && statement.table !== '' && statement.fingerprint !== '')
    add(statement.table, statement.operation);
  add(a['faas.name'] ?? site.resource['faas.name']);
  return sets.slice(0, MAX_SETS);
}

const ownerOf = (scope: readonly string[]) => scope.filter((s) => !s.startsWith('$')).at(-1);

/** The literal segments of a route: its own file has the last of them, mounts have the others. */
function route(a: Readonly<Record<string, string>>, add: (...terms: string[]) => void): void {
  const said = a['http.route'] ?? a['next.route'] ?? '';
  const segments = said ? routeSegments(said) : pathSegments(a['url.path'] ?? a['http.target'] ?? '');
  const literal = segments.filter((s) => /^[\w.-]{3,}$/.test(s)).reverse();
  for (const segment of literal.slice(0, 3)) add(segment);
}
