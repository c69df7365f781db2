import { jsCoverage } from '../../coverage/tables.ts';
import type { Because } from '../../model.ts';
import type { EvidenceBuilder, FileSignal } from '../evidence.ts';
import { commands, type Detect, isForTests, ofDependency, ofSetting, ofSignal } from './common.ts';

const AUTO = '@opentelemetry/auto-instrumentations-node';
const PREFIX = '@opentelemetry/instrumentation-';
/** Tracers that instrument what they know once they run. */
const BLANKET: readonly (readonly [RegExp, string])[] = [
  [/^dd-trace(?:\/|$)/, 'dd-trace'],
  [/^newrelic$/, 'newrelic'],
  [/^elastic-apm-node(?:\/|$)/, 'elastic-apm-node'],
  [/^@sentry\/(?!profiling)/, 'Sentry'],
  [/^@instana\/collector/, 'instana'],
  [/^@splunk\/otel/, '@splunk/otel'],
  [/^applicationinsights$/, 'applicationinsights'],
  [/^@google-cloud\/trace-agent/, '@google-cloud/trace-agent'],
  [
    /^@hyperdx\/node-opentelemetry|^@honeycombio\/opentelemetry-node|^@grafana\/otel-/,
    'a vendor distribution',
  ],
];
/** What @azure/monitor-opentelemetry switches on. */
const AZURE = ['http', 'mongodb', 'mysql', 'pg', 'redis', 'redis-4'];
const STARTS =
  /#(?:NodeSDK|registerInstrumentations|.*register|start\w*|tracing|init|registerOTel|useAzureMonitor|HoneycombSDK)/;

export const detectJs: Detect = (service, signals, into) => {
  for (const d of service.dependencies.values())
    if (isInstrumentation(d.name)) into.install(d.name, ofDependency(d));
  for (const s of commands(service, /^NODE_OPTIONS$/)) fromCommand(s.value, ofSetting(s), into);
  for (const signal of signals) if (!isForTests(signal.file)) fromSignal(signal, into);
  if (service.dependencies.has('next')) fromNext(signals, into);
  for (const s of service.settings) {
    if (s.what !== 'env' || isForTests(s.file)) continue;
    if (s.key === 'AWS_LAMBDA_EXEC_WRAPPER' || s.key === 'AWS_LAMBDA_LAYER')
      into.enable('aws-lambda-layer', ofSetting(s));
    if (s.key === 'OTEL_NODE_DISABLED_INSTRUMENTATIONS')
      for (const name of list(s.value)) into.disable(PREFIX + name, ofSetting(s));
    if (s.key === 'OTEL_NODE_ENABLED_INSTRUMENTATIONS' && into.has(AUTO)) {
      const wanted = new Set(list(s.value));
      for (const { id, flag } of jsCoverage())
        if (flag !== '' && !wanted.has(id.slice(PREFIX.length))) into.disable(id, ofSetting(s));
        else if (flag !== '') into.enable(id, ofSetting(s), false);
    }
  }
};

const list = (value: string): string[] =>
  value
    .split(',')
    .map((v) => v.trim())
    .filter((v) => v !== '');

export const isInstrumentation = (name: string): boolean =>
  name === AUTO ||
  name.startsWith(PREFIX) ||
  BLANKET.some(([pattern]) => pattern.test(name)) ||
  /^(?:@fastify\/otel|@prisma\/instrumentation|@hono\/otel|@vercel\/otel|@elysiajs\/opentelemetry|@azure\/(?:monitor-opentelemetry|opentelemetry-instrumentation-azure-sdk)|bullmq-otel|@opentelemetry\/sdk-(?:node|trace-node|trace-web))$/.test(
    name,
  ) ||
  /^@(?:arizeai|traceloop|langfuse)\/.*instrumentation|opentelemetry-instrumentation/.test(name);

function enableAll(because: Because, into: EvidenceBuilder, without: ReadonlySet<string> = new Set()): void {
  into.enable(AUTO, because);
  into.enable('sdk', because, false);
  for (const { id, flag } of jsCoverage())
    if (flag === 'auto' && !without.has(id)) into.enable(id, because, false);
}

/** `node --require @opentelemetry/auto-instrumentations-node/register`, `NODE_OPTIONS="--import ..."`. */
function fromCommand(text: string, because: Because, into: EvidenceBuilder): void {
  for (const [, module = ''] of text.matchAll(
    /(?:--require|--import|-r|--loader|--experimental-loader)[\s=]+["']?([@\w./:-]+)/g,
  )) {
    if (module.startsWith(AUTO)) enableAll(because, into);
    const blanket = BLANKET.find(([pattern]) => pattern.test(module));
    if (blanket) into.blanket(blanket[1], because);
  }
}

function fromSignal(signal: FileSignal, into: EvidenceBuilder): void {
  const [module = '', name = ''] = signal.id.split('#');
  const because = ofSignal(signal);
  if (
    module.startsWith(AUTO) &&
    (name.includes('getNodeAutoInstrumentations') || module.includes('/register'))
  ) {
    const off = signal.text
      .split('\n')
      .filter((t) => t.startsWith('-'))
      .map((t) => t.slice(1));
    enableAll(because, into, new Set(off));
    for (const id of off) into.disable(id, because);
    return;
  }
  const blanket = BLANKET.find(([pattern]) => pattern.test(module));
  // Sentry and New Relic are loaded for other things too; their start is what counts.
  if (
    blanket &&
    (name === 'import' ? !/^@sentry/.test(module) : /(?:^|\.)(?:init|start|setup\w*|default|)$/.test(name))
  ) {
    into.blanket(blanket[1], because);
    return;
  }
  if (module === '@azure/monitor-opentelemetry') {
    into.enable(module, because);
    into.enable('sdk', because, false);
    for (const one of AZURE) into.enable(PREFIX + one, because, false);
  } else if (module === '@vercel/otel') {
    into.enable(module, because);
    into.enable('sdk', because, false);
  } else if (module.startsWith('@opentelemetry/sdk-')) {
    if (/NodeSDK|TracerProvider/.test(name)) {
      into.enable('sdk', because, false);
      into.enable(module, because);
    }
  } else if (
    module.startsWith('@opentelemetry/instrumentation-') ||
    /otel|instrumentation|opentelemetry|openinference|traceloop|kubiks/.test(module)
  ) {
    if (name !== '' && name !== 'import' && module !== '@opentelemetry/instrumentation')
      into.enable(module, because);
  }
}

/** Next.js traces by itself once instrumentation.ts registers a provider. */
function fromNext(signals: readonly FileSignal[], into: EvidenceBuilder): void {
  const file = signals.find(
    (s) => /(?:^|\/)instrumentation(?:\.node)?\.[jt]s$/.test(s.file) && STARTS.test(s.id),
  );
  if (file)
    into.enable('next.instrumentation', {
      text: 'instrumentation.ts registers a tracer provider',
      file: file.file,
      line: file.line,
    });
}
