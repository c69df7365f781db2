import { ByteReader, ByteWriter } from '../../core/analysis/sketch-bytes.ts';
import { CallStats } from './call-stats.ts';

/** What a flush adds to the statistics: by series and minute. Series numbers are whatever the owner counts by. */
export class StatDeltas {
  readonly #bySeries = new Map<number, Map<number, CallStats>>();
  /** Most calls of a series are of one minute. */
  #last: { series: number; minute: number; stats: CallStats } | undefined;

  get empty(): boolean {
    return this.#bySeries.size === 0;
  }

  of(series: number, minute: number): CallStats {
    if (this.#last?.series === series && this.#last.minute === minute) return this.#last.stats;
    let minutes = this.#bySeries.get(series);
    if (!minutes) {
      minutes = new Map();
      this.#bySeries.set(series, minutes);
    }
    let stats = minutes.get(minute);
    if (!stats) {
      stats = new CallStats();
      minutes.set(minute, stats);
    }
    this.#last = { series, minute, stats };
    return stats;
  }

  *entries(): Generator<readonly [series: number, minute: number, stats: CallStats]> {
    for (const [series, minutes] of this.#bySeries)
      for (const [minute, stats] of minutes) yield [series, minute, stats];
  }

  seriesUsed(): Iterable<number> {
    return this.#bySeries.keys();
  }
}

/** `idOf` gives a series its number in the file: positive for sites, negative for edges. */
export function packDeltas(deltas: StatDeltas, idOf: (series: number) => number) {
  const out = new ByteWriter();
  let [first, last] = [Number.MAX_SAFE_INTEGER, 0];
  for (const [series, minute, stats] of deltas.entries()) {
    const id = idOf(series);
    out.varint(id < 0 ? -id * 2 + 1 : id * 2);
    out.varint(minute);
    out.block(stats.toBytes());
    first = Math.min(first, minute);
    last = Math.max(last, minute);
  }
  return { data: out.bytes(), first, last };
}

export type Delta = { readonly id: number; readonly minute: number; readonly stats: Uint8Array };

export function* unpackDeltas(bytes: Uint8Array): Generator<Delta> {
  const from = new ByteReader(bytes);
  while (!from.done) {
    const packed = from.varint();
    const id = packed % 2 === 1 ? -(packed - 1) / 2 : packed / 2;
    yield { id, minute: from.varint(), stats: from.block() };
  }
}
