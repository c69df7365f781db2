import { combine } from '../../core/mapping/combine.ts';
import type { Resolution } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { resolveCodeAttributes } from './code-attributes.ts';
import { Collector } from './collector.ts';
import type { ResolveContext } from './resolve-context.ts';

export type SiteResult = { readonly resolution: Resolution; readonly usedVolatile: boolean };

/** All strategies that need nothing but the span itself. */
export async function resolveSite(ctx: ResolveContext, site: SpanSite): Promise<SiteResult> {
  const out = new Collector();
  await resolveCodeAttributes(ctx, site, out);
  const { candidates, rejected, reasons, library, usedVolatile } = out;
  return {
    resolution: combine({ candidates, rejected, reasons, library, provisional: false }),
    usedVolatile,
  };
}
