import { NO_REFERENCES, type ReferencesAt } from '../../core/mapping/references-at.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { fillPlaceholders } from '../indexes/property-values.ts';
import { type SymbolRow, symbolText } from '../indexes/symbol-index.ts';
import type { CodeText, FileSites, HandlerRef, Unit } from '../sites/code-site.ts';
import { handlerTargets } from './handler-rows.ts';
import type { ResolveContext } from './resolve-context.ts';
import { runtimeNames } from './runtime-names.ts';

type Site = { readonly line: number; readonly unit: Unit; readonly handler: HandlerRef };

/** The way back: from a line of a file to what spans of its code carry. */
export function referencesAt(ctx: ResolveContext, entry: FileEntry, line: number): ReferencesAt {
  const { index } = ctx;
  const around = index.symbols.around(entry.id, line);
  const own = index.sites(entry.id);
  const inside = (at: number) => (around ? at >= around.startLine && at <= around.endLine : at === line);
  const isUnit = (unit: Unit) => (around ? unit.line === around.line : unit.line === 0);
  const isHandler = (at: FileEntry, site: Site): boolean => {
    const { handler } = site;
    if (handler.kind === 'here') return at.id === entry.id && line >= handler.line && line <= handler.endLine;
    if (!around || !names(handler).includes(around.name)) return false;
    const targets = handlerTargets(ctx, at, site.unit, handler);
    return targets.some((t) => t.kind === 'row' && t.row.file === entry.id && t.row.line === around.line);
  };
  /** Sites of any file whose handler is the code here. */
  const served = <K extends 'routes' | 'rpc' | 'messages'>(kind: K): FileSites[K][number][] => {
    const found: FileSites[K][number][] = [];
    for (const { entry: at, sites } of index.filesWith(kind))
      for (const site of sites[kind] as readonly (FileSites[K][number] & Site)[])
        if (isHandler(at, site) || (at.id === entry.id && site.line === line)) found.push(site);
    return found;
  };
  const routes = served('routes').flatMap((route) => {
    const at = [...index.filesWith('routes')].find((f) => f.sites.routes.includes(route));
    const ref = at && { entry: at.entry, route, index: at.sites.routes.indexOf(route) };
    const patterns = ref ? index.routes.fullRoutes(ref) : [];
    return patterns.map(({ segments }) => ({ methods: route.methods, pattern: `/${segments.join('/')}` }));
  });
  const destinations = [
    ...served('messages').map((m) => m.destination),
    ...(own?.messages ?? []).filter((m) => isUnit(m.unit) && inside(m.line)).map((m) => m.destination),
  ];
  return {
    ...NO_REFERENCES,
    ...(around && describe(ctx, entry, around)),
    pathTail: entry.path,
    routes,
    spans: (own?.spans ?? [])
      .filter((s) => inside(s.line))
      .flatMap((s) => {
        const name = textOf(ctx, s.name);
        return name === '' ? [] : [{ name, scope: s.scope.kind === 'literal' ? s.scope.text : '' }];
      }),
    rpc: served('rpc').map((r) => `${r.service}/${r.method || (around?.name ?? '')}`),
    destinations: [...new Set(destinations.map((d) => textOf(ctx, d)).filter((d) => d !== ''))],
    statements: (own?.sql ?? []).filter((s) => inside(s.line)).map((s) => s.fingerprint),
  };
}

function describe(ctx: ResolveContext, entry: FileEntry, row: SymbolRow) {
  const { functions, legacy } = runtimeNames(entry.language, ctx.index.modules.moduleOf(entry), row);
  return { symbol: symbolText(row), line: row.line, endLine: row.endLine, functions, legacy };
}

const names = (handler: HandlerRef): readonly string[] =>
  handler.kind === 'name'
    ? [handler.name.replace(/\(\)$/, '').replace(/^.*[.:\\>#]/, '')]
    : handler.kind === 'method'
      ? handler.methods
      : [];

/** What can be told: a template's fixed text, or a constant of another file, says too little. */
function textOf(ctx: ResolveContext, text: CodeText): string {
  if (text.kind === 'unknown' || text.kind === 'constant') return '';
  if (text.kind === 'literal' && !text.text.includes('${')) return text.text;
  return fillPlaceholders(text.text, ctx.properties())[0] ?? '';
}
