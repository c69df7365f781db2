// The traces that every backend is loaded with. Times are relative to the start of the run: servers look for what is
// new, and forget what is old.
import type {
  OtlpEvent,
  OtlpKeyValue,
  OtlpLink,
  OtlpSpan,
  OtlpTraces,
  OtlpValue,
} from '../support/otlp-types.ts';

type Plain = string | number | bigint | boolean | readonly Plain[] | { readonly bytes: string } | Dictionary;
type Dictionary = { readonly [key: string]: Plain };

const KIND = { unspecified: 0, internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;

type SpanSpec = {
  readonly id: string;
  readonly parent?: string;
  readonly service: string;
  readonly name: string;
  readonly kind: keyof typeof KIND;
  /** ns after the trace's start. */
  readonly at: number;
  readonly ns: number;
  readonly attributes?: Dictionary;
  readonly events?: readonly {
    readonly at: number;
    readonly name: string;
    readonly attributes?: Dictionary;
  }[];
  readonly links?: readonly OtlpLink[];
  readonly status?: OtlpSpan['status'];
  readonly traceState?: string;
};

export type Sample = {
  readonly traceId: string;
  /** Unix ns. */
  readonly start: bigint;
  readonly otlp: OtlpTraces;
};

const RESOURCES: Readonly<Record<string, Dictionary>> = {
  frontend: {
    'deployment.environment.name': 'prod',
    'service.version': '1.2.3',
    'telemetry.sdk.language': 'nodejs',
  },
  cart: { 'deployment.environment.name': 'prod', 'service.version': '2.0.0', 'telemetry.sdk.language': 'go' },
};

export const CHECKOUT_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
/** 64 bits. */
export const SHORT_ID = '00000000000000005af7183fb1d4cf5f';
export const BIG_ID = 'b16b16b16b16b16b16b16b16b16b16b1';
export const BIG_SPANS = 10_000;

/** All kinds and value types, events, links, errors, text beyond ASCII; three services. */
export function checkout(start: bigint): Sample {
  const at = (ms: number) => ms * 1_000_000 + 123;
  return sample(CHECKOUT_ID, start, [
    {
      id: '00f067aa0ba902b7',
      service: 'frontend',
      name: 'GET /checkout',
      kind: 'server',
      at: 0,
      ns: 180_000_456,
      traceState: 'vendor=abc',
      status: { code: 2, message: 'payment declined' },
      attributes: {
        'http.route': '/checkout',
        'http.response.status_code': 502,
        'code.function.name': 'shop.Checkout.handle',
        'user.name': 'Zoë 漢字 ☕ "quoted" \\ and\nmore',
        big: 9_007_199_254_740_993n,
        ratio: 0.125,
        whole: 3.5e10,
        flag: true,
        off: false,
        list: ['a', 'b'],
        mixed: [1, true, 'x'],
        nested: { inner: { deep: 'value' }, n: 1 },
        raw: { bytes: 'AAEC/w==' },
        negative: -42,
      },
    },
    {
      id: '00f067aa0ba902b8',
      parent: '00f067aa0ba902b7',
      service: 'frontend',
      name: 'POST cart',
      kind: 'client',
      at: at(5),
      ns: 60_000_000,
      status: { code: 1 },
      attributes: { 'server.address': 'cart.internal', 'server.port': 8080 },
      links: [{ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), attributes: [keyValue('why', 'batch')] }],
    },
    {
      id: '00f067aa0ba902b9',
      parent: '00f067aa0ba902b8',
      service: 'cart',
      name: 'Cart/Reserve',
      kind: 'server',
      at: at(10),
      ns: 50_000_789,
      attributes: { 'rpc.system': 'grpc', 'code.function.name': 'cart.Reserve' },
    },
    {
      id: '00f067aa0ba902ba',
      parent: '00f067aa0ba902b9',
      service: 'cart',
      name: 'reserve stock',
      kind: 'internal',
      at: at(12),
      ns: 40_000_000,
      attributes: { 'code.function.name': 'cart.reserveStock', 'code.line.number': 41 },
      events: [
        { at: at(13), name: 'retry attempt 2', attributes: { attempt: 2 } },
        { at: at(14), name: 'plain' },
      ],
    },
    {
      id: '00f067aa0ba902bb',
      parent: '00f067aa0ba902ba',
      service: 'cart',
      name: 'SELECT stock',
      kind: 'client',
      at: at(15),
      ns: 20_000_000,
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': "SELECT * FROM stock WHERE id = 'é'" },
    },
    {
      id: '00f067aa0ba902bc',
      parent: '00f067aa0ba902b7',
      service: 'frontend',
      name: 'orders publish',
      kind: 'producer',
      at: at(70),
      ns: 5_000_000,
      attributes: { 'messaging.destination.name': 'orders' },
    },
    {
      id: '00f067aa0ba902bd',
      parent: '00f067aa0ba902bc',
      service: 'payment',
      name: 'orders process',
      kind: 'consumer',
      at: at(80),
      ns: 90_000_000,
      status: { code: 2, message: 'card refused' },
      attributes: { 'messaging.destination.name': 'orders', 'code.function.name': 'payment.Charge' },
      events: [
        {
          at: at(160),
          name: 'exception',
          attributes: { 'exception.type': 'CardError', 'exception.message': 'refused' },
        },
      ],
    },
  ]);
}

export function shortId(start: bigint): Sample {
  return sample(SHORT_ID, start, [
    { id: '0000000000000001', service: 'legacy', name: 'old tracer', kind: 'server', at: 0, ns: 7_000_000 },
    {
      id: '0000000000000002',
      parent: '0000000000000001',
      service: 'legacy',
      name: 'old call',
      kind: 'client',
      at: 1_000_000,
      ns: 2_000_000,
    },
  ]);
}

/** One root, a hundred workers, the rest below them. */
export function big(start: bigint): Sample {
  const id = (n: number) => (0x1000000 + n).toString(16).padStart(16, '0');
  return sample(
    BIG_ID,
    start,
    Array.from({ length: BIG_SPANS }, (_, n): SpanSpec => {
      const root = n === 0;
      return {
        id: id(n),
        ...(root ? {} : { parent: id(n <= 100 ? 0 : 1 + (n % 100)) }),
        service: 'batch',
        name: root ? 'nightly run' : n <= 100 ? 'worker' : `row ${n % 10}`,
        kind: 'internal',
        at: n * 1000,
        ns: root ? 20_000_000 : 5000,
        attributes: { row: n },
      };
    }),
  );
}

export const CATALOG = 30;

export const catalogId = (n: number): string => `ca7a${'0'.repeat(12)}ca7a${String(n).padStart(12, '0')}`;

/** Thirty requests a second apart, the newest last: 10, 20, ... 300 ms long, every fifth failed. */
export function catalog(start: bigint): Sample[] {
  return Array.from({ length: CATALOG }, (_, n) =>
    sample(catalogId(n), start + BigInt(n) * 1_000_000_000n, [
      {
        id: (0xca7a1000 + n).toString(16).padStart(16, '0'),
        service: 'catalog',
        name: 'GET /items/{id}',
        kind: 'server',
        at: 0,
        ns: (n + 1) * 10_000_000,
        ...(n % 5 === 4 ? { status: { code: 2, message: 'gone' } } : {}),
        attributes: { 'http.route': '/items/{id}', 'item.id': n, 'code.function.name': 'catalog.show' },
      },
    ]),
  );
}

/** Within forty seconds of `t0`. */
export function allSamples(t0: bigint) {
  const own = {
    checkout: checkout(t0 + 100_000_123n),
    short: shortId(t0 + 1_000_000_000n),
    big: big(t0 + 2_000_000_000n),
    catalog: catalog(t0 + 10_000_000_000n),
  };
  return { ...own, all: [own.checkout, own.short, own.big, ...own.catalog] };
}

function sample(traceId: string, start: bigint, spans: readonly SpanSpec[]): Sample {
  const services = [...new Set(spans.map((span) => span.service))];
  return {
    traceId,
    start,
    otlp: {
      resourceSpans: services.map((service) => ({
        resource: { attributes: attributesOf({ 'service.name': service, ...RESOURCES[service] }) },
        scopeSpans: [
          {
            scope: { name: `${service}.tracer`, version: '0.1' },
            spans: spans
              .filter((span) => span.service === service)
              .map((span) => toOtlp(traceId, start, span)),
          },
        ],
      })),
    },
  };
}

function toOtlp(traceId: string, start: bigint, span: SpanSpec): OtlpSpan {
  const time = (ns: number) => String(start + BigInt(ns));
  return {
    traceId,
    spanId: span.id,
    ...(span.parent ? { parentSpanId: span.parent } : {}),
    ...(span.traceState ? { traceState: span.traceState } : {}),
    name: span.name,
    kind: KIND[span.kind],
    startTimeUnixNano: time(span.at),
    endTimeUnixNano: time(span.at + span.ns),
    attributes: attributesOf(span.attributes),
    ...(span.events
      ? {
          events: span.events.map(
            (event): OtlpEvent => ({
              timeUnixNano: time(event.at),
              name: event.name,
              attributes: attributesOf(event.attributes),
            }),
          ),
        }
      : {}),
    ...(span.links ? { links: span.links } : {}),
    ...(span.status ? { status: span.status } : {}),
  };
}

const attributesOf = (all: Dictionary = {}): OtlpKeyValue[] =>
  Object.entries(all).map(([key, value]) => keyValue(key, value));

const keyValue = (key: string, value: Plain): OtlpKeyValue => ({ key, value: toValue(value) });

function toValue(value: Plain): OtlpValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'bigint') return { intValue: String(value) };
  if (typeof value === 'number')
    return Number.isInteger(value) && value < 1e10 ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toValue) } };
  if ('bytes' in value && typeof value.bytes === 'string') return { bytesValue: value.bytes };
  return { kvlistValue: { values: attributesOf(value as Dictionary) } };
}
