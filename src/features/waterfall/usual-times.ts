import { fingerprint } from '../../core/mapping/fingerprint.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { TimeRange } from '../../core/ports.ts';
import { formatDuration } from '../../core/trace/units.ts';
import type { Engine } from '../../host/engine.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import type { TraceOrigin } from '../../protocol/trace-origin.ts';
import type { UsualTimes } from '../../protocol/waterfall.ts';

/** Figures older than this (ms) are asked for again. */
const FRESH_MS = 60_000;
const MOST_KEPT = 5000;

type Known = { readonly at: number; readonly times: UsualTimes | undefined };

/** What is usual for the functions of spans, from where their trace came from; files ask the embedded store. */
export class Usual {
  readonly #engine: Engine;
  readonly #range: () => TimeRange;
  readonly #known = new Map<string, Known>();

  constructor(engine: Engine, range: () => TimeRange) {
    this.#engine = engine;
    this.#range = range;
  }

  /** In the order of the spans. */
  async of(
    handle: number,
    spans: Uint32Array,
    origin: TraceOrigin,
    signal: AbortSignal,
  ): Promise<readonly (UsualTimes | undefined)[]> {
    const connection = origin.kind === 'connection' ? origin.connection : LOCAL_CONNECTION;
    const { sites, siteOf } = await this.#engine.call('trace.sitesOfSpans', { handle, spans }, { signal });
    const keys = sites.map((site) => `${connection} ${fingerprint(site)}`);
    const now = Date.now();
    if (this.#known.size > MOST_KEPT) this.#known.clear();
    const missing = sites.flatMap((site, i) => {
      const known = this.#known.get(keys[i] ?? '');
      return known && now - known.at < FRESH_MS ? [] : [{ site, key: keys[i] ?? '' }];
    });
    if (missing.length > 0) await this.#ask(connection, missing, now, signal);
    return Array.from(siteOf, (site) => this.#known.get(keys[site] ?? '')?.times);
  }

  async #ask(
    connection: string,
    missing: readonly { readonly site: SpanSite; readonly key: string }[],
    at: number,
    signal: AbortSignal,
  ): Promise<void> {
    const range = this.#range();
    const request = {
      sites: missing.map(({ site }) => site),
      range,
      environment: undefined,
      version: undefined,
    };
    const { stats } = await this.#engine.call('backend.functionStats', { connection, request }, { signal });
    const window = formatDuration((range.toMs - range.fromMs) * 1e6);
    for (const [i, { key }] of missing.entries()) {
      const found = stats[i];
      const times = found && { p50: found.p50, p95: found.p95, p99: found.p99, count: found.count, window };
      this.#known.set(key, { at, times });
    }
  }
}
