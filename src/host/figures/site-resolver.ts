import type { SiteFigures } from '../../core/figures/measured-site.ts';
import type { Resolution } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { Indexer } from '../indexer.ts';
import { pathKey, placeKey } from '../path-key.ts';

/** Sites in one message to the indexer: a few hundred KB, a millisecond of this thread. */
const AT_A_TIME = 100;
const MOST_KNOWN = 50_000;

/** Sites with their code, remembered until the indexer says that its answers may be different. */
export class SiteResolver {
  readonly #indexer: Indexer;
  readonly #known = new Map<string, Resolution>();
  /** Nothing is known to be wrong with these, but a better answer may have come to be. */
  readonly #doubtful = new Set<string>();

  constructor(indexer: Indexer) {
    this.#indexer = indexer;
  }

  of(id: string): Resolution | undefined {
    return this.#known.get(id);
  }

  /** Asks for what is not known. Returns whether any answer is new. */
  async resolve(sites: readonly SiteFigures[], signal: AbortSignal): Promise<boolean> {
    const missing = sites.filter(({ id }) => !this.#known.has(id) || this.#doubtful.has(id));
    if (this.#known.size + missing.length > MOST_KNOWN) this.#known.clear();
    let news = false;
    for (let from = 0; from < missing.length; from += AT_A_TIME) {
      const some = missing.slice(from, from + AT_A_TIME);
      const found = await this.ask(
        some.map(({ site }) => site),
        signal,
      );
      for (const [i, { id }] of some.entries()) {
        const resolution = found[i];
        if (!resolution) continue;
        const known = this.#known.get(id);
        news ||= JSON.stringify(known?.result) !== JSON.stringify(resolution.result);
        this.#known.set(id, resolution);
        if (resolution.provisional) this.#doubtful.add(id);
        else this.#doubtful.delete(id);
      }
    }
    return news;
  }

  ask(sites: readonly SpanSite[], signal: AbortSignal): Promise<readonly Resolution[]> {
    return this.#indexer.call('index.resolve', { sites }, { signal });
  }

  /** Code of these files (all, when none are named) changed: what led there is asked for again. */
  doubt(paths: readonly string[]): void {
    const changed = new Set(paths.map(pathKey));
    for (const [id, { result }] of this.#known)
      if (paths.length === 0 || (result && changed.has(placeKey(result)))) this.#doubtful.add(id);
  }

  /** What led nowhere may lead somewhere by now. There may be thousands of those: not to be done for every key typed. */
  doubtUnresolved(): void {
    for (const [id, { result }] of this.#known) if (!result) this.#doubtful.add(id);
  }
}
