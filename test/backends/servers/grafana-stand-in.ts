import http from 'node:http';
import { serve, type TestServer } from '../../support/test-connection.ts';

export type StandInSource = {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly url: string;
};

export const GRAFANA_TOKEN = 'glsa_test_token_0123456789';
/** May use data sources, not list them. */
export const GRAFANA_QUERY_TOKEN = 'glsa_query_token_0123456789';

/**
 * As much of Grafana as lies on the way to a data source: its list, its proxy by uid, tokens, and the answers it gives
 * when one of these is missing.
 */
export function grafanaStandIn(sources: readonly StandInSource[]): Promise<TestServer> {
  return serve((request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://grafana');
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
      response.end(JSON.stringify(body));
    };
    if (pathname === '/api/health') return answer(200, { database: 'ok', version: '12.1.0', commit: 'abc' });
    if (!pathname.startsWith('/api/')) {
      response.writeHead(302, { location: '/login' });
      return void response.end();
    }
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== GRAFANA_TOKEN && token !== GRAFANA_QUERY_TOKEN)
      return answer(401, {
        message: token === undefined ? 'Unauthorized' : 'Invalid API key',
        messageId: 'api-key.invalid',
      });
    const proxied = /^\/api\/datasources\/proxy\/uid\/([^/]+)(\/.*)$/.exec(pathname);
    if (proxied) {
      const source = sources.find(({ uid }) => uid === decodeURIComponent(proxied[1] ?? ''));
      if (!source) return answer(404, { message: 'Unable to find datasource', traceID: '' });
      return forward(source.url + proxied[2] + search, request, response);
    }
    if (token === GRAFANA_QUERY_TOKEN)
      return answer(403, {
        message:
          "You'll need additional permissions to perform this action. Permissions needed: datasources:read",
      });
    if (pathname === '/api/datasources')
      return answer(
        200,
        sources.map(({ url: _, ...shown }) => ({ ...shown, access: 'proxy' })),
      );
    const uid = /^\/api\/datasources\/uid\/([^/]+)$/.exec(pathname)?.[1];
    const found = sources.find((source) => source.uid === decodeURIComponent(uid ?? ''));
    if (found) return answer(200, { uid: found.uid, name: found.name, type: found.type });
    return answer(404, { message: uid === undefined ? 'Not found' : 'Data source not found' });
  });
}

function forward(target: string, request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(target);
  const { authorization: _, host: __, ...headers } = request.headers;
  const out = http.request(url, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  out.on('error', () => response.writeHead(502).end('bad gateway'));
  request.pipe(out);
}
