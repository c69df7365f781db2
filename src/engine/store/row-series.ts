import type { SpanSite } from '../../core/mapping/span-site.ts';
import { ATTR } from '../../core/trace/columns.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';
import type { SeriesTable } from './series-table.ts';
import { isSiteKey, siteOfRow } from './site-of-row.ts';

/**
 * The series of each span of a batch. Spans repeat: what decides (resource, scope, name, kind, the code attributes) is
 * hashed from its ids, 64 bits, and only a combination not yet met in this batch is made into a site.
 */
export function seriesOfRows(
  batch: SpanBatch,
  table: SeriesTable,
  fingerprintOf: (site: SpanSite) => string,
): Int32Array {
  const { attributes, strings } = batch;
  const out = new Int32Array(batch.count);
  const wanted = new Uint8Array(strings.size);
  const seen = new PairMap();
  const owners = new Map<number, { environment: string; version: string }>();
  const [keys, types, values] = [attributes.key.data, attributes.type.data, attributes.value.data];
  for (let row = 0; row < batch.count; row++) {
    let h1 = mix(batch.resource.at(row), batch.name.at(row));
    let h2 = mix(batch.scope.at(row) + 0x51ed27, batch.kind.at(row));
    for (let a = batch.attrFrom.at(row); a < batch.attrTo.at(row); a++) {
      const key = keys[a] ?? 0;
      let want = wanted[key];
      if (want === 0) {
        want = isSiteKey(strings.get(key)) ? 2 : 1;
        wanted[key] = want;
      }
      if (want !== 2) continue;
      const value = values[a] ?? 0;
      const type = types[a] ?? 0;
      const word = (type === ATTR.double ? (value * 1e6) | 0 : value | 0) ^ (type << 28);
      h1 = mix(h1 ^ key, word);
      h2 = mix(h2 ^ word, key);
    }
    const slot = seen.slot(h1, h2);
    let series = seen.value(slot);
    if (series === undefined) {
      const site = siteOfRow(batch, row);
      const resource = batch.resource.at(row);
      let owner = owners.get(resource);
      if (!owner) {
        owner = ownerOf(batch, resource);
        owners.set(resource, owner);
      }
      series = table.series({ fingerprint: fingerprintOf(site), site, ...owner });
      seen.set(slot, h1, h2, series);
    }
    out[row] = series;
  }
  return out;
}

function ownerOf(batch: SpanBatch, resource: number) {
  const { resources, attributes, strings } = batch;
  const found: Record<string, string> = {};
  for (let a = resources.attrFrom.at(resource); a < resources.attrTo.at(resource); a++)
    if (attributes.type.at(a) === ATTR.string)
      found[strings.get(attributes.key.at(a))] = strings.get(attributes.value.at(a));
  return {
    environment: found['deployment.environment.name'] ?? found['deployment.environment'] ?? '',
    version: found['service.version'] ?? '',
  };
}

function mix(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x9e3779b1) ^ Math.imul(word + 0x7f4a7c15, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 13);
}

/** Two 32-bit words -> a number, open addressing. */
class PairMap {
  #keys = new Int32Array(2 * 1024);
  /** Value + 2: series may be -1, and 0 is a free slot. */
  #values = new Int32Array(1024);
  #count = 0;

  slot(h1: number, h2: number): number {
    const mask = this.#values.length - 1;
    let slot = (h1 ^ (h2 >>> 7)) & mask;
    while (this.#values[slot] !== 0 && (this.#keys[slot * 2] !== h1 || this.#keys[slot * 2 + 1] !== h2))
      slot = (slot + 1) & mask;
    return slot;
  }

  value(slot: number): number | undefined {
    const stored = this.#values[slot] ?? 0;
    return stored === 0 ? undefined : stored - 2;
  }

  set(slot: number, h1: number, h2: number, value: number): void {
    this.#keys[slot * 2] = h1;
    this.#keys[slot * 2 + 1] = h2;
    this.#values[slot] = value + 2;
    if (++this.#count * 2 > this.#values.length) this.#grow();
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Int32Array(keys.length * 2);
    this.#values = new Int32Array(values.length * 2);
    for (let i = 0; i < values.length; i++) {
      if (values[i] === 0) continue;
      const slot = this.slot(keys[i * 2] ?? 0, keys[i * 2 + 1] ?? 0);
      this.#keys[slot * 2] = keys[i * 2] ?? 0;
      this.#keys[slot * 2 + 1] = keys[i * 2 + 1] ?? 0;
      this.#values[slot] = values[i] ?? 0;
    }
  }
}
