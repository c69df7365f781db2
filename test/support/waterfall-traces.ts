// Trace files for the waterfall's browser tests, as OTLP JSON: a realistic one, a broken one and a hostile one.
import { encodeOtlpJson } from '../../src/core/otlp/encode-otlp-json.ts';
import { buildTraces } from '../../src/core/trace/build-traces.ts';
import { checkoutSpans } from './checkout-trace.ts';
import { batchOf, type SpanSpec, TRACE_ID } from './trace-fixture.ts';

const MS = 1e6;

export const otlpText = (spans: readonly SpanSpec[]): string =>
  new TextDecoder().decode(encodeOtlpJson(buildTraces(batchOf(spans))));

/** The workspace that the realistic trace was recorded in. */
export const SHOP_FILES: Readonly<Record<string, string>> = {
  'src/charge.ts': `import { stripe } from './stripe';

export async function charge(order: string) {
  for (let attempt = 1; attempt <= 3; attempt++) {
    await stripe.charges.create(order);
  }
  throw new Error('no answer');
}
`,
  'src/repo.ts': `export async function getItems(cart: string) {
  const items = [];
  for (const id of await ids(cart)) {
    items.push(await db.query('SELECT * FROM order_items WHERE id = $1', [id]));
  }
  return items;
}
`,
  // Both fit a span that says no more than the function's name.
  'src/orders/release.ts': `export function release(order: string) {
  return order;
}
`,
  'src/stock/release.ts': `export function release(item: string) {
  return item;
}
`,
};

const CODE: Readonly<Record<string, Record<string, string | number>>> = {
  'payment.charge': {
    'code.file.path': 'src/charge.ts',
    'code.line.number': 3,
    'code.function.name': 'charge',
  },
  'POST /v1/charges': {
    'code.file.path': 'src/charge.ts',
    'code.line.number': 5,
    'code.function.name': 'charge',
  },
  'orders.release': { 'code.function.name': 'release' },
  'cart.getItems': {
    'code.file.path': 'src/repo.ts',
    'code.line.number': 1,
    'code.function.name': 'getItems',
  },
};

const STACK = `GatewayTimeout: no answer in 450 ms (3 of 3)
    at charge (src/charge.ts:7:9)
    at checkout (src/routes.ts:77:5)
    at Layer.handle (node_modules/express/lib/router/layer.js:95:5)
    at next (node_modules/express/lib/router/route.js:149:13)`;

/** The failed checkout, with code locations, secrets, a stack trace, links and values worth laying out. */
export const checkoutTrace = (): string => otlpText(checkoutWithCode());

/** The same request when all went well: no cart, no tries, 300 ms. */
export function quickCheckoutTrace(): string {
  const times: Readonly<Record<string, readonly [number, number]>> = {
    'POST /checkout': [0, 300],
    'payment.charge': [20, 140],
  };
  return otlpText(
    checkoutWithCode().flatMap(({ name = '', events: _, links: __, ...span }): SpanSpec[] => {
      const [start, end] = times[name] ?? [0, 0];
      if (end === 0) return [];
      const trace = '4bf92f3577b34da6a3ce929d0e0e4737';
      return [{ ...span, trace, name, status: 'unset', start: start * MS, end: end * MS }];
    }),
  );
}

function checkoutWithCode(): SpanSpec[] {
  return checkoutSpans().map((span): SpanSpec => {
    const code = CODE[span.name ?? ''];
    const attributes = { ...span.attributes, ...code };
    const scope = span.name?.startsWith('SELECT') ? 'instrumentation-pg' : 'shop';
    if (span.name !== 'payment.charge') return { ...span, scope, attributes };
    return {
      ...span,
      scope,
      attributes: {
        ...attributes,
        'payment.provider': 'stripe',
        'http.request.header.authorization': 'Bearer very-secret-token',
        'order.items': '[{"sku":"a","count":2},{"sku":"b","count":1}]',
        'db.query.text': 'SELECT a, b FROM t WHERE c = 1 AND d = 2 ORDER BY a',
      },
      links: [
        { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' },
        { trace: TRACE_ID, span: '0000000000000008' },
      ],
      events: (span.events ?? []).map((event) =>
        event.name === 'exception'
          ? { ...event, attributes: { ...event.attributes, 'exception.stacktrace': STACK } }
          : event,
      ),
    };
  });
}
