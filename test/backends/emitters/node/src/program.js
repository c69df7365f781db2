import { SpanKind } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

// As the project's modules are written: ES, CommonJS or TypeScript.
const { CodeAttributesSpanProcessor } = await import(process.argv[2] ?? './code-attributes.js');

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({
  spanProcessors: [new CodeAttributesSpanProcessor(), new SimpleSpanProcessor({ exporter })],
});
const tracer = provider.getTracer('shop');

class Orders {
  place() {
    tracer.startSpan('in a method').end();
  }

  async load() {
    await Promise.resolve();
    tracer.startSpan('after an await').end();
  }
}

function price(items) {
  return items.map(() => tracer.startSpan('in a callback').end());
}

new Orders().place();
await new Orders().load();
price([1]);
tracer.startSpan('of a request', { kind: SpanKind.SERVER }).end();
provider.getTracer('@opentelemetry/instrumentation-express').startSpan('of a framework').end();
provider
  .getTracer('@opentelemetry/instrumentation-pg')
  .startSpan('of a client', { kind: SpanKind.CLIENT })
  .end();
tracer.startSpan('said already', { attributes: { 'code.file.path': '/elsewhere.js' } }).end();

const plain = new TracerProvider({ spanProcessors: [] }).getTracer('plain');
const noting = new TracerProvider({ spanProcessors: [new CodeAttributesSpanProcessor()] }).getTracer(
  'noting',
);
/** ns a span, ten frames down: the quickest of many short rounds, since others use the machine, too. */
const round = (using, depth) => {
  if (depth > 0) return round(using, depth - 1);
  const from = process.hrtime.bigint();
  for (let i = 0; i < 500; i++) using.startSpan('x').end();
  return Number(process.hrtime.bigint() - from) / 500;
};
const quickest = (using) => Math.min(...Array.from({ length: 60 }, () => round(using, 10)));
const costNs = quickest(noting) - quickest(plain);
const spans = exporter.getFinishedSpans().map(({ name, attributes }) => ({ name, attributes }));
console.log(JSON.stringify({ spans, costNs }));
