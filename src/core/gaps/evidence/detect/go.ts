import { commands, type Detect, isForTests, ofDependency, ofSetting, ofSignal } from './common.ts';

/** Compile-time tools and agents that instrument what they know. */
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/\borchestrion\b/, 'orchestrion'],
  [
    /\botelc?\s+go\s+(?:build|install|run)\b|\botelc\b|-toolexec[ =]["']?otel/,
    'compile-time instrumentation',
  ],
  [/\binstrgen\b/, 'instrgen'],
];
/** Wrappers of other vendors, by their package: what they are put around is covered. */
const VENDORS: readonly (readonly [RegExp, RegExp, string])[] = [
  [/dd-trace-go.*\/(?:net\/)?http$/, /NewServeMux|WrapHandler|NewTracedMux/, 'go.http-middleware'],
  [/dd-trace-go.*\/(?:net\/)?http$/, /WrapClient|WrapRoundTripper/, 'go.http-transport'],
  [/dd-trace-go.*\/(?:gin|chi|echo|gorilla|fiber|httprouter)/, /./, 'go.http-middleware'],
  [/newrelic\/go-agent.*(?:nrgin|nrecho|nrgorilla|nrhttprouter)/, /./, 'go.http-middleware'],
  [/newrelic\/go-agent/, /WrapHandle|WrapListen/, 'go.http-middleware'],
  [/newrelic\/go-agent/, /NewRoundTripper/, 'go.http-transport'],
  [
    /go\.elastic\.co\/apm\/module\/apm(?:http|gin|echo|chi|gorilla)/,
    /Wrap$|Middleware|Instrument/,
    'go.http-middleware',
  ],
  [/go\.elastic\.co\/apm\/module\/apmhttp/, /WrapClient|WrapRoundTripper/, 'go.http-transport'],
  [/getsentry\/sentry-go\/(?:http|gin|echo|fiber)/, /New/, 'go.http-middleware'],
  [/opencensus\.io\/plugin\/ochttp|opentracing-contrib\/go-stdlib/, /./, 'go.http-middleware'],
];

export const detectGo: Detect = (service, signals, into) => {
  for (const d of service.dependencies.values())
    if (
      /instrumentation\/|otelsql|otelpgx|otelchi|redisotel|otelsarama|otelgorm|dd-trace-go|newrelic\/go-agent/.test(
        d.name,
      )
    )
      into.present(d.name, ofDependency(d));
  for (const s of commands(service, /^(?:GOFLAGS|TOOLEXEC)$/)) {
    const tool = TOOLS.find(([pattern]) => pattern.test(s.value));
    if (tool) into.blanket(tool[1], ofSetting(s));
  }
  for (const signal of signals) {
    if (isForTests(signal.file)) continue;
    if (signal.id === 'http.DefaultTransport') {
      into.enable(signal.id, ofSignal(signal));
      continue;
    }
    const [path = '', name = ''] = signal.id.split('#');
    const module = path.replace(/\/v\d+(?=\/|$)/g, '');
    for (const [pattern, call, id] of VENDORS)
      if (pattern.test(module) && call.test(name)) into.enable(id, ofSignal(signal));
    const because = ofSignal(signal);
    const side = sideOf(module, name);
    if (side === undefined) continue;
    into.enable(side === '' ? module : `${module}#${side}`, because);
    const short = /splunk-otel-go.*\/(splunk\w+)$/.exec(module)?.[1];
    if (short) into.enable(short, because, false);
  }
};

/** Which side a package instruments, where it has two; undefined for calls that instrument nothing. */
function sideOf(module: string, name: string): 'server' | 'client' | '' | undefined {
  if (/\/otelhttp$/.test(module)) {
    if (/NewHandler|NewMiddleware|WithRouteTag/.test(name)) return 'server';
    return /NewTransport|DefaultClient|^(?:Get|Post|PostForm|Head)$/.test(name) ? 'client' : undefined;
  }
  if (/\/otelgrpc$/.test(module)) {
    if (/Server/.test(name)) return 'server';
    return /Client/.test(name) ? 'client' : undefined;
  }
  // The SDK itself, exporters and propagators instrument nothing.
  if (
    /^go\.opentelemetry\.io\/(?:otel|contrib\/(?:propagators|exporters|detectors|bridges))(?:\/|$)/.test(
      module,
    )
  )
    return undefined;
  if (
    /otel|opentelemetry|kotel|splunk|instrumentedsql|sqlmw|neo4j-tracing|plugin\/opentelemetry/.test(module)
  )
    return '';
  return undefined;
}
