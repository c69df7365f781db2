import {
  type Attributes,
  attributesOf,
  eventsOf,
  generatedSpanId,
  nameOf,
  resourceOf,
  scopeOf,
  type Value,
} from './generate-attributes.ts';
import { type GeneratedTrace, SERVICES } from './generate-trace.ts';

/** Spans leave a service in batches, as an SDK's batch processor sends them; one scope after the other. */
const BATCH = 512;

/** Grows by doubling; text is encoded into place. */
class Sink {
  #bytes = new Uint8Array(1 << 20);
  #length = 0;
  text(text: string): void {
    this.#room(text.length * 3);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }
  bytes(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }
  /** Takes back the last byte: a comma too many. */
  back(): void {
    this.#length--;
  }
  done(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#length + more, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

const encoder = new TextEncoder();

/** The batches in the order in which they would arrive: rows of one service each, by scope. */
function* batches(trace: GeneratedTrace): Generator<{ service: number; rows: number[] }> {
  const waiting: number[][] = SERVICES.map(() => []);
  for (let i = 0; i < trace.count; i++) {
    const service = trace.service[i] ?? 0;
    const rows = waiting[service];
    if (!rows) continue;
    rows.push(i);
    if (rows.length < BATCH) continue;
    yield { service, rows };
    waiting[service] = [];
  }
  for (const [service, rows] of waiting.entries()) if (rows.length > 0) yield { service, rows };
}

function byScope(rows: readonly number[], trace: GeneratedTrace): Map<string, number[]> {
  const scopes = new Map<string, number[]>();
  for (const row of rows) {
    const { name, version } = scopeOf(row, trace);
    const key = `${name} ${version}`;
    const group = scopes.get(key);
    if (group) group.push(row);
    else scopes.set(key, [row]);
  }
  return scopes;
}

function otlpValue(value: Value): string {
  if (typeof value === 'string') return `{"stringValue":${JSON.stringify(value)}}`;
  if (typeof value === 'boolean') return `{"boolValue":${value}}`;
  return Number.isInteger(value) ? `{"intValue":"${value}"}` : `{"doubleValue":${value}}`;
}

const otlpAttributes = (all: Attributes) =>
  `[${all.map(([key, value]) => `{"key":"${key}","value":${otlpValue(value)}}`).join(',')}]`;

export function otlpJsonBytes(trace: GeneratedTrace): Uint8Array {
  const out = new Sink();
  out.text('{"resourceSpans":[');
  for (const { service, rows } of batches(trace)) {
    out.text(
      `{"resource":{"attributes":${otlpAttributes(resourceOf(service, trace.detail))}},"scopeSpans":[`,
    );
    for (const [scope, group] of byScope(rows, trace)) {
      const [name, version] = scope.split(' ');
      out.text(`{"scope":{"name":"${name}","version":"${version}"},"spans":[`);
      for (const row of group) {
        out.text(otlpSpan(row, trace));
        out.text(',');
      }
      out.back();
      out.text(']},');
    }
    out.back();
    out.text(']},');
  }
  out.back();
  out.text(']}');
  return out.done();
}

function otlpSpan(i: number, trace: GeneratedTrace): string {
  const parent = trace.parent[i] ?? -1;
  const start = trace.epoch + BigInt(trace.start[i] ?? 0);
  const end = start + BigInt(trace.duration[i] ?? 0);
  const events = eventsOf(i, trace)
    .map(
      (e) =>
        `{"timeUnixNano":"${start + BigInt(e.at)}","name":"${e.name}","attributes":${otlpAttributes(e.attributes)}}`,
    )
    .join(',');
  return `{"traceId":"${trace.traceId}","spanId":"${generatedSpanId(i)}","parentSpanId":"${
    parent < 0 ? '' : generatedSpanId(parent)
  }","flags":257,"name":"${nameOf(i, trace)}","kind":${trace.kind[i]},"startTimeUnixNano":"${start}","endTimeUnixNano":"${end}","attributes":${otlpAttributes(
    attributesOf(i, trace),
  )}${events && `,"events":[${events}]`},"status":${trace.error[i] ? '{"code":2,"message":"Connection is not available"}' : '{}'}}`;
}

function jaegerTags(all: Attributes): string {
  const type = (value: Value) =>
    typeof value === 'string'
      ? 'string'
      : typeof value === 'boolean'
        ? 'bool'
        : Number.isInteger(value)
          ? 'int64'
          : 'float64';
  return `[${all.map(([key, value]) => `{"key":"${key}","type":"${type(value)}","value":${JSON.stringify(value)}}`).join(',')}]`;
}

const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

export function jaegerJsonBytes(trace: GeneratedTrace): Uint8Array {
  const out = new Sink();
  out.text(`{"data":[{"traceID":"${trace.traceId}","spans":[`);
  for (let i = 0; i < trace.count; i++) {
    const parent = trace.parent[i] ?? -1;
    const start = Number(trace.epoch / 1000n) + Math.floor((trace.start[i] ?? 0) / 1000);
    const logs = eventsOf(i, trace).map(
      (e) =>
        `{"timestamp":${start + Math.floor(e.at / 1000)},"fields":${jaegerTags([['event', e.name], ...e.attributes])}}`,
    );
    const scope = scopeOf(i, trace);
    const tags: Attributes = [
      ...attributesOf(i, trace),
      ['span.kind', KINDS[trace.kind[i] ?? 0] ?? ''],
      ...(trace.detail === 'full'
        ? ([
            ['otel.scope.name', scope.name],
            ['otel.scope.version', scope.version],
          ] as const)
        : []),
      ...(trace.error[i]
        ? ([
            ['error', true],
            ['otel.status_code', 'ERROR'],
          ] as const)
        : []),
    ];
    out.text(
      `${i > 0 ? ',' : ''}{"traceID":"${trace.traceId}","spanID":"${generatedSpanId(i)}","operationName":"${nameOf(i, trace)}","references":[${
        parent < 0
          ? ''
          : `{"refType":"CHILD_OF","traceID":"${trace.traceId}","spanID":"${generatedSpanId(parent)}"}`
      }],"startTime":${start},"duration":${Math.round((trace.duration[i] ?? 0) / 1000)},"tags":${jaegerTags(tags)},"logs":[${logs.join(
        ',',
      )}],"processID":"p${trace.service[i]}","warnings":null}`,
    );
  }
  out.text('],"processes":{');
  SERVICES.forEach((name, i) => {
    const tags = jaegerTags(resourceOf(i, trace.detail).slice(1));
    out.text(`${i > 0 ? ',' : ''}"p${i}":{"serviceName":"${name}","tags":${tags}}`);
  });
  out.text('},"warnings":null}],"total":0,"limit":0,"offset":0,"errors":null}');
  return out.done();
}

export function otlpProtobufBytes(trace: GeneratedTrace): Uint8Array {
  const out = new Sink();
  for (const { service, rows } of batches(trace)) {
    const scopes = [...byScope(rows, trace)].map(([scope, group]) => {
      const [name = '', version = ''] = scope.split(' ');
      return field(
        2,
        join(field(1, join(text(1, name), text(2, version))), ...group.map((i) => protobufSpan(i, trace))),
      );
    });
    const resource = field(1, keyValues(1, resourceOf(service, trace.detail)));
    out.bytes(field(1, join(resource, ...scopes)));
  }
  return out.done();
}

function protobufSpan(i: number, trace: GeneratedTrace): Uint8Array {
  const parent = trace.parent[i] ?? -1;
  const start = trace.epoch + BigInt(trace.start[i] ?? 0);
  return field(
    2,
    join(
      field(1, hexBytes(trace.traceId)),
      field(2, hexBytes(generatedSpanId(i))),
      ...(parent < 0 ? [] : [field(4, hexBytes(generatedSpanId(parent)))]),
      text(5, nameOf(i, trace)),
      Uint8Array.of(0x30, trace.kind[i] ?? 0),
      fixed64(7, start),
      fixed64(8, start + BigInt(trace.duration[i] ?? 0)),
      keyValues(9, attributesOf(i, trace)),
      ...eventsOf(i, trace).map((e) =>
        field(11, join(fixed64(1, start + BigInt(e.at)), text(2, e.name), keyValues(3, e.attributes))),
      ),
      ...(trace.error[i]
        ? [field(15, join(text(2, 'Connection is not available'), Uint8Array.of(0x18, 2)))]
        : []),
      Uint8Array.of(0x85, 0x01, 1, 1, 0, 0),
    ),
  );
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  out.push(rest);
  return out;
}

const field = (number: number, content: Uint8Array) =>
  join(Uint8Array.from([...varint(number * 8 + 2), ...varint(content.length)]), content);

const text = (number: number, content: string) => field(number, encoder.encode(content));

function fixed64(number: number, value: bigint): Uint8Array {
  const out = new Uint8Array(9);
  out[0] = number * 8 + 1;
  new DataView(out.buffer).setBigUint64(1, value, true);
  return out;
}

const hexBytes = (id: string) =>
  Uint8Array.from({ length: id.length / 2 }, (_, i) => Number.parseInt(id.slice(i * 2, i * 2 + 2), 16));

/** Attributes that come again and again are encoded once. */
const known = new Map<string, Uint8Array>();

function keyValues(number: number, all: Attributes): Uint8Array {
  return join(
    ...all.map(([key, value]) => {
      const name = `${number} ${key} ${typeof value} ${value}`;
      let bytes = known.get(name);
      if (!bytes) {
        bytes = field(number, join(text(1, key), field(2, anyValue(value))));
        if (known.size < 20_000) known.set(name, bytes);
      }
      return bytes;
    }),
  );
}

function anyValue(value: Value): Uint8Array {
  if (typeof value === 'string') return text(1, value);
  if (typeof value === 'boolean') return Uint8Array.of(0x10, value ? 1 : 0);
  if (Number.isInteger(value)) return Uint8Array.from([0x18, ...varint(value)]);
  const out = new Uint8Array(9);
  out[0] = 0x21;
  new DataView(out.buffer).setFloat64(1, value, true);
  return out;
}
