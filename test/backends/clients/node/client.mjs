// Sends one trace (and where it is asked to, logs and metrics) by the SDK's own exporters, and prints what it was.
// node client.mjs protobuf|json|grpc|zipkin ENDPOINT [logs] [metrics]
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

const [protocol, endpoint, ...more] = process.argv.slice(2);

const EXPORTERS = {
  protobuf: () => import('@opentelemetry/exporter-trace-otlp-proto'),
  json: () => import('@opentelemetry/exporter-trace-otlp-http'),
  grpc: () => import('@opentelemetry/exporter-trace-otlp-grpc'),
  zipkin: () => import('@opentelemetry/exporter-zipkin'),
};
const exporters = await EXPORTERS[protocol]();
const url =
  protocol === 'grpc' ? endpoint : `${endpoint}${protocol === 'zipkin' ? '/api/v2/spans' : '/v1/traces'}`;
const exporter = exporters.ZipkinExporter
  ? new exporters.ZipkinExporter({ url })
  : new exporters.OTLPTraceExporter({ url, compression: protocol === 'json' ? 'gzip' : 'none' });
const memory = new InMemorySpanExporter();
const resource = resourceFromAttributes({
  'service.name': 'client-node',
  'service.version': '1.2.3',
  'worker.ids': [1, 2],
});
const provider = new TracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor({ exporter }), new SimpleSpanProcessor({ exporter: memory })].map(
    (p) => p,
  ),
});
const tracer = provider.getTracer('checkout', '4.5.6');

const LINKED = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
const root = tracer.startSpan('GET /checkout', {
  kind: SpanKind.SERVER,
  attributes: {
    text: 'ünï 😝 "quoted"\n',
    empty: '',
    yes: true,
    no: false,
    count: 42,
    negative: -7,
    large: 9007199254740991,
    ratio: 0.1,
    list: ['a', 'b'],
    numbers: [1, 2.5],
  },
  links: [{ context: LINKED, attributes: { why: 'batch' } }],
});
const inRoot = trace.setSpan(context.active(), root);
const charge = tracer.startSpan('charge', { kind: SpanKind.CLIENT }, inRoot);
charge.addEvent('retry', { attempt: 2 });
charge.recordException(new Error('card declined'));
charge.setStatus({ code: SpanStatusCode.ERROR, message: 'card declined' });
const inner = tracer.startSpan('parse', {}, trace.setSpan(inRoot, charge));
inner.end();
charge.end();
for (let i = 0; i < 20; i++) tracer.startSpan(`step ${i}`, { attributes: { i } }, inRoot).end();
root.end();

if (more.includes('logs')) await sendLogs();
if (more.includes('metrics')) await sendMetrics();
await provider.forceFlush();
const spans = memory.getFinishedSpans().map(describe);
await provider.shutdown();
process.stdout.write(`${JSON.stringify({ traceId: root.spanContext().traceId, spans })}\n`);

function describe(span) {
  const ns = ([seconds, nanos]) => String(BigInt(seconds) * 1_000_000_000n + BigInt(nanos));
  return {
    spanId: span.spanContext().spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? '',
    name: span.name,
    kind: span.kind + 1,
    start: ns(span.startTime),
    end: ns(span.endTime),
    status: span.status.code,
    message: span.status.message ?? '',
    attributes: span.attributes,
    events: span.events.map((e) => ({ name: e.name, time: ns(e.time), attributes: e.attributes ?? {} })),
    links: span.links.map((l) => ({
      traceId: l.context.traceId,
      spanId: l.context.spanId,
      attributes: l.attributes ?? {},
    })),
    scope: { name: span.instrumentationScope.name, version: span.instrumentationScope.version },
    resource: span.resource.attributes,
  };
}

async function sendLogs() {
  const { LoggerProvider, SimpleLogRecordProcessor } = await import('@opentelemetry/sdk-logs');
  const { OTLPLogExporter } = await import('@opentelemetry/exporter-logs-otlp-proto');
  const logExporter = new OTLPLogExporter({ url: `${endpoint}/v1/logs` });
  const logs = new LoggerProvider({
    resource,
    processors: [new SimpleLogRecordProcessor({ exporter: logExporter })],
  });
  logs.getLogger('checkout').emit({
    context: inRoot,
    severityNumber: 17,
    severityText: 'ERROR',
    body: 'card declined',
    attributes: { code: 51 },
  });
  await logs.forceFlush();
  await logs.shutdown();
}

async function sendMetrics() {
  const { MeterProvider, PeriodicExportingMetricReader } = await import('@opentelemetry/sdk-metrics');
  const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-proto');
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: `${endpoint}/v1/metrics` }),
  });
  const meters = new MeterProvider({ resource, readers: [reader] });
  meters.getMeter('checkout').createCounter('orders').add(1);
  await meters.forceFlush();
  await meters.shutdown();
}
