import type { TimeRange } from '../../../core/ports.ts';
import type { Part } from '../../../core/query/search-parts.ts';
import type { Search, Support } from '../../../core/query/split-query.ts';
import type { QueryParameters } from '../http.ts';

/**
 * Zipkin narrows down by service, span name, tags, annotations and duration, each of which any span of the service may
 * satisfy; so what it finds is always looked at again. Its names are lower case.
 */
export function zipkinSupports(part: Part): Support {
  switch (part.kind) {
    case 'service':
    case 'operation':
    case 'error':
    case 'min-duration':
    case 'max-duration':
    case 'trace-id':
      return 'wider';
    case 'tag':
      return canSay(part.key) && canSay(part.text) && !part.key.includes('=') ? 'wider' : 'no';
    case 'tag-present':
      return canSay(part.key) && !part.key.includes('=') ? 'wider' : 'no';
    case 'event':
      return canSay(part.name) && !part.name.includes('=') ? 'wider' : 'no';
    default:
      return 'no';
  }
}

/** Its language has no quotes. */
const canSay = (text: string) => text !== '' && text.trim() === text && !/\sand\s/i.test(text);

export function toZipkinSearch(
  { parts }: Search,
  { fromMs, toMs }: TimeRange,
  limit: number,
): QueryParameters {
  let [service, name]: (string | undefined)[] = [];
  let [min, max]: (number | undefined)[] = [];
  const words: string[] = [];
  for (const part of parts)
    switch (part.kind) {
      case 'service':
        service = part.name.toLowerCase();
        break;
      case 'operation':
        name = part.name.toLowerCase();
        break;
      case 'error':
        words.push('error');
        break;
      // µs, rounded outwards: what that lets in is sorted out here.
      case 'min-duration':
        min = Math.max(1, Math.floor(part.ns / 1000));
        break;
      case 'max-duration':
        max = Math.max(1, Math.ceil(part.ns / 1000));
        break;
      case 'tag':
        words.push(`${part.key}=${part.text}`);
        break;
      case 'tag-present':
        words.push(part.key);
        break;
      case 'event':
        words.push(part.name);
        break;
    }
  // No maximum without a minimum.
  if (max !== undefined) min ??= 1;
  return [
    ['serviceName', service],
    ['spanName', name],
    ['annotationQuery', words.length > 0 ? words.join(' and ') : undefined],
    ['minDuration', min],
    ['maxDuration', max === undefined ? undefined : Math.max(min ?? 1, max)],
    ['endTs', Math.ceil(toMs)],
    ['lookback', Math.max(1, Math.ceil(toMs - fromMs))],
    ['limit', limit],
  ];
}
