import { fingerprint } from '../../core/mapping/fingerprint.ts';
import { CODE_ORIGIN_PREFIX, SPAN_KEYS } from '../../core/mapping/site-keys.ts';
import { siteReader } from '../../core/mapping/site-of-span.ts';
import { ATTR, type Trace } from '../../core/trace/columns.ts';
import type { SeriesTable } from './series-table.ts';

/** Read for mapping, but no part of a fingerprint in any form. */
const IGNORED = new Set(['url.path', 'url.full', 'http.target', 'http.url']);
const KEYS = new Set(SPAN_KEYS.filter((key) => !IGNORED.has(key)));

/**
 * The series of each span of a segment (`viewOf` its batch). Spans repeat: what decides (service, environment, version,
 * scope, name, kind, the code attributes) is hashed from its ids, 64 bits, and only a combination not yet met in this
 * segment is made into a site.
 */
export function seriesOfRows(view: Trace, table: SeriesTable): Int32Array {
  const out = new Int32Array(view.count);
  const { details: d } = view;
  if (!d) return out.fill(-1);
  const read = siteReader(view);
  const wanted = wantedKeys(view);
  const owners = ownersOf(view);
  const seen = new PairMap();
  const { key: keys, type: types, value: values } = d.attributes;
  for (let row = 0; row < view.count; row++) {
    const owner = owners[d.resource[row] ?? 0];
    let h1 = mix(owner?.number ?? 0, view.name[row] ?? 0);
    let h2 = mix((d.scopes.name[d.scope[row] ?? 0] ?? 0) + 0x51ed27, view.kind[row] ?? 0);
    const to = d.attrTo[row] ?? 0;
    for (let a: number = d.attrFrom[row] ?? 0; a < to; a++) {
      const key = keys[a] ?? 0;
      if (wanted[key] !== 1) continue;
      const value = values[a] ?? 0;
      const type = types[a] ?? 0;
      const word = (type === ATTR.double ? (value * 1e6) | 0 : value | 0) ^ (type << 28);
      h1 = mix(h1 ^ key, word);
      h2 = mix(h2 ^ word, key);
    }
    const slot = seen.slot(h1, h2);
    let series = seen.value(slot);
    if (series === undefined) {
      const site = read(row);
      const { environment = '', version = '' } = owner ?? {};
      series = table.series({ fingerprint: fingerprint(site), site, environment, version });
      seen.set(slot, h1, h2, series);
    }
    out[row] = series;
  }
  return out;
}

function wantedKeys({ strings }: Trace): Uint8Array {
  const wanted = new Uint8Array(strings.size);
  for (const key of KEYS) {
    const id = strings.idOf(key);
    if (id !== undefined) wanted[id] = 1;
  }
  if (strings.idOf('_dd.code_origin.type') !== undefined)
    for (let id = 0; id < strings.size; id++)
      if (strings.get(id).startsWith(CODE_ORIGIN_PREFIX)) wanted[id] = 1;
  return wanted;
}

type OwnerInfo = { readonly number: number; readonly environment: string; readonly version: string };

/** What of each resource tells series apart; those of many processes of one service are the same. */
function ownersOf({ details, strings }: Trace): OwnerInfo[] {
  const known = new Map<string, OwnerInfo>();
  const { attrFrom, attrTo } = details?.resources ?? { attrFrom: [], attrTo: [] };
  return Array.from(attrFrom, (from, r) => {
    const found: Record<string, string> = {};
    for (let a = from; a < (attrTo[r] ?? 0); a++)
      if (details?.attributes.type[a] === ATTR.string) {
        const key = strings.get(details.attributes.key[a] ?? 0);
        if (OWNER_KEYS.has(key)) found[key] = strings.get(details.attributes.value[a] ?? 0);
      }
    const environment = found['deployment.environment.name'] ?? found['deployment.environment'] ?? '';
    const version = found['service.version'] ?? '';
    const content = JSON.stringify([found['service.name'], environment, version, found['faas.name']]);
    let owner = known.get(content);
    if (!owner) {
      owner = { number: known.size, environment, version };
      known.set(content, owner);
    }
    return owner;
  });
}

const OWNER_KEYS = new Set([
  'service.name',
  'service.version',
  'deployment.environment.name',
  'deployment.environment',
  'faas.name',
]);

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
