import type { TimeRange } from '../../../core/ports.ts';
import type { Part } from '../../../core/query/search-parts.ts';
import type { Search, Support } from '../../../core/query/split-query.ts';
import type { JaegerSearch } from './jaeger-api.ts';

/**
 * Jaeger finds traces with a span that has the service, operation, duration and all tags. It compares tags as text,
 * wherever the span or its process has them.
 */
export function jaegerSupports(part: Part): Support {
  switch (part.kind) {
    case 'service':
    case 'operation':
    case 'error':
    case 'min-duration':
    case 'max-duration':
      return 'exact';
    case 'span-kind':
      return part.value === 'unspecified' ? 'no' : 'exact';
    case 'tag':
      return RESERVED.has(part.key) || part.scope === 'event' || part.scope === 'link' ? 'no' : 'exact';
    case 'trace-id':
      return 'wider';
    default:
      return 'no';
  }
}

/** These mean something else to its stores. */
const RESERVED: ReadonlySet<string> = new Set([
  'error',
  'span.kind',
  'span.status',
  'scope.name',
  'scope.version',
]);

export function toJaegerSearch({ parts }: Search, range: TimeRange, limit: number): JaegerSearch {
  const tags: Record<string, string> = Object.create(null) as Record<string, string>;
  const search = { ...EVERYTHING, tags, range, limit };
  for (const part of parts)
    switch (part.kind) {
      case 'service':
        search.service = part.name;
        break;
      case 'operation':
        search.operation = part.name;
        break;
      case 'span-kind':
        tags['span.kind'] = part.value;
        break;
      case 'error':
        tags.error = 'true';
        break;
      case 'min-duration':
        search.minNs = part.inclusive ? Math.ceil(part.ns) : Math.floor(part.ns) + 1;
        break;
      case 'max-duration':
        search.maxNs = Math.max(1, part.inclusive ? Math.floor(part.ns) : Math.ceil(part.ns) - 1);
        break;
      case 'tag':
        // One value a key: a second demand is checked here.
        tags[part.key] ??= part.text;
        break;
      case 'trace-id':
        search.traceId = part.id;
        break;
    }
  return search;
}

export const EVERYTHING: Omit<{ -readonly [K in keyof JaegerSearch]: JaegerSearch[K] }, 'range' | 'limit'> = {
  service: undefined,
  operation: undefined,
  tags: {},
  minNs: undefined,
  maxNs: undefined,
  traceId: undefined,
};
