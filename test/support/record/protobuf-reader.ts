// OTLP traces from protobuf to their JSON form, field by field as sent (opentelemetry-proto trace/v1, common/v1,
// resource/v1). Not the product's decoder: a recording must not be shaped by the code that is tested with it.

type Json = Record<string, unknown>;
type Kind = 'text' | 'hex' | 'base64' | 'fixed64' | 'fixed32' | 'int' | 'int64' | 'bool' | 'double' | Fields;
type Field = { readonly name: string; readonly kind: Kind | (() => Fields); readonly many?: true };
type Fields = { readonly [field: number]: Field };

const value: Fields = {
  1: { name: 'stringValue', kind: 'text' },
  2: { name: 'boolValue', kind: 'bool' },
  3: { name: 'intValue', kind: 'int64' },
  4: { name: 'doubleValue', kind: 'double' },
  5: { name: 'arrayValue', kind: () => ({ 1: { name: 'values', kind: value, many: true } }) },
  6: { name: 'kvlistValue', kind: () => ({ 1: { name: 'values', kind: keyValue, many: true } }) },
  7: { name: 'bytesValue', kind: 'base64' },
};
const keyValue: Fields = { 1: { name: 'key', kind: 'text' }, 2: { name: 'value', kind: value } };
const event: Fields = {
  1: { name: 'timeUnixNano', kind: 'fixed64' },
  2: { name: 'name', kind: 'text' },
  3: { name: 'attributes', kind: keyValue, many: true },
};
const link: Fields = {
  1: { name: 'traceId', kind: 'hex' },
  2: { name: 'spanId', kind: 'hex' },
  4: { name: 'attributes', kind: keyValue, many: true },
};
const span: Fields = {
  1: { name: 'traceId', kind: 'hex' },
  2: { name: 'spanId', kind: 'hex' },
  3: { name: 'traceState', kind: 'text' },
  4: { name: 'parentSpanId', kind: 'hex' },
  5: { name: 'name', kind: 'text' },
  6: { name: 'kind', kind: 'int' },
  7: { name: 'startTimeUnixNano', kind: 'fixed64' },
  8: { name: 'endTimeUnixNano', kind: 'fixed64' },
  9: { name: 'attributes', kind: keyValue, many: true },
  11: { name: 'events', kind: event, many: true },
  13: { name: 'links', kind: link, many: true },
  15: { name: 'status', kind: { 2: { name: 'message', kind: 'text' }, 3: { name: 'code', kind: 'int' } } },
  16: { name: 'flags', kind: 'fixed32' },
};
const scope: Fields = {
  1: { name: 'name', kind: 'text' },
  2: { name: 'version', kind: 'text' },
  3: { name: 'attributes', kind: keyValue, many: true },
};
const scopeSpans: Fields = {
  1: { name: 'scope', kind: scope },
  2: { name: 'spans', kind: span, many: true },
  3: { name: 'schemaUrl', kind: 'text' },
};
const resourceSpans: Fields = {
  1: { name: 'resource', kind: { 1: { name: 'attributes', kind: keyValue, many: true } } },
  2: { name: 'scopeSpans', kind: scopeSpans, many: true },
  3: { name: 'schemaUrl', kind: 'text' },
};

/** An ExportTraceServiceRequest. */
export function otlpFromProtobuf(bytes: Buffer): Json {
  return read(bytes, { 1: { name: 'resourceSpans', kind: resourceSpans, many: true } });
}

function read(bytes: Buffer, fields: Fields): Json {
  const out: Json = {};
  let at = 0;
  const varint = () => {
    let result = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      result |= BigInt(byte & 127) << shift;
      if (byte < 128) return result;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    const from = at;
    let number = 0n;
    let block = bytes.subarray(0, 0);
    if (wire === 0) number = varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = Number(varint());
      block = bytes.subarray(at, at + length);
      at += length;
    } else throw new Error(`The request has wire type ${wire}, which OTLP does not use.`);
    const field = fields[tag >> 3];
    if (!field) continue;
    const one = convert(field.kind, number, block, bytes, from);
    if (!field.many) out[field.name] = one;
    else if (Array.isArray(out[field.name])) (out[field.name] as unknown[]).push(one);
    else out[field.name] = [one];
  }
  return out;
}

function convert(kind: Field['kind'], number: bigint, block: Buffer, bytes: Buffer, from: number): unknown {
  if (typeof kind === 'function') return read(block, kind());
  if (typeof kind === 'object') return read(block, kind);
  if (kind === 'text') return block.toString('utf8');
  if (kind === 'hex' || kind === 'base64') return block.toString(kind);
  if (kind === 'fixed64') return String(bytes.readBigUInt64LE(from));
  if (kind === 'fixed32') return bytes.readUInt32LE(from);
  if (kind === 'double') return bytes.readDoubleLE(from);
  if (kind === 'bool') return number !== 0n;
  return kind === 'int' ? Number(number) : String(BigInt.asIntN(64, number));
}
