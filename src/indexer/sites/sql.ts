import { HOLE } from '../../core/facts/facts.ts';
import { sqlFingerprint } from '../../core/trace/sql-fingerprint.ts';
import type { SqlCode } from './code-site.ts';
import type { FactsView } from './facts-view.ts';

const SQL =
  /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(?:\(\s*)?(?:select|insert|update|delete|merge|with|replace|upsert|call|exec|create|alter|drop|truncate|begin|commit|values|match|copy|lock)\b[\s\S]*[\s*(]/i;

export const isSql = (text: string): boolean => text.length >= 12 && SQL.test(text);

/** Statements in arguments, constants and annotations. */
export function sqlSites(view: FactsView): SqlCode[] {
  const found: SqlCode[] = [];
  const add = (text: string, line: number, owner: number) => {
    if (isSql(text))
      found.push({
        fingerprint: sqlFingerprint(text.replaceAll(HOLE, '?')),
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
