import { dotnetCoverage } from '../../coverage/tables.ts';
import type { Because } from '../../model.ts';
import type { EvidenceBuilder, FileSignal } from '../evidence.ts';
import { commands, type Detect, isForTests, ofDependency, ofSetting, ofSignal } from './common.ts';

/** Profilers that CORECLR_PROFILER names. */
const PROFILERS: Readonly<Record<string, string>> = {
  '846F5F1C-F9AE-4B07-969E-05C26BC060D8': 'Datadog',
  '36032161-FFC0-4B61-B559-F6C5D41BAE5A': 'New Relic',
  'FA65FE15-F085-4681-9B20-95E04F6C03CC': 'Elastic APM',
};
const OTEL_PROFILER = '918728DD-259F-4A6A-AC2B-B85E1B658318';
/** Calls that a package is switched on with, where they are not its name. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  Http: ['AddHttpClientInstrumentation'],
  GrpcNetClient: ['AddGrpcClientInstrumentation'],
  StackExchangeRedis: ['AddRedisInstrumentation'],
  ConfluentKafka: ['AddKafkaConsumerInstrumentation', 'AddKafkaProducerInstrumentation'],
  MySqlData: ['AddMySqlDataInstrumentation'],
};
const BLANKET: Readonly<Record<string, string>> = {
  UseSentry: 'Sentry',
  UseElasticApm: 'Elastic APM',
  AddElasticApm: 'Elastic APM',
  AddAllElasticApm: 'Elastic APM',
  AddApplicationInsightsTelemetry: 'Application Insights',
  AddApplicationInsightsTelemetryWorkerService: 'Application Insights',
};
const ASPIRE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^Aspire\.(?:Azure\.)?Npgsql/, ['AddNpgsql', 'AddSource:Npgsql']],
  [/^Aspire\.Microsoft\.(?:Data\.SqlClient|EntityFrameworkCore\.SqlServer)/, ['AddSqlClientInstrumentation']],
  [/^Aspire\.(?:MySqlConnector|Pomelo)/, ['AddSource:MySqlConnector']],
  [/^Aspire\.StackExchange\.Redis/, ['AddRedisInstrumentation']],
  [/^Aspire\.RabbitMQ/, ['AddRabbitMQInstrumentation']],
  [/^Aspire\.MongoDB/, ['AddMongoDBInstrumentation']],
  [/^Aspire\.Confluent\.Kafka/, ['AddSource:Confluent.Kafka']],
  [
    /^Aspire\.(?:Azure|Microsoft\.Azure)\./,
    ['AddSource:Azure', 'AddSource:Azure.Messaging.ServiceBus', 'AddSource:Azure.Cosmos.Operation'],
  ],
  [/^Aspire\.Oracle/, ['AddOracleDataProviderInstrumentation']],
];
/** Sources that libraries have built in; a wildcard in the code listens to those it fits. */
const SOURCES = [
  'MassTransit',
  'NServiceBus.Core',
  'RabbitMQ.Client.Publisher',
  'RabbitMQ.Client.Subscriber',
  'Npgsql',
  'MySqlConnector',
  'MongoDB.Driver.Core.Extensions.DiagnosticSources',
  'MongoDB.Driver',
  'Azure.Messaging.ServiceBus',
  'Azure.Cosmos.Operation',
  'Azure',
  'Quartz',
  'Confluent.Kafka',
  'HotChocolate.Diagnostics',
  'GraphQL',
  'Grpc.Net.Client',
  'Elastic.Transport',
  'OpenAI.ChatClient',
  'Experimental.Microsoft.Extensions.AI',
  'Microsoft.SemanticKernel',
  'Microsoft.AspNetCore.SignalR.Server',
  'Microsoft.Azure.Functions.Worker',
] as const;

export const detectDotnet: Detect = (service, signals, into) => {
  for (const d of service.dependencies.values()) {
    const name = /^OpenTelemetry\.Instrumentation\.([\w.]+)$/.exec(d.name)?.[1];
    if (name)
      for (const call of CALLS[name] ?? [`Add${name}Instrumentation`]) into.install(call, ofDependency(d));
    // Aspire's client integrations listen to their libraries by default.
    for (const [pattern, ids] of ASPIRE)
      if (pattern.test(d.name)) for (const id of ids) into.enable(id, ofDependency(d), false);
    if (d.name === 'Npgsql.OpenTelemetry') into.install('AddNpgsql', ofDependency(d));
    if (d.name === 'OpenTelemetry.AutoInstrumentation') enableAuto(ofDependency(d), into);
    if (/^Datadog\.Trace\.Bundle$|^NewRelic\.Agent$/.test(d.name)) into.blanket(d.name, ofDependency(d));
  }
  for (const s of service.settings) {
    if (s.what !== 'env' || isForTests(s.file)) continue;
    const because = ofSetting(s);
    if (/^(?:CORECLR|COR)_PROFILER$/.test(s.key)) {
      const id = s.value.replace(/[{}]/g, '').toUpperCase();
      const other = PROFILERS[id];
      if (id === OTEL_PROFILER) enableAuto(because, into);
      else if (other) into.blanket(other, because);
    }
    if (s.key === 'DOTNET_STARTUP_HOOKS' && /OpenTelemetry\.AutoInstrumentation/.test(s.value))
      enableAuto(because, into);
    if (s.key === 'ASPNETCORE_HOSTINGSTARTUPASSEMBLIES' && /Elastic/.test(s.value))
      into.blanket('Elastic APM', because);
    if (s.key === 'AWS_LAMBDA_EXEC_WRAPPER') into.enable('aws-lambda-layer', because);
  }
  for (const s of commands(service, /^$/))
    if (/otel-dotnet-auto|\binstrument\.sh\b|OpenTelemetry\.DotNet\.Auto/.test(s.value))
      enableAuto(ofSetting(s), into);
  for (const signal of signals) if (!isForTests(signal.file)) fromSignal(signal, into);
  for (const s of service.settings) {
    const id = /^OTEL_DOTNET_AUTO_TRACES_(\w+?)_?INSTRUMENTATION_ENABLED$/.exec(s.key)?.[1];
    if (s.what === 'env' && id !== undefined && /^false$/i.test(s.value)) into.disable(id, ofSetting(s));
    if (/^OTEL_DOTNET_AUTO_TRACES_(?:INSTRUMENTATION_)?ENABLED$/.test(s.key) && /^false$/i.test(s.value))
      into.off(ofSetting(s));
  }
};

function enableAuto(because: Because, into: EvidenceBuilder): void {
  into.enable('OpenTelemetry.AutoInstrumentation', because);
  for (const { id, flag } of dotnetCoverage()) if (flag === 'auto') into.enable(id, because, false);
}

function fromSignal(signal: FileSignal, into: EvidenceBuilder): void {
  const because = ofSignal(signal);
  const { id } = signal;
  const blanket = BLANKET[id];
  if (blanket) into.blanket(blanket, because);
  else if (id === 'AddSource') {
    for (const name of signal.text.split('\n')) if (name !== '') listen(name, because, into);
  } else if (id === 'UseAzureMonitor') {
    into.enable(id, because);
    for (const one of [
      'AddAspNetCoreInstrumentation',
      'AddHttpClientInstrumentation',
      'AddSqlClientInstrumentation',
    ])
      into.enable(one, because, false);
  } else if (id === 'AddServiceDefaults') {
    into.enable(id, because);
    for (const one of ['AddAspNetCoreInstrumentation', 'AddHttpClientInstrumentation'])
      into.enable(one, because, false);
  } else if (
    /^Add\w+Instrumentation$|^AddNpgsql$|^UseOpenTelemetry$|^UseFunctionsWorkerDefaults$|^AddAWSLambdaConfigurations$/.test(
      id,
    )
  )
    into.enable(id, because);
  else if (id === 'WithTracing' || id === 'CreateTracerProviderBuilder') into.enable('sdk', because, false);
}

function listen(pattern: string, because: Because, into: EvidenceBuilder): void {
  into.enable(`AddSource:${pattern}`, because);
  if (!pattern.includes('*')) return;
  const test = sourceTest(pattern);
  for (const name of SOURCES)
    if (test(name) || (name === 'Azure' && pattern.startsWith('Azure')))
      into.enable(`AddSource:${name}`, because, false);
}

/** Names of sources may hold `*` anywhere. */
export function sourceTest(pattern: string): (name: string) => boolean {
  const body = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const test = new RegExp(`^${body}$`, 'i');
  return (name) => test.test(name);
}
