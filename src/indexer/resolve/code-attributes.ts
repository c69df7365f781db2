import { codeRefOf } from '../../core/mapping/code-ref.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { Collector } from './collector.ts';
import { locateRef } from './locate-ref.ts';
import type { ResolveContext } from './resolve-context.ts';

/** The code.* keys of the span. */
export async function resolveCodeAttributes(
  ctx: ResolveContext,
  site: SpanSite,
  out: Collector,
): Promise<void> {
  await locateRef(ctx, site, codeRefOf(site), out);
}
