import type { IncomingMessage } from 'node:http';
import { decodeZipkin } from '../../core/otlp/decode-zipkin.ts';
import type { Route } from './http-listener.ts';
import { unsupportedType } from './http-problem.ts';
import type { Ingest } from './ingest.ts';
import { decode } from './otlp-http.ts';
import { CONTENT_TYPE, type Encoding } from './otlp-responses.ts';

export const ZIPKIN_NOT_FOUND = 'Spanlight takes Zipkin spans here: POST /api/v2/spans as JSON.';

export function zipkinRoutes(ingest: Ingest): Record<string, Route> {
  return {
    '/api/v2/spans': {
      method: 'POST',
      encoding: jsonOnly,
      handle: (body) => {
        // Reporters send an empty list as a health check.
        const batch = decode(() => decodeZipkin(body));
        ingest.spans(batch, 'zipkin');
        return { status: 202, type: CONTENT_TYPE.json, body: '' };
      },
    },
    '/health': {
      method: 'GET',
      encoding: () => 'json',
      handle: () => ({ status: 200, type: CONTENT_TYPE.json, body: '{"status":"UP"}' }),
    },
  };
}

/** Some reporters leave the type out. */
function jsonOnly(request: IncomingMessage): Encoding {
  const type = (request.headers['content-type'] ?? CONTENT_TYPE.json).split(';')[0]?.trim().toLowerCase();
  if (type === CONTENT_TYPE.json) return 'json';
  throw unsupportedType(
    `Content-Type "${type}" is not taken. Have the reporter send JSON v2 (${CONTENT_TYPE.json}).`,
  );
}
