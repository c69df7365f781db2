// Writes OTLP as protobuf from the objects of its JSON form: some servers take nothing else. For tests only; it knows
// the fields that tests use (opentelemetry-proto, trace/v1/trace.proto and common/v1/common.proto).
import type { OtlpKeyValue, OtlpSpan, OtlpTraces, OtlpValue } from './otlp-types.ts';

export function otlpToProtobuf(traces: OtlpTraces): Uint8Array<ArrayBuffer> {
  const out = new Message();
  for (const { resource, scopeSpans } of traces.resourceSpans) {
    const group = new Message();
    group.message(1, attributes(1, resource.attributes));
    for (const { scope, spans } of scopeSpans) {
      const inner = new Message();
      if (scope) inner.message(1, new Message().text(1, scope.name).text(2, scope.version ?? ''));
      for (const span of spans) inner.message(2, spanMessage(span));
      group.message(2, inner);
    }
    out.message(1, group);
  }
  return out.bytes();
}

function spanMessage(span: OtlpSpan): Message {
  const out = new Message()
    .hex(1, span.traceId)
    .hex(2, span.spanId)
    .text(3, span.traceState ?? '')
    .hex(4, span.parentSpanId ?? '')
    .text(5, span.name)
    .varint(6, span.kind)
    .fixed64(7, span.startTimeUnixNano)
    .fixed64(8, span.endTimeUnixNano)
    .append(attributes(9, span.attributes));
  for (const event of span.events ?? [])
    out.message(
      11,
      new Message()
        .fixed64(1, event.timeUnixNano)
        .text(2, event.name)
        .append(attributes(3, event.attributes ?? [])),
    );
  for (const link of span.links ?? [])
    out.message(
      13,
      new Message()
        .hex(1, link.traceId)
        .hex(2, link.spanId)
        .append(attributes(4, link.attributes ?? [])),
    );
  if (span.status)
    out.message(15, new Message().text(2, span.status.message ?? '').varint(3, span.status.code ?? 0));
  return out;
}

function attributes(field: number, all: readonly OtlpKeyValue[]): Message {
  const out = new Message();
  for (const { key, value } of all)
    out.message(field, new Message().text(1, key).message(2, valueMessage(value)));
  return out;
}

function valueMessage(value: OtlpValue): Message {
  const out = new Message();
  // The member's presence counts, so zero values are written too.
  if ('stringValue' in value) out.block(1, new TextEncoder().encode(value.stringValue));
  else if ('boolValue' in value) out.raw(2, value.boolValue ? 1n : 0n);
  else if ('intValue' in value) out.raw(3, BigInt.asUintN(64, BigInt(value.intValue)));
  else if ('doubleValue' in value) out.double(4, value.doubleValue);
  else if ('arrayValue' in value) {
    const list = new Message();
    for (const item of value.arrayValue.values) list.message(1, valueMessage(item));
    out.message(5, list);
  } else if ('kvlistValue' in value) out.message(6, attributes(1, value.kvlistValue.values));
  else out.block(7, Buffer.from(value.bytesValue, 'base64'));
  return out;
}

/** Proto3: scalar fields with their default value are left out. */
class Message {
  readonly #parts: Uint8Array[] = [];

  bytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(Buffer.concat(this.#parts));
  }
  append(other: Message): this {
    this.#parts.push(...other.#parts);
    return this;
  }
  raw(field: number, value: bigint): this {
    this.#parts.push(varint(BigInt(field << 3)), varint(value));
    return this;
  }
  varint(field: number, value: number): this {
    return value === 0 ? this : this.raw(field, BigInt(value));
  }
  fixed64(field: number, decimal: string): this {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(decimal));
    this.#parts.push(varint(BigInt((field << 3) | 1)), bytes);
    return this;
  }
  double(field: number, value: number): this {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    this.#parts.push(varint(BigInt((field << 3) | 1)), bytes);
    return this;
  }
  block(field: number, bytes: Uint8Array): this {
    this.#parts.push(varint(BigInt((field << 3) | 2)), varint(BigInt(bytes.length)), bytes);
    return this;
  }
  text(field: number, text: string): this {
    return text === '' ? this : this.block(field, new TextEncoder().encode(text));
  }
  hex(field: number, hex: string): this {
    return hex === '' ? this : this.block(field, Buffer.from(hex, 'hex'));
  }
  message(field: number, message: Message): this {
    return this.block(field, message.bytes());
  }
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
