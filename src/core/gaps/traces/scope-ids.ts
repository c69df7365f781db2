import type { KindName } from '../../trace/columns.ts';
import { moduleBase } from '../coverage/tables.ts';
import type { RuleFamily } from '../rule.ts';

/** Sources of .NET by the call that listens to them. */
const DOTNET: readonly (readonly [RegExp, string])[] = [
  [/^(?:Microsoft\.AspNetCore|OpenTelemetry\.Instrumentation\.AspNetCore)$/, 'AddAspNetCoreInstrumentation'],
  [/^(?:System\.Net\.Http|OpenTelemetry\.Instrumentation\.Http(?:\.\w+)?)$/, 'AddHttpClientInstrumentation'],
  [/^OpenTelemetry\.Instrumentation\.GrpcNetClient$|^Grpc\.Net\.Client$/, 'AddGrpcClientInstrumentation'],
  [/^OpenTelemetry\.Instrumentation\.SqlClient$/, 'AddSqlClientInstrumentation'],
  [/^OpenTelemetry\.Instrumentation\.EntityFrameworkCore$/, 'AddEntityFrameworkCoreInstrumentation'],
  [/^OpenTelemetry\.Instrumentation\.StackExchangeRedis$/, 'AddRedisInstrumentation'],
  [/^Npgsql$/, 'AddNpgsql'],
  [/^OpenTelemetry\.Instrumentation\.Quartz$/, 'AddQuartzInstrumentation'],
  [/^OpenTelemetry\.Instrumentation\.ConfluentKafka$/, 'AddKafkaConsumerInstrumentation'],
];
const PYTHON_NAMES: Readonly<Record<string, string>> = { kafka: 'kafka-python', openai_v2: 'openai-v2' };

/**
 * Instrumentations (ids of the evidence) that the scope of a span proves: what was observed is settled, whatever the
 * files say (spec/gaps.md 0.2).
 */
export function scopeIds(scope: string, kind: KindName, family: RuleFamily): string[] {
  switch (family) {
    case 'js':
      return [scope];
    case 'python': {
      const name = /^opentelemetry\.instrumentation\.(\w+)/.exec(scope)?.[1];
      return name
        ? [`opentelemetry-instrumentation-${PYTHON_NAMES[name] ?? name.replaceAll('_', '-')}`]
        : [scope];
    }
    case 'go': {
      const plain = scope.replace(/\/v\d+(?=\/|$)/g, '');
      if (!/\/(?:otelhttp|otelgrpc)$/.test(plain)) return [plain];
      return [`${plain}#${kind === 'client' || kind === 'producer' ? 'client' : 'server'}`];
    }
    case 'jvm': {
      const name = /^io\.opentelemetry\.([\w.-]+)$/.exec(scope)?.[1];
      if (name) return [moduleBase(name)];
      return scope === 'org.springframework.boot' ? ['micrometer-tracing'] : [scope];
    }
    case 'dotnet':
      return [...DOTNET.flatMap(([pattern, id]) => (pattern.test(scope) ? [id] : [])), `AddSource:${scope}`];
    case 'ruby': {
      const name = /^OpenTelemetry::Instrumentation::(\w+)/.exec(scope)?.[1];
      return name
        ? [`opentelemetry-instrumentation-${name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()}`]
        : [scope];
    }
    case 'php': {
      const name = /^io\.opentelemetry\.contrib\.php\.(\w+)/.exec(scope)?.[1];
      return name ? [`open-telemetry/opentelemetry-auto-${name.toLowerCase()}`] : [scope];
    }
    case 'rust':
      return [scope];
  }
}
