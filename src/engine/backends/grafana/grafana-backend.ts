import { BackendError, type TraceBackend } from '../../../core/ports.ts';
import type { GrafanaDatasource } from '../../../protocol/engine-backends.ts';
import { type BackendContext, once } from '../backend-context.ts';
import { below, type Http } from '../http.ts';
import { createJaegerBackend } from '../jaeger/jaeger-backend.ts';
import { createTempoBackend } from '../tempo/tempo-backend.ts';
import { createZipkinBackend } from '../zipkin/zipkin-backend.ts';
import { exploreLink, findSource, grafanaHealth, listTraceSources, proxyPath } from './grafana-api.ts';

const KINDS = {
  tempo: { title: 'Tempo', create: createTempoBackend, sign: '/api/echo' },
  jaeger: { title: 'Jaeger', create: createJaegerBackend, sign: '/api/services' },
  zipkin: { title: 'Zipkin', create: createZipkinBackend, sign: '/api/v2/services' },
} as const;

type Inner = { readonly source: GrafanaDatasource; readonly backend: TraceBackend; readonly title: string };

/** A door: the data source behind it answers as itself, under Grafana's address and with Grafana's token. */
export function createGrafanaBackend(context: BackendContext, uid: string | undefined): TraceBackend {
  const { http } = context;
  // Links are asked for without waiting; by then a trace has been.
  let resolved: GrafanaDatasource | undefined;
  const inner = once(async (signal): Promise<Inner> => {
    const source = await resolveSource(http, uid, signal);
    const known = KINDS[source.type as keyof typeof KINDS];
    if (!known)
      throw new BackendError(
        'unsupported',
        `${http.asked.name}: the data source "${source.name || source.uid}" is of type ${source.type}. ` +
          'Data sources of type tempo, jaeger and zipkin can be used.',
      );
    const backend = known.create({ ...context, http: below(http, proxyPath(source.uid)) });
    resolved = source;
    return { source, backend, title: known.title };
  });
  const link = (traceId: string, spanId?: string) =>
    resolved && exploreLink(http.address.base, resolved, traceId, spanId);

  const through =
    <A extends unknown[], R>(call: (backend: TraceBackend, ...args: [...A, AbortSignal]) => Promise<R>) =>
    async (...args: [...A, AbortSignal]): Promise<R> =>
      call((await inner(args.at(-1) as AbortSignal)).backend, ...args);

  return {
    kind: 'grafana',
    describe: async (signal) => {
      const { backend, title, source } = await inner(signal);
      const [info, health] = await Promise.all([backend.describe(signal), grafanaHealth(http, signal)]);
      const grafana = health?.version === undefined ? 'Grafana' : `Grafana ${health.version}`;
      return {
        ...info,
        kind: 'grafana',
        title: `${title} through Grafana`,
        notes: [...info.notes, `Through ${grafana}, data source "${source.name || source.uid}".`],
      };
    },
    services: through((b, range, signal) => b.services(range, signal)),
    operations: through((b, service, range, signal) => b.operations(service, range, signal)),
    attributeKeys: through((b, range, signal) => b.attributeKeys(range, signal)),
    attributeValues: through((b, key, range, signal) => b.attributeValues(key, range, signal)),
    async *search(request, signal) {
      yield* (await inner(signal)).backend.search(request, signal);
    },
    trace: async (traceId, hints, signal) => {
      const { backend } = await inner(signal);
      return { ...(await backend.trace(traceId, hints, signal)), url: link(traceId) };
    },
    logs: through((b, traceId, signal) => b.logs(traceId, signal)),
    functionStats: through((b, request, signal) => b.functionStats(request, signal)),
    siteStats: through((b, request, signal) => b.siteStats(request, signal)),
    serviceGraph: through((b, range, signal) => b.serviceGraph(range, signal)),
    async *tail(query, signal) {
      yield* (await inner(signal)).backend.tail(query, signal);
    },
    link,
    close: context.close,
  };
}

async function resolveSource(
  http: Http,
  uid: string | undefined,
  signal: AbortSignal,
): Promise<GrafanaDatasource> {
  if (uid !== undefined && uid !== '') {
    const source = await findSource(http, uid, signal);
    return source ?? { uid, name: '', type: await guessType(http, uid, signal) };
  }
  const all = await listTraceSources(http, signal).catch((error: unknown) => {
    if (!(error instanceof BackendError) || error.code !== 'forbidden') throw error;
    throw new BackendError(
      'forbidden',
      `${http.asked.name}: the token may not list the data sources of ${http.asked.host}. Give it datasources:read, or name the ` +
        "data source's uid in the connection (it stands in the address of its settings page).",
      { cause: error },
    );
  });
  const [only, ...more] = all;
  if (only && more.length === 0) return only;
  throw new BackendError(
    'bad-request',
    only
      ? `${http.asked.name}: ${http.asked.host} has several data sources with traces; choose one: ` +
          `${all.map((s) => `${s.name} (${s.type}, uid ${s.uid})`).join(', ')}.`
      : `${http.asked.name}: ${http.asked.host} has no data source of type tempo, jaeger or zipkin that this token may see.`,
  );
}

/** Asks what is behind the uid for what only one of them has. */
async function guessType(http: Http, uid: string, signal: AbortSignal): Promise<string> {
  for (const [type, { sign }] of Object.entries(KINDS)) {
    const answer = await http.send({
      path: proxyPath(uid) + sign,
      signal,
      allow: [400, 404, 405, 500, 502],
      page: true,
    });
    if (answer.status === 200 && !/html/i.test(answer.contentType)) return type;
  }
  throw new BackendError(
    'not-found',
    `${http.asked.name}: behind the data source "${uid}" of ${http.asked.host} is neither Tempo nor Jaeger nor Zipkin, or the token may ` +
      'not query it (datasources:query).',
  );
}
