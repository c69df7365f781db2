import { ATTR } from '../trace/columns.ts';
import { doubleText, pushJson } from './any-value-json.ts';
import { encodeBase64 } from './base64.ts';
import type { BatchWriter } from './batch-writer.ts';
import { pushBigint } from './numbers.ts';
import { bytesTag, fixed64Tag, type ProtobufReader, varintTag } from './protobuf-reader.ts';

const TWO_32 = 4294967296;

/** Reads one KeyValue message that stands at `p.pos` to the end of the attribute table. */
export function readKeyValue(p: ProtobufReader, w: BatchWriter, outer: number): void {
  const end = p.open(outer);
  const { attributes, strings } = w.batch;
  const at = attributes.length;
  let key = 0;
  while (p.pos < end)
    switch (p.tag(end)) {
      case bytesTag(1):
        key = p.intern(end, strings, w.limits.textBytes);
        break;
      case bytesTag(2):
        attributes.truncate(at);
        readAnyValue(p, w, key, p.open(end));
        break;
      default:
        p.skip(end);
    }
  if (attributes.length === at) attributes.push(key, ATTR.empty, 0);
  else attributes.key.data[at] = key;
}

/** Appends one attribute from the AnyValue between `p.pos` and `end`; the last of its fields counts. */
export function readAnyValue(p: ProtobufReader, w: BatchWriter, key: number, end: number): void {
  const { attributes, strings } = w.batch;
  const at = attributes.length;
  while (p.pos < end) {
    attributes.truncate(at);
    switch (p.tag(end)) {
      case bytesTag(1):
        attributes.push(key, ATTR.string, p.intern(end, strings, w.limits.textBytes));
        break;
      case varintTag(2):
        attributes.push(key, ATTR.bool, p.varint(end) === 0 ? 0 : 1);
        break;
      case varintTag(3): {
        p.varint64(end);
        const value = (p.hi | 0) * TWO_32 + p.lo;
        if (Number.isSafeInteger(value)) attributes.push(key, ATTR.int, value);
        else pushBigint(w.batch, key, (BigInt(p.hi | 0) << 32n) | BigInt(p.lo));
        break;
      }
      case fixed64Tag(4):
        attributes.push(key, ATTR.double, p.double(end));
        break;
      case bytesTag(5):
        pushJson(w, key, `{"arrayValue":${listText(p, w, p.open(end), 1, valueText)}}`);
        break;
      case bytesTag(6):
        pushJson(w, key, `{"kvlistValue":${listText(p, w, p.open(end), 1, pairText)}}`);
        break;
      case bytesTag(7):
        attributes.push(key, ATTR.bytes, strings.intern(base64(p, end)));
        break;
      default:
        p.skip(end);
    }
  }
  if (attributes.length === at) attributes.push(key, ATTR.empty, 0);
}

function base64(p: ProtobufReader, outer: number): string {
  const end = p.open(outer);
  const text = encodeBase64(p.bytes.subarray(p.pos, end));
  p.pos = end;
  return text;
}

type Element = (p: ProtobufReader, w: BatchWriter, end: number, depth: number) => string;

/** ArrayValue and KeyValueList look alike: field 1, repeated. Recursion is bounded by the depth limit. */
function listText(p: ProtobufReader, w: BatchWriter, end: number, depth: number, element: Element): string {
  const values: string[] = [];
  while (p.pos < end)
    if (p.tag(end) === bytesTag(1)) values.push(element(p, w, p.open(end), depth));
    else p.skip(end);
  return `{"values":[${values.join(',')}]}`;
}

/** The same canonical text as OTLP/JSON's reader makes. */
function valueText(p: ProtobufReader, w: BatchWriter, end: number, depth: number): string {
  let text = '{}';
  if (depth > w.limits.depth) {
    p.pos = end;
    w.cut = true;
    return text;
  }
  while (p.pos < end)
    switch (p.tag(end)) {
      case bytesTag(1):
        text = `{"stringValue":${JSON.stringify(utf8(p, end))}}`;
        break;
      case varintTag(2):
        text = `{"boolValue":${p.varint(end) !== 0}}`;
        break;
      case varintTag(3):
        p.varint64(end);
        text = `{"intValue":"${(BigInt(p.hi | 0) << 32n) | BigInt(p.lo)}"}`;
        break;
      case fixed64Tag(4):
        text = `{"doubleValue":${doubleText(p.double(end))}}`;
        break;
      case bytesTag(5):
        text = `{"arrayValue":${listText(p, w, p.open(end), depth + 1, valueText)}}`;
        break;
      case bytesTag(6):
        text = `{"kvlistValue":${listText(p, w, p.open(end), depth + 1, pairText)}}`;
        break;
      case bytesTag(7):
        text = `{"bytesValue":"${base64(p, end)}"}`;
        break;
      default:
        p.skip(end);
    }
  return text;
}

function pairText(p: ProtobufReader, w: BatchWriter, end: number, depth: number): string {
  let key = '""';
  let value = '{}';
  while (p.pos < end)
    switch (p.tag(end)) {
      case bytesTag(1):
        key = JSON.stringify(utf8(p, end));
        break;
      case bytesTag(2):
        value = valueText(p, w, p.open(end), depth);
        break;
      default:
        p.skip(end);
    }
  return `{"key":${key},"value":${value}}`;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function utf8(p: ProtobufReader, outer: number): string {
  const end = p.open(outer);
  const text = decoder.decode(p.bytes.subarray(p.pos, end));
  p.pos = end;
  return text;
}
