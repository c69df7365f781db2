import type { SpanSite } from '../../core/mapping/span-site.ts';
import { faasHandlers } from '../indexes/faas-handlers.ts';
import type { Collector } from './collector.ts';
import { declCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

/** Functions by their name in serverless.yml, a SAM template or a function.json. */
export function resolveFaas(ctx: ResolveContext, site: SpanSite, out: Collector): void {
  const name =
    site.attributes['faas.name'] ?? site.attributes['faas.invoked_name'] ?? site.resource['faas.name'];
  // Every span of the process has the resource's name; only the entry is the handler.
  const isEntry = site.attributes['faas.name'] !== undefined || site.kind === 2 || site.kind === 5;
  if (!name || !isEntry) return;
  const handlers = faasHandlers(ctx.index);
  const exact = handlers.filter((h) => h.name === name);
  // Deployed names have the service in front and the stage somewhere: `shop-dev-checkout`.
  const like =
    exact.length > 0
      ? exact
      : handlers.filter((h) => new RegExp(`(?:^|[-_])${h.name.replace(/\W/g, '\\$&')}(?:$|[-_])`).test(name));
  for (const handler of like) {
    const entry = ctx.index.files.get(handler.file);
    if (!entry) continue;
    for (const row of ctx.index.symbols.namedIn(entry.id, handler.function))
      out.add(
        declCandidate(ctx.index, entry, row, {
          strategy: 'faas',
          source: 'entry',
          level: like.length === 1 ? 'likely' : 'guess',
          bonus: ctx.roots.preferenceOf(site)(entry) * 5,
          why: `The span is of the function ${name}; ${handler.declaredIn} names ${handler.written} as its handler.`,
        }),
      );
  }
  if (like.length === 0)
    out.reason(`No serverless.yml or template of this workspace declares the function ${name}.`);
}
