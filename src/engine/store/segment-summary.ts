import { serviceReader } from '../../core/trace/service-reader.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';
import type { Gathered } from './gather-spans.ts';

/** What lists and filters need to know of a segment without opening it. */
export type SegmentSummary = {
  readonly services: readonly (readonly [name: string, spans: number, errors: number])[];
  /** Index into `services`, name, kind. Names without end are cut: see MAX_OPERATIONS. */
  readonly operations: readonly (readonly [service: number, name: string, kind: number])[];
  readonly spanKeys: readonly string[];
  readonly resourceKeys: readonly string[];
  /** Traces with many spans here, so that large ones are found and built ahead of being opened. */
  readonly large: readonly (readonly [traceId: string, spans: number])[];
};

/** Names that hold ids would make a list of operations as long as the data. */
export const MAX_OPERATIONS = 1000;
const MAX_KEYS = 2000;
const LARGE = 2000;

export function summarise({ batch, traceIds, traceFrom }: Gathered): SegmentSummary {
  const serviceOf = serviceReader(batch);
  const services = new Map<number, [name: string, spans: number, errors: number]>();
  const index = new Map<number, number>();
  const operations = new Map<number, readonly [number, string, number]>();
  for (let row = 0; row < batch.count; row++) {
    const id = serviceOf(row);
    let service = services.get(id);
    if (!service) {
      service = [batch.strings.get(id), 0, 0];
      index.set(id, services.size);
      services.set(id, service);
    }
    service[1]++;
    if (batch.status.at(row) === 2) service[2]++;
    // Strings, kinds and services of a segment are few enough for one exact number.
    const key =
      ((index.get(id) ?? 0) * batch.strings.size + batch.name.at(row)) * 8 + (batch.kind.at(row) & 7);
    if (operations.size < MAX_OPERATIONS && !operations.has(key))
      operations.set(key, [index.get(id) ?? 0, batch.strings.get(batch.name.at(row)), batch.kind.at(row)]);
  }
  const large: [string, number][] = [];
  for (let t = 0; t < traceIds.length; t++) {
    const spans = (traceFrom[t + 1] ?? 0) - (traceFrom[t] ?? 0);
    if (spans >= LARGE) large.push([batch.strings.get(traceIds[t] ?? 0), spans]);
  }
  return {
    services: [...services.values()],
    operations: [...operations.values()],
    spanKeys: keysOf(batch, batch.attrFrom, batch.attrTo),
    resourceKeys: keysOf(batch, batch.resources.attrFrom, batch.resources.attrTo),
    large,
  };
}

type Column = { readonly length: number; at(i: number): number };

function keysOf(batch: SpanBatch, from: Column, to: Column): string[] {
  const seen = new Uint8Array(batch.strings.size);
  const keys: string[] = [];
  const { key } = batch.attributes;
  for (let i = 0; i < from.length; i++)
    for (let a = from.at(i); a < to.at(i); a++) {
      const id = key.at(a);
      if (seen[id] === 1) continue;
      seen[id] = 1;
      if (keys.length < MAX_KEYS) keys.push(batch.strings.get(id));
    }
  return keys;
}
