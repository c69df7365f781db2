import type { SentSpan, SentTrace } from './otlp-json.ts';
import { seeded } from './random.ts';

/** A file with a loop of queries, a call to a provider that times out now and then, and a function that is fine. */
export const CHARGE_TS = `import { db, stripe, type Order, type Receipt } from './clients.ts';

export async function charge(order: Order): Promise<Receipt> {
  const limits = await db.query('SELECT * FROM limits WHERE shop = $1', [order.shop]);
  for (const item of order.items) {
    await db.query('SELECT * FROM prices WHERE item = $1', [item.id]);
  }
  const res = await stripe.post('/v1/charges', { amount: limits.total });
  if (!res.ok) {
    throw new GatewayTimeout(\`no answer in \${res.ms} ms\`);
  }
  return res.json();
}

export async function refund(receipt: Receipt): Promise<void> {
  await stripe.post('/v1/refunds', { receipt });
}

export class GatewayTimeout extends Error {}
`;

export const CHARGE_FILE = 'src/charge.ts';
export const LINES = { charge: 3, limits: 4, loop: 5, prices: 6, stripe: 8, throws: 10, refund: 15 } as const;

const code = (fn: string, line: number) => ({
  'code.function.name': fn,
  'code.file.path': CHARGE_FILE,
  'code.line.number': line,
});

/** As auto-instrumentation sends it where no line is given: nothing says where it was called. */
const query = (id: number, at: number, ms: number, table: string, line?: number): SentSpan => ({
  id,
  parent: 2,
  name: 'pg.query',
  kind: 'client',
  at,
  ms,
  attributes: {
    'db.system.name': 'postgresql',
    'db.query.text': `SELECT * FROM ${table} WHERE ${table === 'limits' ? 'shop' : 'item'} = $1`,
    ...(line === undefined ? {} : code('charge', line)),
  },
});

/** Requests spread over the last ten minutes; every tenth times out. The same each run but for the time. */
export function chargeTraces(
  count: number,
  nowMs: number,
  resource: Readonly<Record<string, string>> = {},
): SentTrace[] {
  const { next: random } = seeded(7);
  return Array.from({ length: count }, (_, n): SentTrace => {
    const fails = n % 10 === 3;
    const prices = Array.from({ length: 14 }, (_, i) =>
      query(10 + i, 12 + i * 4, 2 + random() * 2, 'prices', LINES.prices),
    );
    const stripeMs = fails ? 450 : 60 + random() * 60;
    const total = 72 + stripeMs;
    const error = fails ? { error: 'no answer in 450 ms' } : {};
    return {
      number: n + 1,
      startMs: nowMs - 600_000 + (n * 590_000) / count,
      resource,
      spans: [
        {
          id: 1,
          name: 'POST /checkout',
          kind: 'server',
          ms: total + 4,
          attributes: { 'http.route': '/checkout', 'http.request.method': 'POST' },
          ...error,
        },
        {
          id: 2,
          parent: 1,
          name: 'charge',
          at: 2,
          ms: total,
          attributes: code('charge', LINES.charge),
          ...(fails
            ? {
                exception: {
                  type: 'GatewayTimeout',
                  message: 'no answer in 450 ms',
                  stack: `GatewayTimeout: no answer in 450 ms\n    at charge (/app/${CHARGE_FILE}:${LINES.throws}:11)\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`,
                },
              }
            : {}),
        },
        query(3, 4, 6 + random() * 3, 'limits'),
        ...prices,
        {
          id: 40,
          parent: 2,
          name: 'POST',
          kind: 'client',
          at: 70,
          ms: stripeMs,
          attributes: {
            'http.request.method': 'POST',
            'url.full': 'https://api.stripe.example/v1/charges',
            ...code('charge', LINES.stripe),
          },
          ...error,
        },
      ],
    };
  });
}
