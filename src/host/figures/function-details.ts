import type { Disposable } from 'vscode';
import { rangeBefore, splitRange } from '../../core/figures/window.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { FunctionStats, TimeRange } from '../../core/ports.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import type { Engine } from '../engine.ts';
import type { Figures } from './figures.ts';
import type { Snapshot } from './snapshot.ts';

/** What the figures of one function are compared with. */
export type FunctionDetail = {
  /** Of the stretch of the same length right before the window. */
  readonly before: FunctionStats | undefined;
  /** Over the window, oldest first; empty where the backend would have to be asked too often. */
  readonly trend: readonly (FunctionStats | undefined)[];
  /** Of the version seen before the newest, in window and stretch before; undefined where there is one version only. */
  readonly previousVersion: { readonly version: string; readonly stats: FunctionStats } | undefined;
  readonly loadedMs: number;
};

export type DetailSource = {
  /** What is known of these sites now, if it is young enough. */
  known(sites: readonly string[]): FunctionDetail | undefined;
  load(sites: readonly string[]): Promise<FunctionDetail | undefined>;
};

/** How old an answer may be, ms. */
const LOCAL_AGE = 20_000;
const REMOTE_AGE = 300_000;
const MOST_KNOWN = 200;

const LOCAL_PARTS = 24;
const REMOTE_PARTS = 8;
/** More versions than this are a version for each build: the newest would be anybody's guess. */
const MOST_VERSIONS = 8;

type Key = { readonly sites: readonly SpanSite[]; readonly text: string; readonly snapshot: Snapshot };

/** Asks for what stands beside a function's figures, when somebody looks at it. */
export class FunctionDetails implements DetailSource, Disposable {
  readonly #engine: Engine;
  readonly #figures: Figures;
  readonly #known = new Map<string, FunctionDetail>();
  readonly #loading = new Map<string, Promise<FunctionDetail>>();
  readonly #parts = new Map<string, number>();
  /** An answer that nobody waits for any more is kept for the next who asks. */
  readonly #life = new AbortController();

  constructor(engine: Engine, figures: Figures) {
    this.#engine = engine;
    this.#figures = figures;
  }

  known(ids: readonly string[]): FunctionDetail | undefined {
    const key = this.#key(ids);
    const known = key && this.#known.get(key.text);
    if (!key || !known) return undefined;
    const age = key.snapshot.selection.connection === LOCAL_CONNECTION ? LOCAL_AGE : REMOTE_AGE;
    return Date.now() - known.loadedMs < age ? known : undefined;
  }

  async load(ids: readonly string[]): Promise<FunctionDetail | undefined> {
    const key = this.#key(ids);
    if (!key) return undefined;
    const known = this.known(ids);
    if (known) return known;
    let loading = this.#loading.get(key.text);
    if (!loading) {
      loading = this.#ask(key, this.#life.signal);
      this.#loading.set(key.text, loading);
      loading.then(
        (detail) => {
          this.#loading.delete(key.text);
          this.#known.delete(key.text);
          this.#known.set(key.text, detail);
          const [oldest] = this.#known.keys();
          if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
        },
        () => this.#loading.delete(key.text),
      );
    }
    return loading;
  }

  dispose(): void {
    this.#life.abort();
  }

  #key(ids: readonly string[]): Key | undefined {
    const { snapshot } = this.#figures;
    const sites = ids.flatMap((id) => snapshot?.sites.get(id)?.site ?? []);
    if (!snapshot || sites.length === 0) return undefined;
    return { snapshot, sites, text: JSON.stringify([snapshot.selection, ids]) };
  }

  async #ask({ sites, snapshot }: Key, signal: AbortSignal): Promise<FunctionDetail> {
    const { selection, range } = snapshot;
    const earlier = rangeBefore(range);
    const parts = await this.#partsFor(selection.connection, signal);
    const ranges = [earlier, ...splitRange(range, parts)];
    const { environment, version } = selection;
    const [[before, ...trend], previousVersion] = await Promise.all([
      this.#series(snapshot, sites, ranges, { environment, version }, signal),
      version === undefined && parts === LOCAL_PARTS
        ? this.#previousVersion(snapshot, sites, { fromMs: earlier.fromMs, toMs: range.toMs }, signal)
        : undefined,
    ]);
    return { before, trend, previousVersion, loadedMs: Date.now() };
  }

  async #series(
    { selection: { connection } }: Snapshot,
    sites: readonly SpanSite[],
    ranges: readonly TimeRange[],
    scope: { environment: string | undefined; version: string | undefined },
    signal: AbortSignal,
  ): Promise<readonly (FunctionStats | undefined)[]> {
    const params = { connection, sites, ranges, ...scope };
    return (await this.#engine.call('figures.series', params, { signal })).stats;
  }

  /** Versions have no order of their own; the one seen last is the newest. */
  async #previousVersion(
    snapshot: Snapshot,
    sites: readonly SpanSite[],
    range: TimeRange,
    signal: AbortSignal,
  ): Promise<FunctionDetail['previousVersion']> {
    const services = new Set(sites.map((site) => site.service));
    const dimensions = await this.#engine.call('store.dimensions', undefined, { signal });
    const versions = new Set(
      dimensions.filter((d) => services.has(d.service) && d.version !== '').map((d) => d.version),
    );
    if (versions.size < 2 || versions.size > MOST_VERSIONS) return undefined;
    const { environment } = snapshot.selection;
    const found = await Promise.all(
      [...versions].map(async (version) => {
        const [stats] = await this.#series(snapshot, sites, [range], { environment, version }, signal);
        return stats ? [{ version, stats }] : [];
      }),
    );
    const newestFirst = found.flat().sort((a, b) => (b.stats.lastSeenMs ?? 0) - (a.stats.lastSeenMs ?? 0));
    return newestFirst[1];
  }

  /** A backend that adds up by itself is asked for a few parts; one that would have to be sampled for each, for none. */
  async #partsFor(connection: string, signal: AbortSignal): Promise<number> {
    if (connection === LOCAL_CONNECTION) return LOCAL_PARTS;
    const known = this.#parts.get(connection);
    if (known !== undefined) return known;
    const { capabilities } = await this.#engine.call('backend.describe', { connection }, { signal });
    const parts = capabilities.functionStats === 'native' ? REMOTE_PARTS : 0;
    this.#parts.set(connection, parts);
    return parts;
  }
}
