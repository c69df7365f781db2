import { pythonCoverage } from '../../coverage/tables.ts';
import type { Because } from '../../model.ts';
import type { EvidenceBuilder, FileSignal } from '../evidence.ts';
import { commands, type Detect, isForTests, ofDependency, ofSetting, ofSignal } from './common.ts';

const PREFIX = 'opentelemetry-instrumentation-';
/** Modules whose package has another name. */
const NAMES: Readonly<Record<string, string>> = {
  kafka: 'kafka-python',
  openai: 'openai-v2',
  confluent_kafka: 'confluent-kafka',
};
/** Tracers that instrument what they know once they run: how they are started on a command line, and in code. */
const BLANKET: readonly (readonly [name: string, command: RegExp, code: RegExp])[] = [
  ['ddtrace', /\bddtrace-run\b/, /^ddtrace(?:\.auto)?#(?:import|patch_all|patch|auto)/],
  ['newrelic', /\bnewrelic-admin\s+run-program\b/, /^newrelic\.agent#(?:initialize|register_application)/],
  [
    'elastic-apm',
    /\belasticapm-run\b/,
    /^elasticapm(?:\.[\w.]+)?#(?:ElasticAPM|instrument|make_apm_client|Client)/,
  ],
  ['Sentry', /^$/, /^sentry_sdk#init$/],
  ['instana', /\bAUTOWRAPT_BOOTSTRAP=instana\b/, /^instana#import/],
  ['aws-xray-sdk', /^$/, /^aws_xray_sdk\.core#(?:patch_all|patch)$/],
];
/** What azure-monitor-opentelemetry switches on. */
const AZURE = ['django', 'fastapi', 'flask', 'psycopg2', 'requests', 'urllib', 'urllib3'];

export const detectPython: Detect = (service, signals, into) => {
  const installed = [...service.dependencies.values()].filter((d) =>
    d.name.startsWith('opentelemetry-instrumentation'),
  );
  for (const d of installed) into.install(d.name, ofDependency(d));
  const auto = service.dependencies.get('opentelemetry-distro');
  if (auto) into.install('opentelemetry-distro', ofDependency(auto));
  const runs = commands(service, /^(?:PYTHONPATH|DJANGO_WSGI_APPLICATION|AUTOWRAPT_BOOTSTRAP)$/);
  const bootstrap = runs.find((s) => /opentelemetry-bootstrap\b.*(?:-a|--action)[\s=]*install/.test(s.value));
  const run = runs.find((s) => /(?:^|[\s/"'&;])opentelemetry-instrument(?:["'\s]|$)/.test(s.value));
  for (const s of runs) {
    const blanket = BLANKET.find(
      ([, command]) => command.source !== '^$' && command.test(`${s.key}=${s.value}`),
    );
    if (blanket) into.blanket(blanket[0], ofSetting(s));
  }
  // The bootstrap installs whatever fits the libraries; without it only what the manifest names is there.
  if (run)
    startAll(
      ofSetting(run),
      bootstrap !== undefined,
      into,
      installed.map((d) => d.name),
    );
  else if (bootstrap) into.install('opentelemetry-bootstrap', ofSetting(bootstrap));
  for (const signal of signals)
    if (!isForTests(signal.file))
      fromSignal(
        signal,
        into,
        installed.map((d) => d.name),
      );
  for (const s of service.settings) {
    if (s.what !== 'env' || isForTests(s.file)) continue;
    if (s.key === 'AWS_LAMBDA_EXEC_WRAPPER') into.enable('aws-lambda-layer', ofSetting(s));
    if (s.key !== 'OTEL_PYTHON_DISABLED_INSTRUMENTATIONS') continue;
    for (const name of s.value.split(',').map((v) => v.trim()))
      if (name !== '') into.disable(PREFIX + packageOf(name), ofSetting(s));
  }
};

const packageOf = (module: string): string => NAMES[module] ?? module.replaceAll('_', '-');

function startAll(
  because: Because,
  bootstrapped: boolean,
  into: EvidenceBuilder,
  installed: readonly string[],
): void {
  into.enable('opentelemetry-instrument', because);
  const all = bootstrapped
    ? [...pythonCoverage().map((c) => c.id), ...installed]
    : [
        ...installed,
        ...pythonCoverage().flatMap((c) => (c.flag === 'always' && installed.length > 3 ? [c.id] : [])),
      ];
  for (const id of new Set(all)) into.enable(id, because, installed.includes(id));
}

function fromSignal(signal: FileSignal, into: EvidenceBuilder, installed: readonly string[]): void {
  const [module = '', path = ''] = signal.id.split('#');
  const because = ofSignal(signal);
  const blanket = BLANKET.find(([, , code]) => code.test(`${module}#${path}`));
  if (blanket) {
    into.blanket(blanket[0], because);
    return;
  }
  const own = /^opentelemetry\.instrumentation\.(\w+)/.exec(module)?.[1];
  if (own === 'auto_instrumentation') startAll(because, false, into, installed);
  else if (own === undefined && module.startsWith('opentelemetry.instrumentation'))
    fromPath(path, because, into);
  else if (
    own !== undefined &&
    /Instrumentor|[mM]iddleware|^instrument|interceptor|TelemetryInterceptor/.test(path)
  )
    into.enable(PREFIX + packageOf(own), because);
  else if (module.startsWith('logfire') && path.startsWith('instrument_')) {
    into.enable(PREFIX + packageOf(path.slice('instrument_'.length)), because);
    into.enable(`logfire.${path}`, because, false);
  } else if (module === 'azure.monitor.opentelemetry') {
    into.enable('azure-monitor-opentelemetry', because);
    for (const name of AZURE) into.enable(PREFIX + name, because, false);
  } else if (/^(?:traceloop|openinference|phoenix|langfuse)/.test(module))
    into.enable(module.replace(/\..*$/, ''), because);
}

/** `from opentelemetry.instrumentation import flask`. */
function fromPath(path: string, because: Because, into: EvidenceBuilder): void {
  const m = /^(\w+)\.\w*Instrumentor/.exec(path);
  if (m?.[1]) into.enable(PREFIX + packageOf(m[1]), because);
}
