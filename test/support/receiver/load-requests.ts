// Requests as exporters send them, made once and given new ids each time they are sent.
import { otlpJsonBytes } from '../../bench/generate-bytes.ts';
import { generateTrace } from '../../bench/generate-trace.ts';
import { otlpToProtobuf } from '../otlp-protobuf.ts';
import type { OtlpSpan, OtlpTraces } from '../otlp-types.ts';

/** A request whose ids are replaced in place by `next`. */
export type LoadRequest = {
  readonly spans: number;
  readonly traces: number;
  /** The bytes with ids never used before; valid until the next call. */
  readonly next: () => Buffer;
};

/** Stands in every id of the template where a number of the sending goes. */
const MARK = 'deadbeef';

const hex = (n: number) => (n >>> 0).toString(16).padStart(8, '0');
let sent = 1;

/** `spans` of several services, some 20 a trace, with 8 to 12 attributes each; others for another seed. */
export function loadRequest(encoding: 'json' | 'protobuf', spans = 512, seed = 1): LoadRequest {
  const trace = generateTrace(spans, 'full', seed);
  const data = JSON.parse(new TextDecoder().decode(otlpJsonBytes(trace))) as OtlpTraces;
  const shift = BigInt(Date.now()) * 1_000_000n - trace.epoch + BigInt(seed) * 5_000_000n;
  const orders = new Set<number>();
  const rename = (span: OtlpSpan): OtlpSpan => {
    const order = trace.order[Number.parseInt(span.spanId.slice(8), 16) - 1] ?? 0;
    orders.add(order);
    const idOf = (id: string) => (id === '' ? '' : hex(Number.parseInt(id.slice(0, 8), 16) ^ seed) + MARK);
    return {
      ...span,
      traceId: hex(order * 0x9e3779b1) + hex(order) + hex(seed) + MARK,
      spanId: idOf(span.spanId),
      parentSpanId: idOf(span.parentSpanId ?? ''),
      startTimeUnixNano: String(BigInt(span.startTimeUnixNano) + shift),
      endTimeUnixNano: String(BigInt(span.endTimeUnixNano) + shift),
    };
  };
  const renamed: OtlpTraces = {
    resourceSpans: data.resourceSpans.map((resource) => ({
      ...resource,
      scopeSpans: resource.scopeSpans.map((scope) => ({ ...scope, spans: scope.spans.map(rename) })),
    })),
  };
  return { spans, traces: orders.size, next: renewing(renamed, encoding) };
}

/** Traces of one span each, as of health checks and queues: `count` in a request. */
export function tinyTraces(count: number): LoadRequest {
  const now = BigInt(Date.now()) * 1_000_000n;
  const spans = Array.from({ length: count }, (_, i): OtlpSpan => {
    const start = now + BigInt(i) * 10_000n;
    return {
      traceId: hex(i * 0x9e3779b1) + hex(i) + hex(1) + MARK,
      spanId: hex(i + 1) + MARK,
      name: `GET /ping/${i % 10}`,
      kind: 2,
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(start + 250_000n),
      attributes: [
        { key: 'http.request.method', value: { stringValue: 'GET' } },
        { key: 'http.route', value: { stringValue: '/ping/{id}' } },
        { key: 'http.response.status_code', value: { intValue: '200' } },
      ],
    };
  });
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'tiny' } }] };
  const traces: OtlpTraces = { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] };
  return { spans: count, traces: count, next: renewing(traces, 'protobuf') };
}

function renewing(traces: OtlpTraces, encoding: 'json' | 'protobuf'): () => Buffer {
  const bytes = Buffer.from(encoding === 'json' ? JSON.stringify(traces) : otlpToProtobuf(traces));
  const mark = encoding === 'json' ? Buffer.from(MARK) : Buffer.from(MARK, 'hex');
  const places: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) places.push(at);
  return () => {
    const id = sent++;
    const text = Buffer.from(hex(Math.imul(id, 0x9e3779b1)));
    for (const place of places)
      if (encoding === 'json') text.copy(bytes, place);
      else bytes.writeUInt32BE(Math.imul(id, 0x9e3779b1) >>> 0, place);
    return bytes;
  };
}
