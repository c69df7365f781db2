import { seeded } from '../support/random.ts';

/**
 * One trace of any size, the same for the same seed: a batch job over orders, each order a chain of services with
 * calls, functions, queries, N+1 runs, retries and errors. The shape lies in typed arrays; what a span says is worked
 * out from its index, so that a million spans fit beside their bytes.
 */
export type GeneratedTrace = {
  readonly count: number;
  readonly traceId: string;
  /** Unix ns of the root's start. */
  readonly epoch: bigint;
  /** -1 for the root; always an earlier span. */
  readonly parent: Int32Array;
  /** ns from the epoch. */
  readonly start: Float64Array;
  readonly duration: Float64Array;
  readonly service: Uint8Array;
  readonly kind: Uint8Array;
  /** Index into OPERATIONS. */
  readonly operation: Uint8Array;
  readonly error: Uint8Array;
  /** The order a span belongs to. */
  readonly order: Uint32Array;
  readonly detail: Detail;
};

/** `full`: 8 to 12 attributes a span, about 1 kB of OTLP/JSON. `compact`: 3, so that a million just fit one string. */
export type Detail = 'full' | 'compact';

export const SERVICES = [
  'gateway',
  'checkout',
  'inventory',
  'payment',
  'shipping',
  'pricing',
  'notify',
  'ledger',
];

const KIND = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

type Operation = { readonly name: string; readonly what: 'http' | 'db' | 'code' | 'queue' };

export const OPERATIONS: readonly Operation[] = [
  { name: 'settle-orders', what: 'code' },
  { name: 'POST /orders/{id}/settle', what: 'http' },
  { name: 'GET /stock/{sku}', what: 'http' },
  { name: 'POST /payments', what: 'http' },
  { name: 'POST /shipments', what: 'http' },
  { name: 'GET /prices', what: 'http' },
  { name: 'SELECT stock', what: 'db' },
  { name: 'SELECT order_items', what: 'db' },
  { name: 'INSERT payments', what: 'db' },
  { name: 'UPDATE orders', what: 'db' },
  { name: 'OrderService.settle', what: 'code' },
  { name: 'PriceRules.evaluate', what: 'code' },
  { name: 'TaxTable.lookup', what: 'code' },
  { name: 'orders publish', what: 'queue' },
  { name: 'orders process', what: 'queue' },
];

export function generateTrace(count: number, detail: Detail = 'full', seed = 42): GeneratedTrace {
  const { next } = seeded(seed);
  const trace: GeneratedTrace = {
    count,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    epoch: 1_700_000_000_123_456_789n,
    parent: new Int32Array(count),
    start: new Float64Array(count),
    duration: new Float64Array(count),
    service: new Uint8Array(count),
    kind: new Uint8Array(count),
    operation: new Uint8Array(count),
    error: new Uint8Array(count),
    order: new Uint32Array(count),
    detail,
  };
  let made = 0;
  let clock = 0;
  let order = 0;
  const pick = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const open = (parent: number, operation: number, service: number, kind: number): number => {
    if (made >= count) return -1;
    const i = made++;
    trace.parent[i] = parent;
    trace.operation[i] = operation;
    trace.service[i] = service;
    trace.kind[i] = kind;
    trace.start[i] = clock;
    trace.order[i] = order;
    clock += pick(2_000, 60_000);
    return i;
  };
  const close = (i: number) => {
    if (i >= 0) trace.duration[i] = clock - (trace.start[i] ?? 0);
  };
  const leaf = (parent: number, operation: number, service: number, kind: number, error = 0) => {
    const i = open(parent, operation, service, kind);
    if (i < 0) return;
    clock += pick(20_000, 900_000);
    trace.error[i] = error;
    close(i);
  };
  /** A call into another service: the client span here, the server span there. */
  const call = (
    parent: number,
    operation: number,
    from: number,
    to: number,
    inside: (server: number) => void,
  ) => {
    const client = open(parent, operation, from, KIND.client);
    const server = client < 0 ? -1 : open(client, operation, to, KIND.server);
    if (server >= 0) inside(server);
    close(server);
    clock += pick(1_000, 20_000);
    close(client);
  };
  const settle = (server: number) => {
    const code = open(server, 10, 1, KIND.internal);
    const parent = code < 0 ? server : code;
    leaf(parent, 7, 1, KIND.client);
    const items = next() < 0.1 ? pick(20, 60) : pick(1, 5);
    for (let i = 0; i < items; i++) leaf(parent, 6, 1, KIND.client);
    call(parent, 5, 1, 5, (price) => {
      const rules = pick(2, 6);
      let inner = price;
      for (let i = 0; i < rules; i++) {
        const rule = open(inner, 11, 5, KIND.internal);
        if (rule < 0) break;
        leaf(rule, 12, 5, KIND.internal);
        if (i % 2 === 0) inner = rule;
        else close(rule);
      }
      for (let up = inner; up > price; up = trace.parent[up] ?? -1) close(up);
    });
    const failed = next() < 0.03 ? 1 : 0;
    const attempts = failed ? 3 : 1;
    for (let i = 0; i < attempts; i++)
      call(parent, 3, 1, 3, (pay) => {
        leaf(pay, 8, 3, KIND.client, failed);
        trace.error[pay] = failed;
      });
    call(parent, 4, 1, 4, (ship) => {
      call(ship, 2, 4, 2, (stock) => leaf(stock, 6, 2, KIND.client));
    });
    leaf(parent, 9, 1, KIND.client);
    const publish = open(parent, 13, 1, KIND.producer);
    close(publish);
    if (publish >= 0) {
      const consume = open(publish, 14, 6, KIND.consumer);
      if (consume >= 0) leaf(consume, 8, 7, KIND.client);
      close(consume);
    }
    if (failed && code >= 0) trace.error[code] = 1;
    close(code);
  };
  const root = open(-1, 0, 0, KIND.internal);
  while (made < count) {
    order++;
    call(root, 1, 0, 1, settle);
  }
  close(root);
  return trace;
}
