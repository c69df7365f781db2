import type { TaskCode } from './code-site.ts';
import { type FactsView, unitOf } from './facts-view.ts';
import { here, shortName } from './row-fit.ts';
import { argument, type TaskRow } from './rows.ts';

/** Jobs and tasks that a framework runs by name. */
export function taskSites(view: FactsView, rows: Map<string, TaskRow[]>): TaskCode[] {
  const found: TaskCode[] = [];
  for (const a of view.facts.annotations) {
    const decl = view.decl(a.decl);
    const row = rows.get(shortName(a.name))?.find((r) => r.on === 'annotation');
    if (!row || !decl) continue;
    const given = argument(a.args, row.name);
    found.push({
      name: given ? view.text(given).text : decl.name,
      handler: here(decl),
      line: decl.line,
      unit: unitOf(decl),
    });
  }
  for (const [index, decl] of view.facts.decls.entries())
    for (const parent of decl.supers) {
      const row = rows
        .get(parent.replace(/<.*$/s, '').replace(/^.*[.:\\]/, ''))
        ?.find((r) => r.on === 'super');
      if (!row) continue;
      const method = view.facts.decls.find((d) => d.owner === index && row.methods?.includes(d.name));
      const target = method ?? decl;
      found.push({ name: decl.name, handler: here(target), line: target.line, unit: unitOf(target) });
    }
  return found;
}
