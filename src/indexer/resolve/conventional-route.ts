import { pathSegments } from '../../core/mapping/route-pattern.ts';
import type { Collector } from './collector.ts';
import { declCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

/**
 * ASP.NET reports `{controller=Home}/{action=Index}/{id?}` for every action that is routed by convention: which one it
 * was follows from the path.
 */
export function conventionalRoute(
  ctx: ResolveContext,
  route: string,
  path: string,
  method: string,
  out: Collector,
): void {
  const actual = pathSegments(path);
  const values = new Map<string, string>();
  for (const [i, part] of route.split('/').filter(Boolean).entries()) {
    const m = /^\{(\w+)(?:=(\w+))?\??\}$/.exec(part);
    const value = actual[i] ?? m?.[2];
    if (m?.[1] && value !== undefined) values.set(m[1].toLowerCase(), value);
  }
  const controller = values.get('controller');
  const action = values.get('action');
  if (!controller || !action) {
    out.reason('The span has a route by convention and no path to tell which action it was.');
    return;
  }
  const wanted = `${controller}Controller`.toLowerCase();
  const why = `The span has the conventional route ${route} and the path ${path.slice(0, 120)}: action ${action} of ${controller}.`;
  for (const name of new Set([action, action[0]?.toUpperCase() + action.slice(1), `${action}Async`]))
    for (const row of ctx.index.symbols.named(name)) {
      const entry = ctx.index.files.get(row.file);
      if (entry?.language !== 'csharp' || (row.path.split('.').at(-1) ?? '').toLowerCase() !== wanted)
        continue;
      out.add(
        declCandidate(ctx.index, entry, row, { strategy: 'route', source: 'entry', level: 'guess', why }),
      );
    }
  if (!out.candidates.some((c) => c.strategy === 'route')) {
    out.reason(`No action ${action} of a ${controller}Controller was found in this workspace.`);
    out.reject('route', `${method} ${route}`.trim(), `No ${controller}Controller.${action}.`);
  }
}
