import * as v from 'valibot';
import { BackendError } from '../../../core/ports.ts';
import type { GrafanaDatasource } from '../../../protocol/engine-backends.ts';
import type { Http } from '../http.ts';

const datasource = v.object({ uid: v.string(), name: v.optional(v.string(), ''), type: v.string() });
const health = v.object({ database: v.string(), version: v.optional(v.string()) });

/** Data source types whose API is one of the backends here. */
const TRACE_TYPES: ReadonlySet<string> = new Set(['tempo', 'jaeger', 'zipkin']);

/** Those that hold traces. Needs the right to list data sources, which a viewer's token may lack. */
export async function listTraceSources(http: Http, signal: AbortSignal): Promise<GrafanaDatasource[]> {
  const all = await http.json({ path: '/api/datasources', signal }, v.array(datasource));
  return all.filter(({ type }) => TRACE_TYPES.has(type));
}

/** Undefined where the token may use the data source but not look it up. */
export async function findSource(
  http: Http,
  uid: string,
  signal: AbortSignal,
): Promise<GrafanaDatasource | undefined> {
  try {
    return await http.json({ path: `/api/datasources/uid/${encodeURIComponent(uid)}`, signal }, datasource);
  } catch (error) {
    if (error instanceof BackendError && error.code === 'forbidden') return undefined;
    if (error instanceof BackendError && error.code === 'not-found')
      throw new BackendError(
        'not-found',
        `${http.asked.name}: ${http.asked.host} has no data source with the uid "${uid}".`,
        {
          cause: error,
        },
      );
    throw error;
  }
}

/** Needs no credentials. Undefined: not Grafana. */
export async function grafanaHealth(
  http: Http,
  signal: AbortSignal,
): Promise<{ version: string | undefined } | undefined> {
  const answer = await http.send({
    path: '/api/health',
    signal,
    allow: [400, 401, 403, 404, 405, 503],
    page: true,
  });
  try {
    const parsed = v.safeParse(health, JSON.parse(new TextDecoder().decode(answer.body)));
    return parsed.success ? { version: parsed.output.version } : undefined;
  } catch {
    return undefined;
  }
}

export const proxyPath = (uid: string): string => `/api/datasources/proxy/uid/${encodeURIComponent(uid)}`;

/** Grafana's Explore, at the trace; Tempo's panel also at the span. */
export function exploreLink(
  base: string,
  source: GrafanaDatasource,
  traceId: string,
  spanId?: string,
): string {
  const { type, uid } = source;
  const queryType = { tempo: 'traceql', zipkin: 'traceID' }[type];
  const pane = {
    datasource: uid,
    queries: [{ refId: 'A', datasource: { type, uid }, ...(queryType ? { queryType } : {}), query: traceId }],
    range: { from: 'now-1h', to: 'now' },
    ...(spanId === undefined ? {} : { panelsState: { trace: { spanId } } }),
  };
  return `${base}/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ spanlight: pane }))}`;
}
