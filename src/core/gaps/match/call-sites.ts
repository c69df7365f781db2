import type { Call } from '../../facts/facts.ts';
import { type CodeSite, isEntry, type Known } from '../model.ts';
import type { CallRow, GapRule } from '../rule.ts';
import { carriesContext } from './carries-context.ts';
import { coveredCall, coveredHandler } from './covered-here.ts';
import type { RuleTable } from './dispatch.ts';
import type { FileView } from './file-view.ts';
import { GLOBAL, moduleMatches } from './origins.ts';
import { hasShape, siteKeys } from './site-keys.ts';

/** Sites that calls and constructions are. A call belongs to the first row that fits. */
export function callSites(view: FileView, table: RuleTable): CodeSite[] {
  const sites: CodeSite[] = [];
  const seen = new Map<string, number>();
  const late: { site: number; call: Call }[] = [];
  for (const [index, call] of view.facts.calls.entries()) {
    // PHP's `new \GuzzleHttp\Client` comes with its namespace.
    const name = call.name.slice(call.name.lastIndexOf('\\') + 1);
    const rows = rowsOf(view, table, call, name);
    if (!rows) continue;
    const best = bestOf(view, rows, call, index);
    if (!best) continue;
    const { rule, row, known, others } = best;
    const key = row.once ? `${rule.id}\0${row.kind}` : '';
    const first = key === '' ? undefined : seen.get(key);
    if (first !== undefined) {
      const site = sites[first];
      if (site) sites[first] = { ...site, uses: site.uses + 1 };
      continue;
    }
    if (key !== '') seen.set(key, sites.length);
    if (row.ifOutbound) late.push({ site: sites.length, call });
    const site = siteOf(view, rule, row, call, known);
    sites.push(others.length > 0 ? { ...site, others } : site);
  }
  return late.length === 0 ? sites : withoutIdle(view, sites, late);
}

/** Kotlin makes objects without a word for it. */
function rowsOf(view: FileView, table: RuleTable, call: Call, name: string): readonly Of[] | undefined {
  if (call.isNew) return table.news.get(name);
  const rows = table.calls.get(name);
  if (rows || view.facts.language !== 'kotlin' || !/^[A-Z]/.test(name)) return rows;
  return table.news.get(name);
}

type Of = { readonly rule: GapRule; readonly row: CallRow };
type Best = Of & { readonly known: Known; readonly others: readonly string[] };

/** What the imports say comes before what it looks like; of several looks the manifest will tell. */
function bestOf(view: FileView, rows: readonly Of[], call: Call, index: number): Best | undefined {
  let first: (Of & { known: Known }) | undefined;
  const others: string[] = [];
  for (const of of rows) {
    const known = fits(view, of.rule, of.row, call, index);
    if (!known) continue;
    if (known === 'import') return { ...of, known, others: [] };
    if (!first) first = { ...of, known };
    else if (of.row.kind === first.row.kind && of.rule.id !== first.rule.id) others.push(of.rule.id);
  }
  return first && { ...first, others };
}

function fits(view: FileView, rule: GapRule, row: CallRow, call: Call, index: number): Known | undefined {
  if (row.needs && !view.importsMatch(row.needs)) return undefined;
  if (row.notIn?.test(view.source)) return undefined;
  if ((row.within && !row.within.test(view.source)) || (row.file && !row.file.test(view.path)))
    return undefined;
  const text = row.skip || row.text ? view.source.slice(call.start, call.end) : '';
  if (row.skip?.test(text) || (row.text && !row.text.test(text))) return undefined;
  const known = knownBy(view, rule, row, call, index);
  if (!known) return undefined;
  for (const [at, shape] of row.args ?? [])
    if (!hasShape(view, view.argument(call.args, [at]), shape)) return undefined;
  return known;
}

function knownBy(view: FileView, rule: GapRule, row: CallRow, call: Call, index: number): Known | undefined {
  const origin = view.origins.ofCall(index);
  if (origin) {
    const from = origin.modules.some((m) =>
      rule.modules.some((p) => (m === GLOBAL ? p === m : moduleMatches(p, m))),
    );
    if (from && (!row.path || row.path.test(origin.path))) return 'import';
    // A receiver that is known to be something else is no candidate by looks.
    if (from || (call.receiver !== '' && !isOpen(view, origin.modules))) return undefined;
  }
  if (!row.receiver?.test(view.receiver(call))) return undefined;
  return row.sure ? 'sure' : 'name';
}

/** The project's own modules, and wildcard imports, leave it open what a name is. */
function isOpen(view: FileView, modules: readonly string[]): boolean {
  return (
    view.family === 'dotnet' ||
    modules.includes(GLOBAL) ||
    modules.length > 1 ||
    modules.every((module) => isOwn(view, module))
  );
}

/** Relative, aliased, or named after a folder that the file is in. */
export function isOwn(view: FileView, module: string): boolean {
  if (/^(?:\.|[@~#]\/|~|#|src\/)/.test(module)) return true;
  const root = module.split(/[./:\\]/)[0] ?? '';
  return view.path.split('/').slice(0, -1).includes(root);
}

function siteOf(view: FileView, rule: GapRule, row: CallRow, call: Call, known: Known): CodeSite {
  const handler = row.handler ? view.argument(call.args, row.handler) : undefined;
  const here =
    row.handler || isEntry(row.kind)
      ? coveredHandler(view, handler ?? call.args.at(-1), call.args)
      : coveredCall(view, call);
  const at = row.coveredAt?.exec(view.source.slice(call.start, call.end))?.[0];
  return {
    rule: rule.id,
    kind: row.kind,
    line: call.line,
    column: call.column,
    endLine: call.endLine,
    symbol: handlerSymbol(view, row, call),
    keys: withChainedRoute(view, call, siteKeys(view, call.name, call.args, row.keys ?? {})),
    known,
    covered: at ? `The call itself carries ${at}.` : here.covered || inFile(view, row),
    helpers: here.helpers,
    uses: 1,
    carries: row.kind.endsWith('.queue') ? carriesContext(view, call.owner, handler) : '',
  };
}

function inFile(view: FileView, row: CallRow): string {
  const first = row.spanInFile ? view.facts.calls[view.spanStarts[0] ?? -1] : undefined;
  return first ? `This file starts a span itself (line ${first.line}).` : '';
}

/** `app.route('/x').get(list)`: the route stands earlier in the chain. */
function withChainedRoute(view: FileView, call: Call, keys: Record<string, string>): Record<string, string> {
  if (keys.method === undefined || keys.route !== undefined) return keys;
  for (let i = call.receiverCall, hops = 0; i >= 0 && hops < 8; hops++) {
    const inner = view.facts.calls[i];
    const route = inner?.name === 'route' ? view.text(inner.args[0]) : undefined;
    if (route !== undefined) return { ...keys, route };
    i = inner?.receiverCall ?? -1;
  }
  return keys;
}

function handlerSymbol(view: FileView, row: CallRow, call: Call): string {
  const handler = row.handler && view.argument(call.args, row.handler);
  if (handler?.kind === 'name') return handler.text.replace(/^(?:this|self)\./, '');
  return view.symbol(call.owner);
}

/** Timers matter only where they call somebody. */
function withoutIdle(
  view: FileView,
  sites: CodeSite[],
  late: readonly { site: number; call: Call }[],
): CodeSite[] {
  const idle = new Set(
    late
      .filter(({ call }) => {
        const decl =
          view.facts.decls[
            view.handlerDecl(call.args.find((a) => a.kind === 'function' || a.kind === 'name'))
          ];
        return !decl || !sites.some((s) => !isEntry(s.kind) && s.line >= decl.line && s.line <= decl.endLine);
      })
      .map(({ site }) => site),
  );
  return sites.filter((_, i) => !idle.has(i));
}
