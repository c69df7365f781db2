import { attributeText, resourceAttribute } from '../trace/attributes.ts';
import type { Trace } from '../trace/columns.ts';

/** Which clock stamped each span: dense ids; spans of one host share a clock. */
export type ClockDomains = {
  readonly of: Uint32Array;
  readonly count: number;
  /** Service of the first span of each domain, as a string id. */
  readonly service: readonly number[];
};

/** In the order they are trusted; without any of them the service stands for the clock. */
const HOST_KEYS = ['host.id', 'host.name', 'service.instance.id'];

/** O(n); attributes are read once a resource. */
export function clockDomains(trace: Trace): ClockDomains {
  const { count, details } = trace;
  const of = new Uint32Array(count);
  const service: number[] = [];
  const ids = new Map<string, number>();
  const known = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const cacheKey = details ? (details.resource[i] ?? 0) : (trace.service[i] ?? 0);
    let id = known.get(cacheKey);
    if (id === undefined) {
      const key = hostOf(trace, i) ?? `service:${trace.service[i]}`;
      id = ids.get(key);
      if (id === undefined) {
        id = service.length;
        ids.set(key, id);
        service.push(trace.service[i] ?? 0);
      }
      known.set(cacheKey, id);
    }
    of[i] = id;
  }
  return { of, count: service.length, service };
}

function hostOf(trace: Trace, span: number): string | undefined {
  for (const key of HOST_KEYS) {
    const value = resourceAttribute(trace, span, key);
    if (value !== undefined && value !== '') return `${key}:${attributeText(value)}`;
  }
  return undefined;
}
