import { rootFields } from '../../core/mapping/graphql-roots.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { addTargets } from './add-targets.ts';
import type { Collector } from './collector.ts';
import type { ResolveContext } from './resolve-context.ts';

/** Resolvers by the document's root field; the operation's name is the client's own. */
export function resolveGraphql(ctx: ResolveContext, site: SpanSite, out: Collector): void {
  const { attributes: a } = site;
  const document = a['graphql.document'] ?? a['graphql.source'] ?? '';
  const resolved = a['graphql.field.name'] ?? a['graphql.field.path']?.replace(/^.*\./, '') ?? '';
  const fields = resolved !== '' ? [resolved] : rootFields(document);
  if (fields.length === 0) return;
  if (document !== '') out.usedVolatile = true;
  let found = 0;
  for (const { entry, sites } of ctx.index.filesWith('graphql'))
    for (const code of sites.graphql) {
      if (!fields.includes(code.field)) continue;
      found++;
      addTargets(ctx, out, entry, code, {
        strategy: 'graphql',
        source: 'entry',
        level: 'guess',
        bonus: ctx.roots.preferenceOf(site)(entry) * 5,
        why: `The span's document asks for ${code.field}; ${entry.path} resolves ${code.type}.${code.field}.`,
      });
    }
  if (found === 0) out.reason(`No resolver of ${fields.slice(0, 3).join(', ')} was found in this workspace.`);
}
