import { type GeneratedTrace, OPERATIONS, SERVICES } from './generate-trace.ts';

export type Value = string | number | boolean;
export type Attributes = readonly (readonly [string, Value])[];

/** Numbers that look random but follow from the span's index. */
function mix(i: number): number {
  let h = Math.imul(i ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const hex = (word: number) => word.toString(16).padStart(8, '0');

/** 16 digits, never zero, and different for every span. */
export function generatedSpanId(i: number): string {
  return hex(mix(i)) + hex(i + 1);
}

export function resourceOf(service: number, detail: GeneratedTrace['detail']): Attributes {
  const name = SERVICES[service] ?? '';
  if (detail === 'compact') return [['service.name', name]];
  return [
    ['service.name', name],
    ['service.version', `1.${service}.3`],
    ['service.namespace', 'shop'],
    ['service.instance.id', `${hex(mix(service))}-7b4d-4c1e-9a52-${hex(mix(service + 99))}0000`],
    ['deployment.environment.name', 'production'],
    ['telemetry.sdk.language', service % 2 === 0 ? 'java' : 'nodejs'],
    ['telemetry.sdk.name', 'opentelemetry'],
    ['telemetry.sdk.version', '1.49.0'],
    ['host.name', `ip-10-0-${service}-17.eu-central-1.compute.internal`],
    ['k8s.pod.name', `${name}-6d4cf56db6-x2${service}lq`],
  ];
}

export function scopeOf(i: number, trace: GeneratedTrace): { name: string; version: string } {
  const what = OPERATIONS[trace.operation[i] ?? 0]?.what;
  if (what === 'db') return { name: 'io.opentelemetry.jdbc', version: '2.10.0-alpha' };
  return { name: what === 'http' ? 'io.opentelemetry.http' : 'shop.internal', version: '2.10.0' };
}

export function nameOf(i: number, trace: GeneratedTrace): string {
  return OPERATIONS[trace.operation[i] ?? 0]?.name ?? '';
}

const SQL: Readonly<Record<string, string>> = {
  'SELECT stock':
    'SELECT sku, quantity, reserved, warehouse_id FROM stock WHERE sku = $1 AND warehouse_id = $2',
  'SELECT order_items':
    'SELECT id, sku, quantity, unit_price FROM order_items WHERE order_id = $1 ORDER BY id',
  'INSERT payments': 'INSERT INTO payments (order_id, amount, currency, provider) VALUES ($1, $2, $3, $4)',
  'UPDATE orders': 'UPDATE orders SET status = $1, settled_at = now() WHERE id = $2 AND status = $3',
};

/** 8 to 12, as an instrumented service sends them; some values are the same everywhere, some unique. */
export function attributesOf(i: number, trace: GeneratedTrace): Attributes {
  const operation = OPERATIONS[trace.operation[i] ?? 0];
  if (!operation) return [];
  const { name, what } = operation;
  const order = `ord-${String(trace.order[i] ?? 0).padStart(8, '0')}`;
  if (trace.detail === 'compact')
    return [
      ['order.id', order],
      ['thread.id', mix(i) % 64],
      ['cache.hit', mix(i) % 3 === 0],
    ];
  const service = SERVICES[trace.service[i] ?? 0] ?? '';
  const common: Attributes = [
    ['thread.id', mix(i) % 64],
    ['thread.name', `http-nio-8080-exec-${mix(i) % 64}`],
    ['order.id', order],
  ];
  if (what === 'http') {
    const [method = '', route = ''] = name.split(' ');
    return [
      ['http.request.method', method],
      ['http.route', route],
      ['url.path', route.replace(/\{.*?\}/, order)],
      ['url.scheme', 'https'],
      ['http.response.status_code', trace.error[i] ? 503 : 200],
      ['server.address', `${service}.shop.svc.cluster.local`],
      ['server.port', 8080],
      ['network.protocol.version', '1.1'],
      ['user_agent.original', 'Java-http-client/21.0.4'],
      ...common,
    ];
  }
  if (what === 'db')
    return [
      ['db.system.name', 'postgresql'],
      ['db.namespace', 'shop'],
      ['db.operation.name', name.split(' ')[0] ?? ''],
      ['db.collection.name', name.split(' ')[1] ?? ''],
      ['db.query.text', SQL[name] ?? ''],
      ['server.address', 'postgres-primary.shop.svc.cluster.local'],
      ['server.port', 5432],
      ...common,
    ];
  if (what === 'queue')
    return [
      ['messaging.system', 'kafka'],
      ['messaging.destination.name', 'orders'],
      ['messaging.operation.type', name.split(' ')[1] ?? ''],
      ['messaging.message.id', `${hex(mix(i))}${hex(i)}`],
      ['messaging.kafka.offset', 1_000_000 + i],
      ...common,
    ];
  return [
    ['code.function.name', `com.shop.${service}.${name}`],
    ['code.file.path', `src/main/java/com/shop/${service}/${name.split('.')[0]}.java`],
    ['code.line.number', 40 + (mix(i) % 300)],
    ['rule.score', (mix(i) % 1000) / 8],
    ['cache.hit', mix(i) % 3 === 0],
    ...common,
  ];
}

const STACK = [
  'java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms.',
  '\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:696)',
  '\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:181)',
  '\tat com.shop.payment.PaymentRepository.insert(PaymentRepository.java:88)',
  '\tat com.shop.payment.PaymentService.pay("card")(PaymentService.java:41)',
].join('\n');

/** Offsets from the span's start in ns. */
export function eventsOf(
  i: number,
  trace: GeneratedTrace,
): { at: number; name: string; attributes: Attributes }[] {
  if (trace.error[i])
    return [
      {
        at: 5_000,
        name: 'exception',
        attributes: [
          ['exception.type', 'java.sql.SQLTransientConnectionException'],
          ['exception.message', 'Connection is not available'],
          ['exception.stacktrace', STACK],
        ],
      },
    ];
  if (mix(i) % 33 !== 0) return [];
  return [{ at: 1_000, name: 'cache miss', attributes: [['cache.key', `price:${mix(i) % 5000}`]] }];
}
