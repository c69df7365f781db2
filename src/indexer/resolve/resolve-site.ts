import { combine, type Findings } from '../../core/mapping/combine.ts';
import type { Resolution, ResolvedCode } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { inferCallSite } from './call-site.ts';
import { resolveCodeAttributes } from './code-attributes.ts';
import { resolveCodeOrigin } from './code-origin.ts';
import { Collector } from './collector.ts';
import { resolveDatabase } from './database.ts';
import { resolveFaas } from './faas.ts';
import { resolveFramework } from './framework.ts';
import { resolveGraphql } from './graphql.ts';
import { resolveMessaging } from './messaging.ts';
import type { ResolveContext } from './resolve-context.ts';
import { resolveRoute } from './route.ts';
import { resolveRpc } from './rpc.ts';
import { resolveSpanName } from './span-name.ts';
import { resolveStacks } from './stack.ts';

export type SiteResult = {
  readonly resolution: Resolution;
  readonly findings: Findings;
  /** The answer rests on values that differ between spans of one fingerprint. */
  readonly usedVolatile: boolean;
};

/** In the order in which their reasons are told when nothing is found. */
const STRATEGIES: readonly ((ctx: ResolveContext, site: SpanSite, out: Collector) => void | Promise<void>)[] =
  [
    resolveCodeAttributes,
    resolveFramework,
    resolveCodeOrigin,
    resolveRoute,
    resolveRpc,
    resolveMessaging,
    resolveDatabase,
    resolveGraphql,
    resolveFaas,
    resolveSpanName,
    resolveStacks,
  ];

/** All strategies that need nothing but the span itself. */
export async function resolveSite(
  ctx: ResolveContext,
  site: SpanSite,
  provisional = false,
): Promise<SiteResult> {
  const out = new Collector();
  for (const strategy of STRATEGIES) await strategy(ctx, site, out);
  const findings = findingsOf(out, provisional);
  return { resolution: combine(findings), findings, usedVolatile: out.usedVolatile };
}

/** Adds what the code around a span's parent says about it. */
export function resolveBelow(
  ctx: ResolveContext,
  site: SpanSite,
  own: Findings,
  ancestor: ResolvedCode,
): Resolution {
  const out = new Collector();
  inferCallSite(ctx, site, ancestor, out);
  return combine({ ...own, candidates: [...own.candidates, ...out.candidates] });
}

const findingsOf = (
  { candidates, rejected, reasons, library }: Collector,
  provisional: boolean,
): Findings => ({
  candidates,
  rejected,
  reasons,
  library,
  provisional,
});
