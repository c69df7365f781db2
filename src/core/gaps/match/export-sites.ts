import type { CodeSite } from '../model.ts';
import type { RuleTable } from './dispatch.ts';
import type { FileView } from './file-view.ts';

/** Functions that a framework finds by file and name: Next's `route.ts`, Lambda's `handler`. */
export function exportSites(view: FileView, table: RuleTable): CodeSite[] {
  const sites: CodeSite[] = [];
  for (const { rule, row } of table.exports) {
    if (!row.file.test(view.path)) continue;
    for (const [index, decl] of view.facts.decls.entries()) {
      const named = row.names.includes(decl.name) || (decl.isDefault && row.names.includes('default'));
      if (!named || !view.isFunction(decl) || (row.params && !row.params.test(decl.params))) continue;
      if (row.exported && !decl.isDefault && !isExported(view, decl.start)) continue;
      if (decl.owner >= 0) continue;
      const line = view.spanWithin(index);
      sites.push({
        rule: rule.id,
        kind: row.kind,
        line: decl.line,
        column: decl.column,
        endLine: decl.endLine,
        symbol: decl.name || 'default',
        keys: row.kind === 'entry.http' ? routeOf(view.path, decl.name) : {},
        known: 'name',
        covered: line > 0 ? `It starts a span itself (line ${line}).` : '',
        helpers: [],
        uses: 1,
        carries: '',
      });
    }
  }
  return sites;
}

const isExported = (view: FileView, start: number): boolean =>
  /(?:^|[\s;])(?:export\s+(?:default\s+)?(?:async\s+)?(?:(?:const|let|var)\s+[\w$]+\s*(?::[^=]*)?=\s*)?|(?:module\.)?exports(?:\.\w+)?\s*=\s*)$/.test(
    view.source.slice(Math.max(0, start - 160), start),
  );

/** `app/api/users/[id]/route.ts` serves `/api/users/[id]`. */
function routeOf(path: string, method: string): Record<string, string> {
  const m = /(?:^|\/)(?:src\/)?(?:app|pages)(\/.*?)(?:\/route|\/index)?\.\w+$/.exec(path);
  const route = (m?.[1] ?? '').replace(/\/\([^)]*\)/g, '') || '/';
  return /^[A-Z]{3,7}$/.test(method) ? { route, method } : { route };
}
