import * as v from 'valibot';
import { decodeZipkin } from '../../../core/otlp/decode-zipkin.ts';
import type { TimeRange } from '../../../core/ports.ts';
import type { Trace } from '../../../core/trace/columns.ts';
import type { Http, HttpRequest } from '../http.ts';
import { decodeTraces } from '../traces.ts';

const texts = v.array(v.string());
const links = v.array(
  v.object({
    parent: v.string(),
    child: v.string(),
    callCount: v.optional(v.number(), 0),
    errorCount: v.optional(v.number(), 0),
  }),
);

export const listServices = (http: Http, signal: AbortSignal): Promise<string[]> =>
  http.json({ path: '/api/v2/services', signal }, texts);

export const listSpanNames = (http: Http, service: string, signal: AbortSignal): Promise<string[]> =>
  http.json({ path: '/api/v2/spans', query: [['serviceName', service]], signal }, texts);

/** Keys that the server was told to complete; most were told none. */
export const listTagKeys = (http: Http, signal: AbortSignal): Promise<string[]> =>
  http.json({ path: '/api/v2/autocompleteKeys', signal }, texts);

export const listTagValues = (http: Http, key: string, signal: AbortSignal): Promise<string[]> =>
  http.json({ path: '/api/v2/autocompleteValues', query: [['key', key]], signal }, texts);

export async function fetchTrace(
  http: Http,
  traceId: string,
  signal: AbortSignal,
): Promise<Trace | undefined> {
  // Ids of 64 bits are stored as such, unless the server mixes them with longer ones.
  const short = traceId.startsWith('0000000000000000') ? [traceId.slice(16)] : [];
  for (const id of [...short, traceId]) {
    const answer = await http.send({ path: `/api/v2/trace/${id}`, allow: [404], signal });
    if (answer.status === 404) continue;
    const traces = decodeTraces(http.asked, () => decodeZipkin(answer.body));
    // A server that does not tell lengths apart answers with the longer id.
    const found = traces.find((trace) => trace.traceId.slice(16) === traceId.slice(16));
    if (found) return found;
  }
  return undefined;
}

export async function searchTraces(http: Http, request: HttpRequest): Promise<Trace[]> {
  const answer = await http.send(request);
  // A list of traces, each a list of spans.
  return decodeTraces(http.asked, () => decodeZipkin(answer.body));
}

/** Times in ms, counted back from the end. */
export function dependencyRequest({ fromMs, toMs }: TimeRange, signal: AbortSignal): HttpRequest {
  return {
    path: '/api/v2/dependencies',
    query: [
      ['endTs', Math.ceil(toMs)],
      ['lookback', Math.max(1, Math.ceil(toMs - fromMs))],
    ],
    signal,
  };
}

export const listDependencies = (http: Http, request: HttpRequest) => http.json(request, links);
