import type { OtlpKeyValue, OtlpSpan, OtlpValue } from '../support/otlp-types.ts';
import type { Sample } from './samples.ts';

/** The same trace as OpenTelemetry's Zipkin exporters write it (specification/trace/sdk_exporters/zipkin.md). */
export function toZipkin({ otlp }: Sample): string {
  return JSON.stringify(
    otlp.resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ scope, spans }) =>
        spans.map((span) => {
          const service = resource.attributes.find(({ key }) => key === 'service.name');
          return {
            traceId: span.traceId.replace(/^0{16}/, ''),
            id: span.spanId,
            ...(span.parentSpanId ? { parentId: span.parentSpanId } : {}),
            name: span.name,
            ...(KINDS[span.kind] ? { kind: KINDS[span.kind] } : {}),
            timestamp: micros(span.startTimeUnixNano),
            duration: Number((BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1000n),
            localEndpoint: { serviceName: service ? textOf(service.value) : '' },
            annotations: (span.events ?? []).map((e) => ({
              timestamp: micros(e.timeUnixNano),
              value: e.name,
            })),
            tags: {
              ...tagsOf(span.attributes),
              ...(scope ? { 'otel.scope.name': scope.name, 'otel.scope.version': scope.version ?? '' } : {}),
              ...statusTags(span),
            },
          };
        }),
      ),
    ),
  );
}

const KINDS = [undefined, undefined, 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

const micros = (ns: string) => Number(BigInt(ns) / 1000n);

function statusTags({ status }: OtlpSpan): Record<string, string> {
  if (status?.code === 2) return { 'otel.status_code': 'ERROR', error: status.message ?? '' };
  return status?.code === 1 ? { 'otel.status_code': 'OK' } : {};
}

const tagsOf = (all: readonly OtlpKeyValue[]) =>
  Object.fromEntries(all.map(({ key, value }) => [key, textOf(value)]));

function textOf(value: OtlpValue): string {
  const plain = plainOf(value);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

function plainOf(value: OtlpValue): unknown {
  if ('stringValue' in value) return value.stringValue;
  if ('boolValue' in value) return value.boolValue;
  // As text: a number would be rounded.
  if ('intValue' in value)
    return Number.isSafeInteger(Number(value.intValue)) ? Number(value.intValue) : value.intValue;
  if ('doubleValue' in value) return value.doubleValue;
  if ('bytesValue' in value) return value.bytesValue;
  if ('arrayValue' in value) return value.arrayValue.values.map(plainOf);
  return Object.fromEntries(value.kvlistValue.values.map(({ key, value: inner }) => [key, plainOf(inner)]));
}
