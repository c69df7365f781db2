import type { Callers } from '../../core/evidence/callers.ts';
import type { SiteFigures } from '../../core/figures/measured-site.ts';
import type { Explanation } from '../../core/mapping/explanation.ts';
import type { Resolution } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { Indexer } from '../indexer.ts';
import { pathKey, placeKey } from '../path-key.ts';
import { spanGroup } from './span-group.ts';

/** Sites in one message to the indexer: a few hundred KB, a millisecond of this thread. */
const AT_A_TIME = 100;
const MOST_KNOWN = 50_000;

export type SiteToResolve = Pick<SiteFigures, 'id' | 'site'>;

/** Sites with their code, remembered until the indexer says that its answers may be different. */
export class SiteResolver {
  readonly #indexer: Indexer;
  readonly #known = new Map<string, Resolution>();
  readonly #learnedMs = new Map<string, number>();
  /** Nothing is known to be wrong with these, but a better answer may have come to be. */
  readonly #doubtful = new Set<string>();
  #callers: Callers = new Map();

  constructor(indexer: Indexer) {
    this.#indexer = indexer;
  }

  of(id: string): Resolution | undefined {
    return this.#known.get(id);
  }

  /** When that was answered, Unix ms. */
  learnedMs(id: string): number {
    return this.#learnedMs.get(id) ?? 0;
  }

  /** Asks for what is not known. Returns whether any answer is new. */
  async resolve(sites: readonly SiteToResolve[], signal: AbortSignal): Promise<boolean> {
    const missing = sites.filter(({ id }) => !this.#known.has(id) || this.#doubtful.has(id));
    if (this.#known.size + missing.length > MOST_KNOWN) {
      this.#known.clear();
      this.#learnedMs.clear();
    }
    let news = false;
    for (let from = 0; from < missing.length; from += AT_A_TIME) {
      const { nodeOf, ...group } = spanGroup(missing.slice(from, from + AT_A_TIME), this.#callers);
      const { resolutions, of } = await this.#indexer.call('index.resolveSpans', group, { signal });
      for (const { id } of missing.slice(from, from + AT_A_TIME)) {
        const resolution = resolutions[of[nodeOf.get(id) ?? -1] ?? -1];
        if (resolution) news = this.#learn(id, resolution) || news;
      }
    }
    return news;
  }

  /** What was tried for a site, with the callers that are known of it. */
  explain(one: SiteToResolve, signal: AbortSignal): Promise<Explanation> {
    const { nodeOf, ...group } = spanGroup([one], this.#callers);
    return this.#indexer.call('index.explain', { ...group, span: nodeOf.get(one.id) ?? 0 }, { signal });
  }

  ask(sites: readonly SpanSite[], signal: AbortSignal): Promise<readonly Resolution[]> {
    return this.#indexer.call('index.resolve', { sites }, { signal });
  }

  /** Who calls whom, from now on: what has no code of its own is looked for around its caller's. */
  setCallers(callers: Callers): void {
    for (const [id, caller] of callers) if (this.#callers.get(id)?.id !== caller.id) this.#doubtful.add(id);
    for (const id of this.#callers.keys()) if (!callers.has(id)) this.#doubtful.add(id);
    this.#callers = callers;
  }

  /** Code of these files (all, when none are named) changed: what led there is asked for again. */
  doubt(paths: readonly string[]): void {
    const changed = new Set(paths.map(pathKey));
    for (const [id, { result }] of this.#known)
      if (paths.length === 0 || (result && changed.has(placeKey(result)))) this.#doubtful.add(id);
  }

  /**
   * What led nowhere, or was guessed, may lead somewhere by now. There may be thousands of those: not to be done for
   * every key typed.
   */
  doubtUnsure(): void {
    for (const [id, { result }] of this.#known) if (result?.confidence !== 'exact') this.#doubtful.add(id);
  }

  #learn(id: string, resolution: Resolution): boolean {
    const before = this.#known.get(id);
    this.#known.set(id, resolution);
    this.#learnedMs.set(id, Date.now());
    if (resolution.provisional) this.#doubtful.add(id);
    else this.#doubtful.delete(id);
    return JSON.stringify(before?.result) !== JSON.stringify(resolution.result);
  }
}
