import { request } from 'node:http';

type Options = { readonly timeoutMs: number };

/** The outside world (`*.shop.test`) is played by a stand-in on this machine; SHOP_OUTSIDE_PORT says where. */
const OUTSIDE_PORT = Number(process.env.SHOP_OUTSIDE_PORT ?? 7010);

export function post(url: string, body: unknown, { timeoutMs }: Options): Promise<Record<string, unknown>> {
  const target = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        method: 'POST',
        host: target.hostname,
        path: target.pathname,
        port: OUTSIDE_PORT,
        timeout: timeoutMs,
        headers: { 'content-type': 'application/json', authorization: 'Bearer sk_live_not_a_real_key' },
        lookup: (_host, options, done) =>
          options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          response.statusCode === 200
            ? resolve(JSON.parse(text))
            : reject(new Error(`status ${response.statusCode}`)),
        );
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer in ${timeoutMs} ms`)));
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(body));
  });
}
