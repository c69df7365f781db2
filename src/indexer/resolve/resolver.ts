import { fingerprint } from '../../core/mapping/fingerprint.ts';
import type { Resolution } from '../../core/mapping/resolution.ts';
import { VOLATILE_KEYS } from '../../core/mapping/site-keys.ts';
import { sitesOfTrace } from '../../core/mapping/sites-of-trace.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { Trace } from '../../core/trace/columns.ts';
import type { ResolveContext } from './resolve-context.ts';
import { resolveSite } from './resolve-site.ts';

const MAX_CACHED = 50_000;

/** Spans of a trace with their code; equal ones share an entry. */
export type ResolvedSpans = { readonly resolutions: readonly Resolution[]; readonly of: Uint32Array };

/** Sites with, for each span, its site and its parent span (-1 for none). Parents come before children. */
export type SpanGroup = {
  readonly sites: readonly SpanSite[];
  readonly siteOf: ArrayLike<number>;
  readonly parents: ArrayLike<number>;
};

/** Resolves sites; remembers what it found until the files change. */
export class Resolver {
  readonly #context: ResolveContext;
  readonly #known = new Map<string, Resolution | 'volatile'>();

  constructor(context: ResolveContext) {
    this.#context = context;
  }

  /** Call when files, roots or picks changed. */
  forget(): void {
    this.#known.clear();
  }

  async resolve(site: SpanSite): Promise<Resolution> {
    const key = cacheKey(site);
    const known = this.#known.get(key);
    if (known !== undefined && known !== 'volatile') return known;
    const exactKey = known === 'volatile' ? volatileKey(key, site) : '';
    const exact = exactKey ? this.#known.get(exactKey) : undefined;
    if (exact !== undefined && exact !== 'volatile') return exact;
    const { resolution, usedVolatile } = await resolveSite(this.#context, site);
    if (this.#known.size >= MAX_CACHED) this.#known.clear();
    if (!resolution.provisional) {
      if (usedVolatile) {
        this.#known.set(key, 'volatile');
        this.#known.set(volatileKey(key, site), resolution);
      } else this.#known.set(key, resolution);
    }
    return resolution;
  }

  async resolveSpans(group: SpanGroup, signal?: AbortSignal): Promise<ResolvedSpans> {
    const own: Resolution[] = [];
    for (const site of group.sites) {
      signal?.throwIfAborted();
      own.push(await this.resolve(site));
    }
    const of = Uint32Array.from(group.siteOf);
    return { resolutions: own, of };
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
