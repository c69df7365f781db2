import type { Route } from './http-listener.ts';
import type { Ingest } from './ingest.ts';
import { encodingOf, OTLP_PATHS, takeOtlp } from './otlp-http.ts';
import { CONTENT_TYPE } from './otlp-responses.ts';

/** By this answer windows and people recognise the receiver. */
export type Identity = {
  readonly program: 'spanlight';
  readonly store: string;
  readonly pid: number;
};

export const OTLP_NOT_FOUND =
  'Spanlight takes OpenTelemetry data here: POST /v1/traces, /v1/logs or /v1/metrics. ' +
  'Set OTEL_EXPORTER_OTLP_ENDPOINT to the address without a path.';

export function otlpRoutes(ingest: Ingest, identity: Identity): Record<string, Route> {
  const routes: Record<string, Route> = {
    '/spanlight': {
      method: 'GET',
      encoding: () => 'json',
      handle: () => ({ status: 200, type: CONTENT_TYPE.json, body: JSON.stringify(identity) }),
    },
    '/': {
      method: 'GET',
      encoding: () => 'json',
      handle: () => ({ status: 200, type: 'text/plain; charset=utf-8', body: `${OTLP_NOT_FOUND}\n` }),
    },
  };
  for (const [path, signal] of Object.entries(OTLP_PATHS))
    routes[path] = {
      method: 'POST',
      encoding: encodingOf,
      handle: (body, request) => {
        const encoding = encodingOf(request);
        return { status: 200, type: CONTENT_TYPE[encoding], body: takeOtlp(signal, encoding, body, ingest) };
      },
    };
  return routes;
}
