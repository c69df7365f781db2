import type { SpanSpec } from './trace-fixture.ts';

const MS = 1e6;

/**
 * A failed checkout, 1.82 s: 200 queries one by one in the cart, then three tries to a payment provider on a staging
 * host, each timing out; the order is released and an audit record sent at the end.
 */
export function checkoutSpans(): SpanSpec[] {
  const production = { 'deployment.environment.name': 'production' };
  const at = (start: number, end: number) => ({ start: Math.round(start * MS), end: Math.round(end * MS) });
  const queries = Array.from({ length: 200 }, (_, i) => ({
    id: (0x1000 + i).toString(16),
    parent: '4',
    name: 'SELECT shop.order_items',
    service: 'cart',
    kind: 'client' as const,
    ...at(94 + i * 2.06, 94 + i * 2.06 + 2.06),
    attributes: {
      'db.system.name': 'postgresql',
      'db.query.text': `SELECT * FROM order_items WHERE id = ${i}`,
      'server.address': 'orders-db.prod.internal',
    },
    resource: production,
  }));
  const tries = [at(528, 978), at(990, 1440), at(1450, 1800)].map((times, i) => ({
    id: (0x20 + i).toString(16),
    parent: '6',
    name: 'POST /v1/charges',
    service: 'payment',
    kind: 'client' as const,
    status: 'error' as const,
    ...times,
    attributes: {
      'http.request.method': 'POST',
      'url.full': 'https://staging.pay.internal/v1/charges',
      'server.address': 'staging.pay.internal',
      'error.type': 'timeout',
    },
    resource: production,
  }));
  return [
    {
      id: '1',
      name: 'POST /checkout',
      service: 'gateway',
      kind: 'server',
      status: 'error',
      ...at(0, 1820),
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/checkout',
        'http.response.status_code': 502,
      },
      resource: production,
    },
    {
      id: '2',
      parent: '1',
      name: 'auth.verify',
      service: 'auth',
      kind: 'server',
      ...at(20, 80),
      resource: production,
    },
    {
      id: '4',
      parent: '1',
      name: 'cart.getItems',
      service: 'cart',
      kind: 'server',
      ...at(82, 520),
      resource: production,
    },
    {
      id: '5',
      parent: '4',
      name: 'GET cart',
      service: 'cart',
      kind: 'client',
      ...at(84, 88),
      attributes: { 'db.system.name': 'redis', 'db.query.text': 'GET cart:42' },
      resource: production,
    },
    ...queries,
    {
      id: '6',
      parent: '1',
      name: 'payment.charge',
      service: 'payment',
      kind: 'internal',
      status: 'error',
      ...at(524, 1804),
      events: [
        { at: 978 * MS, name: 'retry attempt 2' },
        { at: 1445 * MS, name: 'retry attempt 3' },
        {
          at: 1802 * MS,
          name: 'exception',
          attributes: {
            'exception.type': 'GatewayTimeout',
            'exception.message': 'no answer in 450 ms (3 of 3)',
          },
        },
      ],
      resource: production,
    },
    ...tries,
    {
      id: '7',
      parent: '1',
      name: 'orders.release',
      service: 'orders',
      kind: 'server',
      ...at(1806, 1816),
      resource: production,
    },
    {
      id: '8',
      parent: '1',
      name: 'audit.publish',
      service: 'gateway',
      kind: 'producer',
      ...at(1810, 1818),
      resource: production,
    },
  ];
}
