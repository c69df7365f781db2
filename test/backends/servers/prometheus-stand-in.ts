import { serve, type TestServer } from '../../support/test-connection.ts';

/** Answers the range queries of Jaeger's metrics reader for one operation: fixed figures, by what is asked. */
export async function prometheusStandIn(
  service: string,
  operation: string,
): Promise<TestServer & { readonly queries: string[] }> {
  const queries: string[] = [];
  const server = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const form = new URLSearchParams(body || new URL(request.url ?? '', 'http://x').search);
      const query = form.get('query') ?? '';
      queries.push(query);
      const value = query.includes('STATUS_CODE_ERROR')
        ? '0.25'
        : query.includes('histogram_quantile(0.50')
          ? '120'
          : query.includes('histogram_quantile(0.95')
            ? '480'
            : query.includes('histogram_quantile')
              ? '900'
              : '2';
      const end = Number(form.get('end') ?? Date.now() / 1000);
      const start = Number(form.get('start') ?? end - 60);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          status: 'success',
          data: {
            resultType: 'matrix',
            result: [
              {
                metric: { service_name: service, span_name: operation },
                values: [
                  [start, 'NaN'],
                  [end, value],
                ],
              },
              // The service is a regular expression to Prometheus: others may match.
              { metric: { service_name: `${service}x`, span_name: operation }, values: [[end, '77']] },
            ],
          },
        }),
      );
    });
  });
  return { ...server, queries };
}
