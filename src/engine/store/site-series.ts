import { fingerprint } from '../../core/mapping/fingerprint.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { siteMatcher } from '../backends/match-site.ts';
import type { SiteIndex } from './site-index.ts';

type Found = {
  readonly matches: (site: SpanSite) => boolean;
  readonly ids: number[];
  /** Stored sites looked at so far: they are only ever added. */
  upTo: number;
};

/** Questions remembered; an editor asks the same ones again and again. */
const MAX_KNOWN = 20_000;

/**
 * Stored sites that a site asked for stands for. One read from a span is found by its fingerprint; one worked out from
 * source code says only some of what its spans carry, and stands for all that agree with it (see match-site.ts).
 */
export class SiteResolver {
  readonly #index: SiteIndex;
  readonly #known = new Map<string, Found>();

  constructor(index: SiteIndex) {
    this.#index = index;
  }

  /** Ids of stored sites. */
  resolve(asked: SpanSite): readonly number[] {
    const last = this.#index.refresh();
    if (asked.service !== '' && asked.kind !== 0 && asked.name !== '') {
      const exact = this.#index.byFingerprint(fingerprint(asked));
      return exact ? [exact.id] : [];
    }
    const key = JSON.stringify([asked.service, asked.kind, asked.name, asked.scope, asked.attributes]);
    let found = this.#known.get(key);
    if (!found) {
      if (this.#known.size >= MAX_KNOWN) this.#known.clear();
      found = { matches: siteMatcher(asked), ids: [], upTo: 0 };
      this.#known.set(key, found);
    }
    for (const { id, site } of this.#index.sites(found.upTo)) if (found.matches(site)) found.ids.push(id);
    found.upTo = last;
    return found.ids;
  }
}
