import { javaCoverage, moduleBase } from '../../coverage/tables.ts';
import type { Because } from '../../model.ts';
import type { EvidenceBuilder } from '../evidence.ts';
import type { Setting } from '../manifest.ts';
import { commands, type Detect, isForTests, ofDependency, ofSetting, ofSignal } from './common.ts';

const OTEL_AGENT =
  /opentelemetry|otel|aws-opentelemetry-agent|splunk-otel|grafana-opentelemetry|honeycomb|solarwinds|applicationinsights-agent|elastic-otel/i;
const OTHER_AGENT: readonly (readonly [RegExp, string])[] = [
  [/dd-java-agent|datadog/i, 'dd-java-agent'],
  [/newrelic/i, 'newrelic'],
  [/elastic-apm-agent|apm-agent/i, 'elastic-apm-agent'],
  [/skywalking/i, 'skywalking'],
  [/pinpoint/i, 'pinpoint'],
  [/instana|dynatrace|appdynamics|glowroot|scouter/i, 'another tracing agent'],
];
/** Dependencies that trace by being there: what they are called here, and the agent's modules they stand for. */
const STARTERS: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [
    /^io\.opentelemetry\.instrumentation:opentelemetry-spring-boot(?:-starter|-autoconfigure)?$/,
    'opentelemetry-spring-boot-starter',
    [
      'spring-webmvc',
      'spring-webflux',
      'spring-web',
      'jdbc',
      'spring-kafka',
      'kafka-clients',
      'mongo',
      'r2dbc',
      'spring-scheduling',
      'aws-sdk',
    ],
  ],
  [
    /:micrometer-tracing-bridge-(?:otel|brave)$|:spring-boot-starter-(?:zipkin|opentelemetry)$|:spring-boot-micrometer-tracing/,
    'micrometer-tracing',
    [],
  ],
  [/:spring-cloud-(?:starter-)?sleuth|:spring-cloud-starter-zipkin$/, 'sleuth', []],
  [/^io\.quarkus:quarkus-opentelemetry/, 'quarkus-opentelemetry', []],
  [/^io\.micronaut\.tracing:|^io\.micronaut:micronaut-tracing/, 'micronaut-tracing', []],
  [/^io\.helidon\.(?:tracing|microprofile\.(?:tracing|telemetry))/, 'helidon', []],
  [/microprofile\.telemetry|mpTelemetry/, 'microprofile-telemetry', []],
  [/^net\.ttddyy\.observation:datasource-micrometer/, 'datasource-micrometer', []],
];
const SENTRY = /^io\.sentry:sentry-(?:spring-boot|opentelemetry)/;

export const detectJvm: Detect = (service, signals, into) => {
  for (const d of service.dependencies.values()) {
    if (d.dev) continue;
    const because = ofDependency(d);
    for (const [pattern, id, modules] of STARTERS)
      if (pattern.test(d.name)) {
        into.enable(id, because);
        for (const one of modules) into.enable(one, because, false);
      }
    if (SENTRY.test(d.name)) into.blanket('Sentry', because);
    const library = /^io\.opentelemetry\.instrumentation:opentelemetry-([\w.-]+)$/.exec(d.name)?.[1];
    if (library && !/^(?:spring-boot|instrumentation|annotations|bom)/.test(library)) {
      const id = moduleBase(library.replace(/-library.*$/, ''));
      // Ktor's plugin is installed by name, which no call shows.
      if (id === 'ktor') into.enable(id, because);
      else into.install(id, because);
    }
    if (d.name === 'io.opentelemetry.javaagent:opentelemetry-javaagent') {
      if (service.dependencies.has('plugin:com.ryandens.javaagent-application')) enableAgent(because, into);
      else into.install('java-agent', because);
    }
  }
  for (const s of commands(service, /./)) fromCommand(s, into);
  for (const signal of signals) {
    const own = /^io\.opentelemetry\.instrumentation\.(\w+)/.exec(signal.id)?.[1];
    if (!own || isForTests(signal.file)) continue;
    const plain = own.toLowerCase();
    for (const { id } of javaCoverage())
      if (id.replaceAll('-', '') === plain) into.enable(id, ofSignal(signal));
  }
  for (const s of service.settings) if (!isForTests(s.file)) switches(s, into);
};

function fromCommand(s: Setting, into: EvidenceBuilder): void {
  for (const [, jar = ''] of s.value.matchAll(/-javaagent:["']?([^\s"',\]]+)/g)) {
    const other = OTHER_AGENT.find(([pattern]) => pattern.test(jar));
    if (OTEL_AGENT.test(jar)) enableAgent(ofSetting(s), into);
    else if (other) into.blanket(other[1], ofSetting(s));
    // A variable: something is loaded as an agent, who knows what.
    else if (/[${]/.test(jar)) into.unknown(ofSetting(s));
  }
  if (/^(?:COPY|ADD)$/.test(s.key) && /opentelemetry-javaagent/.test(s.value))
    into.install('java-agent', ofSetting(s));
  if (s.key === 'AWS_LAMBDA_EXEC_WRAPPER') into.enable('aws-lambda-layer', ofSetting(s));
}

function enableAgent(because: Because, into: EvidenceBuilder): void {
  into.enable('java-agent', because);
  for (const { id, flag } of javaCoverage()) if (flag !== 'off') into.enable(id, because, false);
}

/** `OTEL_INSTRUMENTATION_JDBC_ENABLED=false`, `otel.instrumentation.jdbc.enabled=false`, Spring's own switch. */
function switches(s: Setting, into: EvidenceBuilder): void {
  const because = ofSetting(s);
  const env = /^OTEL_INSTRUMENTATION_(\w+)_ENABLED$/.exec(s.key)?.[1];
  const names = [
    ...(env && /^false$/i.test(s.value) ? [env.toLowerCase().replaceAll('_', '-')] : []),
    ...[...s.value.matchAll(/otel\.instrumentation\.([\w-]+)\.enabled\s*[=:]\s*false/g)].map(
      (m) => m[1] ?? '',
    ),
  ];
  for (const name of names)
    if (name === 'common-default-enabled') into.off(because);
    else into.disable(name, because);
  if (/management\.tracing\.enabled\s*[=:]\s*false/.test(s.value))
    into.disable('micrometer-tracing', because);
}
