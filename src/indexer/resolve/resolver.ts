import type { Findings } from '../../core/mapping/combine.ts';
import type { Explanation } from '../../core/mapping/explanation.ts';
import { fingerprint } from '../../core/mapping/fingerprint.ts';
import { inheritRequest } from '../../core/mapping/inherit-request.ts';
import { isLayer } from '../../core/mapping/request-layer.ts';
import type { Resolution } from '../../core/mapping/resolution.ts';
import { VOLATILE_KEYS } from '../../core/mapping/site-keys.ts';
import { sitesOfTrace } from '../../core/mapping/sites-of-trace.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { KIND, type Trace } from '../../core/trace/columns.ts';
import type { ResolveContext } from './resolve-context.ts';
import { attemptsOn, resolveBelow, resolveSite } from './resolve-site.ts';

const MAX_CACHED = 50_000;

/** Spans of a trace with their code; equal ones share an entry. */
export type ResolvedSpans = { readonly resolutions: readonly Resolution[]; readonly of: Uint32Array };

/** Sites with, for each span, its site and its parent span (-1 for none). Parents come before children. */
export type SpanGroup = {
  readonly sites: readonly SpanSite[];
  readonly siteOf: ArrayLike<number>;
  readonly parents: ArrayLike<number>;
};

type Known = { readonly resolution: Resolution; readonly findings: Findings };

/** Resolves sites; remembers what it found until the files change. */
export class Resolver {
  readonly #context: ResolveContext;
  readonly #known = new Map<string, Known | 'volatile'>();
  /** The index is being built: answers are given, marked, and not remembered. */
  provisional = false;

  constructor(context: ResolveContext) {
    this.#context = context;
  }

  /** Call when files, roots or picks changed. */
  forget(): void {
    this.#known.clear();
  }

  async resolve(site: SpanSite): Promise<Resolution> {
    return (await this.#find(site)).resolution;
  }

  async #find(site: SpanSite): Promise<Known> {
    const key = cacheKey(site);
    const known = this.#known.get(key);
    if (known !== undefined && known !== 'volatile') return known;
    const exact = known === 'volatile' ? this.#known.get(volatileKey(key, site)) : undefined;
    if (exact !== undefined && exact !== 'volatile') return exact;
    const { resolution, findings, usedVolatile } = await resolveSite(this.#context, site, this.provisional);
    const found: Known = { resolution, findings };
    if (this.#known.size >= MAX_CACHED) this.#known.clear();
    if (resolution.provisional) return found;
    this.#known.set(usedVolatile ? volatileKey(key, site) : key, found);
    if (usedVolatile) this.#known.set(key, 'volatile');
    return found;
  }

  /** Spans with their parents: what has no location of its own is looked for around the nearest one that has. */
  async resolveSpans(asked: SpanGroup, signal?: AbortSignal): Promise<ResolvedSpans> {
    const group = inheritRequest(asked);
    const own: Known[] = [];
    for (const site of group.sites) {
      signal?.throwIfAborted();
      own.push(await this.#find(site));
    }
    const resolutions = own.map((k) => k.resolution);
    const of = Uint32Array.from(group.siteOf);
    const below = new Map<string, number>();
    for (let span = 0; span < of.length; span++) {
      const at = group.siteOf[span] ?? 0;
      const site = group.sites[at];
      const known = own[at];
      if (!site || !known || !isOpen(site, known.resolution)) continue;
      const ancestor = nearest(group, own, span);
      const code = ancestor < 0 ? null : (resolutions[ancestor]?.result ?? null);
      if (!code) continue;
      const key = `${at} ${ancestor}`;
      let index = below.get(key);
      if (index === undefined) {
        signal?.throwIfAborted();
        index = resolutions.length;
        resolutions.push(resolveBelow(this.#context, site, known.findings, code));
        below.set(key, index);
      }
      of[span] = index;
    }
    return { resolutions, of };
  }

  /** One span of a group: its answer, and what was tried for it. */
  async explain(asked: SpanGroup, span: number): Promise<Explanation> {
    const group = inheritRequest(asked);
    const site = group.sites[group.siteOf[span] ?? -1];
    if (!site) throw new Error(`There is no span ${span}.`);
    const { resolutions, of } = await this.resolveSpans(asked);
    const own: Known[] = [];
    for (const one of group.sites) own.push(await this.#find(one));
    const above = isEntry(site) ? -1 : nearest(group, own, span);
    const ancestor = above < 0 ? null : (own[above]?.resolution.result ?? null);
    const resolution = resolutions[of[span] ?? 0] ?? (await this.resolve(site));
    return { site, resolution, attempts: await attemptsOn(this.#context, site, ancestor) };
  }

  resolveTrace(trace: Trace, signal?: AbortSignal): Promise<ResolvedSpans> {
    const { sites, siteOf } = sitesOfTrace(trace);
    return this.resolveSpans({ sites, siteOf, parents: trace.parent }, signal);
  }
}

/** Revisions shift lines, directories choose roots: both are part of what is asked. */
const cacheKey = (site: SpanSite): string =>
  [
    fingerprint(site),
    site.name,
    site.revisions.join(','),
    Object.values(site.resource).join('\0'),
    site.stack,
    site.callStack,
  ].join('\n');

function volatileKey(key: string, site: SpanSite): string {
  const values = Object.keys(site.attributes)
    .filter((k) => VOLATILE_KEYS.has(k))
    .map((k) => site.attributes[k]);
  return `${key}\n${values.join('\0')}`;
}

/** What runs in another process than its parent is not called from the parent's code. */
const isEntry = (site: SpanSite) => site.kind === KIND.server || site.kind === KIND.consumer;

const CALLS: ReadonlySet<string> = new Set(['database', 'http-call', 'rpc', 'messaging', 'called-from']);

const isOutgoing = (site: SpanSite) => site.kind === KIND.client || site.kind === KIND.producer;

/** Nothing found, only guesses about which call of many it was, or where a failed call gave up but not who made it. */
function isOpen(site: SpanSite, { result }: Resolution): boolean {
  // Middleware and the framework's own messages come before or after the handler, which does not call them.
  if (isEntry(site) || isLayer(site)) return false;
  if (result === null) return true;
  if (result.role === 'threw here') return isOutgoing(site);
  return result.confidence === 'guess' && CALLS.has(result.strategy);
}

/** Site index of the nearest ancestor of the same service that is known by itself; -1 for none. */
function nearest(group: SpanGroup, own: readonly Known[], span: number): number {
  const service = group.sites[group.siteOf[span] ?? 0]?.service;
  for (let at = group.parents[span] ?? -1; at >= 0; at = group.parents[at] ?? -1) {
    const index = group.siteOf[at] ?? 0;
    const site = group.sites[index];
    const known = own[index];
    if (!site || !known || site.service !== service) return -1;
    const { result } = known.resolution;
    // Where it threw is not where it called.
    if (result && result.role !== 'threw here' && !isOpen(site, known.resolution))
      // Where several places fit, what was called from there would be a guess about a guess.
      return result.jump ? index : -1;
    if (isEntry(site)) return -1;
  }
  return -1;
}
