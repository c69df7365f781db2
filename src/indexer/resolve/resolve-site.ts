import type { Candidate } from '../../core/mapping/candidate.ts';
import { combine, type Findings } from '../../core/mapping/combine.ts';
import { type Attempt, type AttemptName, attemptOf } from '../../core/mapping/explanation.ts';
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
import { resolvePicked } from './picked.ts';
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

type Run = (ctx: ResolveContext, site: SpanSite, out: Collector) => void | Promise<void>;

/** In the order in which their reasons are told when nothing is found. */
const STRATEGIES: readonly (readonly [AttemptName, Run])[] = [
  ['pick', resolvePicked],
  ['code attributes', resolveCodeAttributes],
  ['framework attributes', resolveFramework],
  ['code origin', resolveCodeOrigin],
  ['route', resolveRoute],
  ['remote call', resolveRpc],
  ['message', resolveMessaging],
  ['statement', resolveDatabase],
  ['GraphQL', resolveGraphql],
  ['function as a service', resolveFaas],
  ['span name', resolveSpanName],
  ['stack trace', resolveStacks],
];

/** All strategies that need nothing but the span itself. */
export async function resolveSite(
  ctx: ResolveContext,
  site: SpanSite,
  provisional = false,
): Promise<SiteResult> {
  const out = new Collector();
  for (const [, run] of STRATEGIES) await run(ctx, site, out);
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

/** What each strategy says of a site; `ancestor` is the code around its parent, where that is known. */
export async function attemptsOn(
  ctx: ResolveContext,
  site: SpanSite,
  ancestor: ResolvedCode | null,
): Promise<Attempt[]> {
  const out = new Collector();
  const attempts: Attempt[] = [];
  const run = async (name: AttemptName, work: () => void | Promise<void>) => {
    const before = [out.candidates.length, out.rejected.length, out.reasons.length] as const;
    await work();
    const found = out.candidates.slice(before[0]).map(noteOf);
    attempts.push(attemptOf(name, found, out.rejected.slice(before[1]), out.reasons.slice(before[2])));
  };
  for (const [name, strategy] of STRATEGIES) await run(name, () => strategy(ctx, site, out));
  await run('caller', () => {
    if (ancestor) inferCallSite(ctx, site, ancestor, out);
  });
  return attempts;
}

/** Many reasons name the place themselves. */
function noteOf({ file, line, level, why }: Candidate): string {
  const place = `${file}:${line}`;
  return `${why.includes(place) ? why : `${place}: ${why}`} (${level})`;
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
