import type { Call } from '../../facts/facts.ts';
import type { Signal } from '../model.ts';
import type { FileView } from './file-view.ts';
import type { Origin } from './origins.ts';

/** Modules that trace when they are called or merely imported, besides the instrumentations themselves. */
const JS_TRACER =
  /^(?:dd-trace|newrelic|elastic-apm-node|@sentry\/(?:node|nestjs|nextjs|bun|deno|profiling-node|aws-serverless)|@vercel\/otel|@azure\/monitor-opentelemetry|applicationinsights|@google-cloud\/trace-agent|aws-xray-sdk|aws-xray-sdk-core|@splunk\/otel|@honeycombio\/opentelemetry-node|@hyperdx\/node-opentelemetry|@pydantic\/logfire-node|logfire|@grafana\/otel-.*|@instana\/collector|@dynatrace\/oneagent-sdk|@newrelic\/.*|signalfx-tracing|lightstep-tracer|jaeger-client)(?:\/|$)/;
const JS_INSTRUMENTATION =
  /instrumentation|^@fastify\/otel|^@hono\/otel|^@elysiajs\/opentelemetry|openinference|openllmetry|traceloop|opentelemetry-plugin|otel|^@opentelemetry\/sdk-|^@cerbos\/opentelemetry|^@kubiks\/|^bullmq-otel/;
const PYTHON_TRACER =
  /^(?:ddtrace|sentry_sdk|newrelic|elasticapm|logfire|azure\.monitor\.opentelemetry|aws_xray_sdk|instana|traceloop|phoenix|openinference|langfuse|opentelemetry\.instrumentation|opentelemetry\.sdk)(?:\.|$)/;
const GO_TRACER =
  /otel|opentelemetry|telemetry|orchestrion|ddtrace|dd-trace-go|newrelic|apmhttp|apm\.|sentry-go|datadog|trace[rs]?$|tracing|kotel|honeycomb|splunk/i;
const DOTNET =
  /^(?:Add\w*Instrumentation|AddSource|AddLegacySource|AddOpenTelemetry\w*|UseAzureMonitor|AddServiceDefaults|AddNpgsql|AddMySql\w*|UseOtlpExporter|WithTracing|UseSentry|UseElasticApm|AddElasticApm|AddAllElasticApm|AddApplicationInsightsTelemetry\w*|CreateTracerProviderBuilder|UseOpenTelemetry|AddHoneycomb|UseGrafana|AddDatadog\w*)$/;
const RUST =
  /^(?:TraceLayer|OtelAxumLayer|OtelInResponseLayer|RequestTracing|TracingLogger|OpenTelemetryLayer|HTTPLayerBuilder|TracingMiddleware|OtelGrpcLayer|HttpMetricsLayer)$/;

/** What a file does to set tracing up. */
export function signals(view: FileView): Signal[] {
  const found: Signal[] = [];
  for (const [index, call] of view.facts.calls.entries()) {
    const id = idOf(view, call, index);
    if (id !== undefined) found.push({ id, text: detail(view, call), line: call.line });
  }
  if (view.family === 'js' || view.family === 'python') found.push(...importSignals(view));
  if (view.family === 'go') found.push(...defaultTransport(view));
  return found;
}

function idOf(view: FileView, call: Call, index: number): string | undefined {
  switch (view.family) {
    case 'js':
      return fromModule(view.origins.ofCall(index), (m) => JS_TRACER.test(m) || JS_INSTRUMENTATION.test(m));
    case 'python':
      return fromModule(view.origins.ofCall(index), (m) => PYTHON_TRACER.test(m));
    case 'go': {
      const origin = view.origins.ofCall(index);
      const id = fromModule(
        origin,
        (m) => GO_TRACER.test(m) && !/^go\.opentelemetry\.io\/otel(?!\/)/.test(m),
      );
      return id;
    }
    case 'jvm':
      return fromModule(view.origins.ofCall(index), (m) =>
        /^io\.opentelemetry\.(?:instrumentation|sdk)|^io\.micrometer\.(?:tracing|observation)|^brave\b|^io\.opentracing/.test(
          m,
        ),
      );
    case 'dotnet':
      if (call.isNew && call.name === 'ActivitySource') return 'new ActivitySource';
      return DOTNET.test(call.name) ? call.name : undefined;
    case 'ruby':
      if (call.name === 'use_all' || call.name === 'use_all!') return 'use_all';
      if (call.name === 'use' && /^OpenTelemetry::/.test(call.args[0]?.text ?? '')) return 'use';
      return /^(?:OpenTelemetry::SDK|Datadog|Sentry|ElasticAPM|NewRelic::Agent)$/.test(call.receiver)
        ? `${call.receiver}.${call.name}`
        : undefined;
    case 'rust':
      return RUST.test(call.name)
        ? call.name
        : RUST.test(call.receiver.replace(/^.*::/, ''))
          ? call.receiver.replace(/^.*::/, '')
          : rustLayer(call);
    case 'php':
      return undefined;
  }
}

const rustLayer = (call: Call): string | undefined =>
  /^tracing_opentelemetry(?:::|$)|^opentelemetry(?:_sdk|_otlp)?(?:::|$)/.test(call.receiver)
    ? `${call.receiver.split('::')[0]}::${call.name}`
    : undefined;

function fromModule(origin: Origin | undefined, traces: (module: string) => boolean): string | undefined {
  const module = origin?.modules.find(traces);
  return module === undefined || !origin ? undefined : `${module}#${origin.path}`;
}

/** The texts among the arguments: names of sources, and instrumentations that a configuration switches off. */
function detail(view: FileView, call: Call): string {
  const texts = call.args.flatMap((arg) => {
    const text = view.text(arg);
    if (text !== undefined) return [text];
    if (arg.kind === 'list') return arg.items.flatMap((item) => view.text(item) ?? []);
    if (arg.kind !== 'object') return [];
    const name = arg.items.find((item) => item.name === 'serviceName' || item.name === 'service.name');
    if (name?.kind === 'string') return [`service.name=${name.text}`];
    return arg.items
      .filter((item) => item.items.some((i) => i.name === 'enabled' && i.text === 'false'))
      .map((item) => `-${item.name}`);
  });
  return texts.join('\n');
}

/** `import 'dd-trace/init'`, `require('newrelic')`: loading them is enough. */
function importSignals(view: FileView): Signal[] {
  const tracer =
    view.family === 'js'
      ? (m: string) =>
          JS_TRACER.test(m) ||
          /auto-instrumentations-node\/register|\/(?:register|auto|init)(?:\.\w+)?$/.test(m)
      : (m: string) =>
          /^(?:ddtrace\.auto|newrelic\.agent|opentelemetry\.instrumentation\.auto_instrumentation)/.test(m);
  const named = view.facts.imports
    .filter((i) => tracer(i.module))
    .map((i) => ({ id: `${i.module}#import`, text: '', line: i.line }));
  const required = view.facts.calls
    .filter((c) => c.name === 'require' && c.args[0]?.kind === 'string' && tracer(c.args[0].text))
    .map((c) => ({ id: `${c.args[0]?.text ?? ''}#import`, text: '', line: c.line }));
  return [...named, ...required];
}

/** `http.DefaultTransport = otelhttp.NewTransport(...)` traces what has no client of its own. */
function defaultTransport(view: FileView): Signal[] {
  return view.facts.assigns
    .filter(
      (a) =>
        /^http\.Default(?:Transport|Client(?:\.Transport)?)$/.test(a.target) &&
        a.value.kind === 'call' &&
        /otel|trace/i.test(view.receiver(view.facts.calls[a.value.ref] ?? NOTHING)),
    )
    .map((a) => ({ id: 'http.DefaultTransport', text: '', line: a.line }));
}

const NOTHING: Call = {
  name: '',
  receiver: '',
  receiverCall: -1,
  isNew: false,
  args: [],
  owner: -1,
  line: 0,
  column: 0,
  endLine: 0,
  start: 0,
  end: 0,
};
