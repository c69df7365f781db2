import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { StoreDb } from './store-db.ts';

/** What a series of statistics is about: a place in code, in one environment and version of its service. */
export type SeriesKey = {
  readonly fingerprint: string;
  readonly site: SpanSite;
  readonly environment: string;
  readonly version: string;
};

type Entry = {
  readonly key: SeriesKey | undefined;
  readonly edge: readonly [string, string] | undefined;
  id: number;
};

/** Names that hold ids would make places in code without end; those beyond get no statistics. */
export const MAX_SERIES = 50_000;
export const NO_SERIES = -1;
/** A site is stored once; its call stack helps to find the code. */
const MAX_STACK = 8192;

/**
 * Numbers series from 0 while spans are read, and gives them their ids in the file when they are written. Ids start
 * at 1; an edge's is negated, so that both share the statistics' tables.
 */
export class SeriesTable {
  readonly #entries: Entry[] = [];
  readonly #byKey = new Map<string, number>();
  /** Series not numbered for want of room. */
  refused = 0;

  series(key: SeriesKey): number {
    return this.#entry(`s\0${key.fingerprint}\0${key.environment}\0${key.version}`, key, undefined);
  }

  edge(caller: string, callee: string): number {
    return this.#entry(`e\0${caller}\0${callee}`, undefined, [caller, callee]);
  }

  #entry(text: string, key: SeriesKey | undefined, edge: readonly [string, string] | undefined): number {
    const known = this.#byKey.get(text);
    if (known !== undefined) return known;
    if (this.#entries.length >= MAX_SERIES) {
      this.refused++;
      return NO_SERIES;
    }
    const number = this.#entries.length;
    this.#entries.push({ key, edge, id: 0 });
    this.#byKey.set(text, number);
    return number;
  }

  /** Inside a transaction: makes sure that these have ids. Returns how to take them back when it fails. */
  write(store: StoreDb, numbers: Iterable<number>): () => void {
    const fresh: Entry[] = [];
    for (const number of numbers) {
      const entry = this.#entries[number];
      if (entry?.id !== 0) continue;
      entry.id = entry.edge ? -edgeId(store, entry.edge) : entry.key ? seriesId(store, entry.key) : 0;
      fresh.push(entry);
    }
    return () => {
      for (const entry of fresh) entry.id = 0;
    };
  }

  /** For another file: every series gets an id anew when it is next written. */
  forgetIds(): void {
    for (const entry of this.#entries) entry.id = 0;
  }

  idOf(number: number): number {
    return this.#entries[number]?.id ?? 0;
  }
}

function edgeId(store: StoreDb, [caller, callee]: readonly [string, string]): number {
  store.sql('INSERT INTO edge (caller, callee) VALUES (?, ?) ON CONFLICT DO NOTHING').run(caller, callee);
  return Number(store.sql('SELECT id FROM edge WHERE caller = ? AND callee = ?').get(caller, callee)?.id);
}

function seriesId(store: StoreDb, key: SeriesKey): number {
  store
    .sql('INSERT INTO site (fingerprint, service, site) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
    .run(
      key.fingerprint,
      key.site.service,
      JSON.stringify({ ...key.site, stack: '', callStack: key.site.callStack.slice(0, MAX_STACK) }),
    );
  const site = Number(store.sql('SELECT id FROM site WHERE fingerprint = ?').get(key.fingerprint)?.id);
  store
    .sql('INSERT INTO series (site, environment, version) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
    .run(site, key.environment, key.version);
  const row = store
    .sql('SELECT id FROM series WHERE site = ? AND environment = ? AND version = ?')
    .get(site, key.environment, key.version);
  return Number(row?.id);
}
