// The calls whose traffic with real servers is recorded, and replayed where there are none.
import type { SearchPage, TimeRange, TraceBackend } from '../../src/core/ports.ts';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import { allSamples, CHECKOUT_ID, type Sample, SHORT_ID } from './samples.ts';

/** Small, so that a recording is: the trace with everything, the one with a short id, five of the catalog's. */
export function recordedSamples(t0: bigint): readonly Sample[] {
  const { checkout, short, catalog } = allSamples(t0);
  return [checkout, short, ...catalog.slice(0, 5)];
}

export const recordedRange = (t0: bigint): TimeRange => ({
  fromMs: Number(t0 / 1_000_000n) - 60_000,
  toMs: Number(t0 / 1_000_000n) + 60_000,
});

export const RECORDED_QUERIES = {
  errors: '{ status = error }',
  service: '{ resource.service.name = "cart" && name = "Cart/Reserve" }',
  number: '{ span.http.response.status_code >= 500 }',
  below: '{ resource.service.name = "frontend" } >> { span.db.system.name = "postgresql" }',
} as const;

const never = new AbortController().signal;

/** Everything that a backend answers, by name. */
export async function recordedCalls(backend: TraceBackend, t0: bigint) {
  const range = recordedRange(t0);
  const find = async (text: string) => {
    const pages: SearchPage[] = [];
    for await (const page of backend.search({ query: parseQuery(text), range, limit: 20 }, never))
      pages.push(page);
    return pages;
  };
  const stats = { range, environment: undefined, version: undefined };
  return {
    info: await backend.describe(never),
    services: await backend.services(range, never),
    operations: await backend.operations('cart', range, never),
    keys: await backend.attributeKeys(range, never),
    values: await backend.attributeValues('span.code.function.name', range, never),
    errors: await find(RECORDED_QUERIES.errors),
    service: await find(RECORDED_QUERIES.service),
    number: await find(RECORDED_QUERIES.number),
    below: await find(RECORDED_QUERIES.below),
    checkout: await backend.trace(CHECKOUT_ID, {}, never),
    short: await backend.trace(SHORT_ID, {}, never),
    missing: await backend.trace('f'.repeat(32), {}, never).catch((error: unknown) => error),
    sites: await backend.siteStats({ ...stats, service: 'catalog', limit: 5 }, never),
    graph: await backend.serviceGraph(range, never),
  };
}
