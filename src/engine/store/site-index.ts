import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { StoreDb } from './store-db.ts';

export type StoredSite = { readonly id: number; readonly fingerprint: string; readonly site: SpanSite };
export type StoredSeries = {
  readonly id: number;
  readonly site: number;
  readonly environment: string;
  readonly version: string;
};

export type SiteFilter = { readonly environment: string | undefined; readonly version: string | undefined };

/** The places in code that the store has seen, kept in memory: thousands at most, and they are only ever added. */
export class SiteIndex {
  readonly #store: StoreDb;
  /** Ascending by id. */
  readonly #sites: StoredSite[] = [];
  readonly #byId = new Map<number, StoredSite>();
  readonly #byFingerprint = new Map<string, StoredSite>();
  readonly #seriesOfSite = new Map<number, StoredSeries[]>();
  #lastSite = 0;
  #lastSeries = 0;

  constructor(store: StoreDb) {
    this.#store = store;
  }

  /** Grows with every new site: what was derived from the index holds as long as this does not change. */
  refresh(): number {
    const sites = this.#store
      .sql('SELECT id, fingerprint, site FROM site WHERE id > ? ORDER BY id')
      .all(this.#lastSite);
    for (const row of sites) {
      const entry = {
        id: Number(row.id),
        fingerprint: String(row.fingerprint),
        site: JSON.parse(String(row.site)) as SpanSite,
      };
      this.#sites.push(entry);
      this.#byId.set(entry.id, entry);
      this.#byFingerprint.set(entry.fingerprint, entry);
      this.#lastSite = entry.id;
    }
    const series = this.#store
      .sql('SELECT id, site, environment, version FROM series WHERE id > ? ORDER BY id')
      .all(this.#lastSeries);
    for (const row of series) {
      const entry = {
        id: Number(row.id),
        site: Number(row.site),
        environment: String(row.environment),
        version: String(row.version),
      };
      const list = this.#seriesOfSite.get(entry.site);
      if (list) list.push(entry);
      else this.#seriesOfSite.set(entry.site, [entry]);
      this.#lastSeries = entry.id;
    }
    return this.#lastSite;
  }

  /** Those with an id above `after`, newest first. */
  *sites(after = 0): Generator<StoredSite> {
    for (let i = this.#sites.length - 1; i >= 0 && (this.#sites[i]?.id ?? 0) > after; i--) {
      const site = this.#sites[i];
      if (site) yield site;
    }
  }

  byFingerprint(fingerprint: string): StoredSite | undefined {
    return this.#byFingerprint.get(fingerprint);
  }

  series(site: number, { environment, version }: SiteFilter): number[] {
    return (this.#seriesOfSite.get(site) ?? [])
      .filter(
        (s) =>
          (environment === undefined || s.environment === environment) &&
          (version === undefined || s.version === version),
      )
      .map((s) => s.id);
  }

  dimensions(): { service: string; environment: string; version: string }[] {
    const seen = new Map<string, { service: string; environment: string; version: string }>();
    for (const [site, list] of this.#seriesOfSite)
      for (const { environment, version } of list) {
        const service = this.#byId.get(site)?.site.service ?? '';
        seen.set(JSON.stringify([service, environment, version]), { service, environment, version });
      }
    return [...seen.values()];
  }
}
