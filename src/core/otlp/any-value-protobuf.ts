import { ATTR } from '../trace/columns.ts';
import { doubleText, pushJson } from './any-value-json.ts';
import { encodeBase64 } from './base64.ts';
import type { BatchWriter } from './batch-writer.ts';
import { pushBigint } from './numbers.ts';
import { type ProtobufMemo, WHOLE } from './protobuf-memo.ts';
import { bytesTag, fixed64Tag, type ProtobufReader, varintTag } from './protobuf-reader.ts';

const TWO_32 = 4294967296;

// Fields of KeyValue and AnyValue.
const KEY = bytesTag(1);
const VALUE = bytesTag(2);
const STRING = bytesTag(1);
const BOOL = varintTag(2);
const INT = varintTag(3);
const DOUBLE = fixed64Tag(4);
const ARRAY = bytesTag(5);
const KVLIST = bytesTag(6);
const BYTES = bytesTag(7);

/** Reads one KeyValue message that stands at `p.pos` to the end of the attribute table. */
export function readKeyValue(p: ProtobufReader, w: BatchWriter, memo: ProtobufMemo, outer: number): void {
  const end = p.open(outer);
  const start = p.pos;
  const known = memo.find(start, end - start);
  if (known === WHOLE) p.pos = end;
  else learnKeyValue(p, w, memo, end, known);
}

function learnKeyValue(
  p: ProtobufReader,
  w: BatchWriter,
  memo: ProtobufMemo,
  end: number,
  known: number,
): void {
  const { attributes } = w.batch;
  const start = p.pos;
  const cutText = p.cut;
  const cutSpan = w.cut;
  p.cut = w.cut = false;
  p.pos += known;
  const at = attributes.length;
  const keyEnd = parseKeyValue(p, w, end, known > 0 ? memo.key : 0);
  const key = attributes.key.at(at);
  // What was cut at a limit must be seen to be cut each time.
  if (p.cut || w.cut) memo.begin();
  else if (known > 0 && key === memo.key)
    memo.renew(start, end - start, attributes.type.at(at), attributes.value.at(at));
  else if (known === 0 && p.bytes[start] === KEY)
    memo.learn(key, keyEnd - start, start, end - start, attributes.type.at(at), attributes.value.at(at));
  else memo.begin();
  if (cutText) p.cut = true;
  if (cutSpan) w.cut = true;
}

/** Returns where the first field ended. */
function parseKeyValue(p: ProtobufReader, w: BatchWriter, end: number, known: number): number {
  const { attributes, strings } = w.batch;
  const at = attributes.length;
  let key = known;
  let firstEnd = 0;
  while (p.pos < end) {
    switch (p.tag(end)) {
      case KEY:
        key = p.intern(end, strings, w.limits.textBytes);
        break;
      case VALUE:
        attributes.truncate(at);
        readAnyValue(p, w, key, p.open(end));
        break;
      default:
        p.skip(end);
    }
    firstEnd ||= p.pos;
  }
  if (attributes.length === at) attributes.push(key, ATTR.empty, 0);
  else attributes.key.data[at] = key;
  return firstEnd;
}

/** Appends one attribute from the AnyValue between `p.pos` and `end`; the last of its fields counts. */
export function readAnyValue(p: ProtobufReader, w: BatchWriter, key: number, end: number): void {
  const { attributes, strings } = w.batch;
  const at = attributes.length;
  while (p.pos < end) {
    attributes.truncate(at);
    switch (p.tag(end)) {
      case STRING:
        attributes.push(key, ATTR.string, p.intern(end, strings, w.limits.textBytes));
        break;
      case BOOL:
        attributes.push(key, ATTR.bool, p.varint(end) === 0 ? 0 : 1);
        break;
      case INT: {
        p.varint64(end);
        const value = (p.hi | 0) * TWO_32 + p.lo;
        if (Number.isSafeInteger(value)) attributes.push(key, ATTR.int, value);
        else pushBigint(w.batch, key, (BigInt(p.hi | 0) << 32n) | BigInt(p.lo));
        break;
      }
      case DOUBLE:
        attributes.push(key, ATTR.double, p.double(end));
        break;
      case ARRAY:
        pushJson(w, key, `{"arrayValue":${listText(p, w, p.open(end), 1, valueText)}}`);
        break;
      case KVLIST:
        pushJson(w, key, `{"kvlistValue":${listText(p, w, p.open(end), 1, pairText)}}`);
        break;
      case BYTES:
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
      case STRING:
        text = `{"stringValue":${JSON.stringify(utf8(p, end))}}`;
        break;
      case BOOL:
        text = `{"boolValue":${p.varint(end) !== 0}}`;
        break;
      case INT:
        p.varint64(end);
        text = `{"intValue":"${(BigInt(p.hi | 0) << 32n) | BigInt(p.lo)}"}`;
        break;
      case DOUBLE:
        text = `{"doubleValue":${doubleText(p.double(end))}}`;
        break;
      case ARRAY:
        text = `{"arrayValue":${listText(p, w, p.open(end), depth + 1, valueText)}}`;
        break;
      case KVLIST:
        text = `{"kvlistValue":${listText(p, w, p.open(end), depth + 1, pairText)}}`;
        break;
      case BYTES:
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
      case KEY:
        key = JSON.stringify(utf8(p, end));
        break;
      case VALUE:
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
