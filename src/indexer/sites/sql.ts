import { HOLE } from '../../core/facts/facts.ts';
import { sqlFingerprint } from '../../core/trace/sql-fingerprint.ts';
import type { SqlCode } from './code-site.ts';
import type { FactsView } from './facts-view.ts';

/** Words that only statements have in this order: prose may begin with `select` or `update` too. */
const SQL =
  /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*\(?\s*(?:select\s[\s\S]*?(?:\bfrom\s|\(|\d)|insert\s+(?:ignore\s+|or\s+\w+\s+)?into\s|update\s+\S+\s+(?:\w+\s+)?set\s|delete\s+from\s|merge\s+into\s|replace\s+into\s|with\s+(?:recursive\s+)?\S+\s*(?:\([^)]*\)\s*)?as\s*\(|truncate\s+(?:table\s)?|call\s+\w+\s*\(|create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:unlogged\s+)?(?:unique\s+)?(?:table|index|view|schema|function|trigger|sequence|type|extension)\s|alter\s+table\s|drop\s+(?:table|index|view)\s|lock\s+table\s|copy\s+\S+\s+(?:from|to)\s)/i;

export const isSql = (text: string): boolean => text.length >= 12 && SQL.test(text);

/** Statements in arguments, constants and annotations. */
export function sqlSites(view: FactsView): SqlCode[] {
  const found: SqlCode[] = [];
  const add = (text: string, line: number, owner: number) => {
    // A schema is several statements in one text, and each is run by itself.
    for (const one of text.split(/;\s*\n/))
      if (isSql(one))
        found.push({
          fingerprint: sqlFingerprint(one.replaceAll(HOLE, '?')),
          line,
          unit: view.unit(owner),
        });
  };
  for (const call of view.facts.calls)
    for (const arg of call.args)
      if (arg.kind === 'string' || arg.kind === 'template') add(arg.text, call.line, call.owner);
  for (const { value, line, owner } of view.facts.assigns)
    if (value.kind === 'string' || value.kind === 'template') add(value.text, line, owner);
    else for (const item of value.items) if (item.kind === 'string') add(item.text, line, owner);
  for (const a of view.facts.annotations) {
    const decl = view.decl(a.decl);
    for (const arg of a.args) if (decl && arg.kind === 'string') add(arg.text, decl.line, a.decl);
  }
  return found;
}
