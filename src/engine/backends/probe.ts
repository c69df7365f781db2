import { BackendError, type Logger, type RemoteKind } from '../../core/ports.ts';
import { plural } from '../../core/trace/units.ts';
import type {
  ConnectionConfig,
  GrafanaDatasource,
  ProbeRequest,
  ProbeResult,
} from '../../protocol/engine-backends.ts';
import { grafanaHealth, listTraceSources } from './grafana/grafana-api.ts';
import { HttpClient } from './http.ts';
import { createBackend, tenantHeaders } from './registry.ts';
import { readUiAddress, type UiAddress } from './ui-address.ts';

/** Long enough for a slow VPN, short enough to wait for. */
const TIMEOUT_MS = 8000;

type Sign = { readonly kind: RemoteKind; readonly path: string; readonly shows: (body: string) => boolean };

const isJson = (body: string, test: (value: unknown) => boolean): boolean => {
  try {
    return test(JSON.parse(body));
  } catch {
    return false;
  }
};
const has = (value: unknown, key: string) => typeof value === 'object' && value !== null && key in value;

/** What only one of them answers; the more particular ones first, as some speak another's language below a folder. */
const SIGNS: readonly Sign[] = [
  {
    kind: 'victoriatraces',
    path: '/select/jaeger/api/services',
    shows: (body) => isJson(body, (value) => has(value, 'data')),
  },
  {
    kind: 'grafana',
    path: '/api/health',
    shows: (body) => isJson(body, (value) => has(value, 'database')),
  },
  { kind: 'tempo', path: '/api/echo', shows: (body) => body.trim() === 'echo' },
  { kind: 'zipkin', path: '/api/v2/services', shows: (body) => isJson(body, Array.isArray) },
  {
    kind: 'jaeger',
    path: '/api/v3/services',
    shows: (body) => isJson(body, (value) => has(value, 'services')),
  },
  { kind: 'jaeger', path: '/api/services', shows: (body) => isJson(body, (value) => has(value, 'data')) },
];

const TITLES: Readonly<Record<RemoteKind, string>> = {
  jaeger: 'Jaeger',
  tempo: 'Tempo',
  zipkin: 'Zipkin',
  victoriatraces: 'VictoriaTraces',
  grafana: 'Grafana',
};

/** Works out from any address of a UI or an API what is there, and says so. Throws only when cancelled or unreachable. */
export async function probe(request: ProbeRequest, log: Logger, signal: AbortSignal): Promise<ProbeResult> {
  const address = readUiAddress(request.url);
  let refused: BackendError | undefined;
  for (const base of address.bases) {
    const found = await identify({ ...request, url: base }, log, signal);
    if (found.kind !== undefined) return describeFound(found.kind, base, address, request, log, signal);
    refused ??= found.refused;
  }
  const [base = request.url] = address.bases;
  return {
    kind: undefined,
    url: base,
    version: undefined,
    datasources: [],
    datasource: address.datasource,
    traceId: address.traceId,
    needsAuth: refused !== undefined,
    sentence: refused?.message ?? unknownSentence(base),
  };
}

async function identify(request: ProbeRequest, log: Logger, signal: AbortSignal) {
  const answers = await Promise.all(SIGNS.map((sign) => look(sign, request, log, signal)));
  return {
    kind: answers.find((answer) => answer.kind !== undefined)?.kind,
    refused: answers.find((answer) => answer.refused !== undefined)?.refused,
  };
}

const isRefusal = ({ code }: BackendError) => code === 'unauthorized' || code === 'forbidden';

/** A refusal says that something is there; which kind, only its other pages may tell. */
async function look(sign: Sign, request: ProbeRequest, log: Logger, signal: AbortSignal) {
  const config = configOf(request, sign.kind);
  const http = new HttpClient(config, log, tenantHeaders(config));
  try {
    const answer = await http.send({ path: sign.path, accept: '*/*', signal, page: true });
    const shows = sign.shows(new TextDecoder().decode(answer.body.subarray(0, 4_000_000)));
    return { kind: shows ? sign.kind : undefined, refused: undefined };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    if (isRefusal(error)) return { kind: undefined, refused: error };
    // Whatever stops one of them stops all.
    if (error.code === 'cancelled' || error.code === 'unreachable') throw error;
    return { kind: undefined, refused: undefined };
  } finally {
    await http.close();
  }
}

async function describeFound(
  kind: RemoteKind,
  base: string,
  { traceId, datasource }: UiAddress,
  request: ProbeRequest,
  log: Logger,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const config: ConnectionConfig = { ...configOf({ ...request, url: base }, kind), datasource };
  const datasources: readonly GrafanaDatasource[] = [];
  const result = { kind, url: base, traceId, datasource, datasources, needsAuth: false };
  if (kind === 'grafana') return { ...result, ...(await describeGrafana(config, log, signal)) };
  const backend = createBackend(config, log);
  try {
    const { version } = await backend.describe(signal);
    const now = Date.now();
    const services = await backend.services({ fromMs: now - 3_600_000, toMs: now }, signal);
    const title = version === undefined ? TITLES[kind] : `${TITLES[kind]} ${version}`;
    const held = services.length === 0 ? 'no traces in the last hour' : plural(services.length, 'service');
    return { ...result, version, sentence: `${title} at ${base}, with ${held}.` };
  } catch (error) {
    if (!(error instanceof BackendError) || error.code === 'cancelled') throw error;
    return { ...result, version: undefined, needsAuth: isRefusal(error), sentence: error.message };
  } finally {
    await backend.close();
  }
}

async function describeGrafana(config: ConnectionConfig, log: Logger, signal: AbortSignal) {
  const http = new HttpClient(config, log);
  try {
    const health = await grafanaHealth(http, signal);
    const title = health?.version === undefined ? 'Grafana' : `Grafana ${health.version}`;
    const listed = await listTraceSources(http, signal).catch((error: unknown) => {
      if (error instanceof BackendError && error.code !== 'cancelled') return error;
      throw error;
    });
    const version = health?.version;
    if (listed instanceof BackendError) {
      const next =
        listed.code === 'unauthorized'
          ? 'It needs a service account token with the right to read and query data sources.'
          : "Its data sources can't be listed with these credentials: name the uid of the one with traces.";
      return {
        version,
        datasources: [],
        needsAuth: listed.code === 'unauthorized',
        sentence: `${title} at ${config.url}. ${next}`,
      };
    }
    const names = listed.map(({ name, type }) => `${name} (${type})`).join(', ');
    return {
      version,
      datasources: listed,
      needsAuth: false,
      sentence:
        listed.length === 0
          ? `${title} at ${config.url}, without a data source of type tempo, jaeger or zipkin that these credentials may see.`
          : `${title} at ${config.url}, with ${plural(listed.length, 'data source')} for traces: ${names}.`,
    };
  } finally {
    await http.close();
  }
}

function configOf(request: ProbeRequest, kind: RemoteKind): ConnectionConfig {
  return { ...request, id: 'probe', name: 'This address', kind, timeoutMs: TIMEOUT_MS };
}

function unknownSentence(base: string): string {
  const { host, port } = new URL(base);
  const intake = port === '4318' || port === '4317';
  return (
    `Something answers at ${host}, but neither Jaeger, Tempo, Zipkin, VictoriaTraces nor Grafana. ` +
    (intake
      ? `Port ${port} takes traces in; give the address where they are looked at.`
      : 'The address may lack a path, or the backend is of another kind.')
  );
}
