import { ATTR } from '../trace/columns.ts';
import type { AttributeMemo } from './attribute-memo.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { JsonReader } from './json-reader.ts';
import { KeySet } from './key-set.ts';
import { pushInteger, readDouble } from './numbers.ts';

export const VALUE_KEYS = new KeySet(
  ['stringValue', 'intValue', 'boolValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'],
  {
    string_value: 'stringValue',
    int_value: 'intValue',
    bool_value: 'boolValue',
    double_value: 'doubleValue',
    array_value: 'arrayValue',
    kvlist_value: 'kvlistValue',
    bytes_value: 'bytesValue',
  },
);

const KEY_VALUE = new KeySet(['key', 'value']);
const VALUES = new KeySet(['values']);

/** Reads a list of OTLP key-values to the end of the attribute table; returns how many were left out. */
export function readAttributes(r: JsonReader, w: BatchWriter, memo: AttributeMemo): number {
  const { attributes } = w.batch;
  const most = attributes.length + w.limits.attributes;
  let left = 0;
  memo.begin();
  if (r.enterList())
    do {
      r.peek();
      if (attributes.length >= most) {
        r.skip();
        left++;
      } else if (!memo.read()) memo.learning(() => readKeyValue(r, w, memo));
    } while (r.nextElement());
  if (left > 0) w.cut = true;
  return left;
}

function readKeyValue(r: JsonReader, w: BatchWriter, memo: AttributeMemo): void {
  const { attributes, strings } = w.batch;
  const at = attributes.length;
  let key = 0;
  if (r.enterObject())
    do {
      switch (KEY_VALUE.read(r)) {
        case 'key':
          r.string();
          key = r.intern(strings, w.limits.textBytes);
          break;
        case 'value':
          attributes.truncate(at);
          readAnyValue(r, w, memo);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  if (attributes.length === at) attributes.push(key, ATTR.empty, 0);
  else attributes.key.data[at] = key;
}

/** Appends one attribute, its key left open; its last kind of value counts where several stand. */
export function readAnyValue(r: JsonReader, w: BatchWriter, memo: AttributeMemo): void {
  const { attributes, strings } = w.batch;
  const key = 0;
  const at = attributes.length;
  if (r.enterObject())
    do {
      attributes.truncate(at);
      switch (VALUE_KEYS.read(r)) {
        case 'stringValue':
          if (r.string()) memo.valueRead();
          attributes.push(key, ATTR.string, r.intern(strings, w.limits.textBytes));
          break;
        case 'intValue':
          if (r.digits()) {
            memo.valueRead();
            if (!pushInteger(w.batch, key, r.bytes, r.from, r.to)) failAt(r, 'an integer');
          }
          break;
        case 'boolValue':
          attributes.push(key, ATTR.bool, r.boolean() ? 1 : 0);
          memo.valueRead();
          break;
        case 'doubleValue':
          if (r.digits()) {
            memo.valueRead();
            attributes.push(key, ATTR.double, readDouble(r.bytes, r.from, r.to));
          }
          break;
        case 'arrayValue':
          pushJson(w, key, `{"arrayValue":${arrayText(r, w, 1)}}`);
          break;
        case 'kvlistValue':
          pushJson(w, key, `{"kvlistValue":${kvlistText(r, w, 1)}}`);
          break;
        case 'bytesValue':
          r.string();
          attributes.push(key, ATTR.bytes, strings.intern(base64Text(r)));
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  if (attributes.length === at) attributes.push(key, ATTR.empty, 0);
}

/** A list or key-value list longer than the limit can't be cut and stay JSON: it becomes empty. */
export function pushJson(w: BatchWriter, key: number, text: string): void {
  const { attributes, strings } = w.batch;
  if (text.length > w.limits.textBytes) {
    w.cut = true;
    attributes.push(key, ATTR.empty, 0);
  } else attributes.push(key, ATTR.json, strings.intern(text));
}

function failAt(r: JsonReader, expected: string): never {
  r.pos = r.from;
  r.fail(expected);
}

function base64Text(r: JsonReader): string {
  const text = r.text();
  const bytes = new TextEncoder().encode(text);
  const raw = new Uint8Array(bytes.length);
  const length = decodeBase64(bytes, 0, bytes.length, raw);
  if (length === undefined) failAt(r, 'base64');
  return encodeBase64(raw.subarray(0, length));
}

/** The canonical text of a nested value; recursion is bounded by the depth limit. */
function valueText(r: JsonReader, w: BatchWriter, depth: number): string {
  let text = '{}';
  if (depth > w.limits.depth) {
    r.skip();
    w.cut = true;
    return text;
  }
  if (r.enterObject())
    do {
      switch (VALUE_KEYS.read(r)) {
        case 'stringValue':
          r.string();
          text = `{"stringValue":${JSON.stringify(r.text())}}`;
          break;
        case 'intValue':
          if (r.digits()) text = `{"intValue":"${integerText(r)}"}`;
          break;
        case 'boolValue':
          text = `{"boolValue":${r.boolean()}}`;
          break;
        case 'doubleValue':
          if (r.digits()) text = `{"doubleValue":${doubleText(readDouble(r.bytes, r.from, r.to))}}`;
          break;
        case 'arrayValue':
          text = `{"arrayValue":${arrayText(r, w, depth + 1)}}`;
          break;
        case 'kvlistValue':
          text = `{"kvlistValue":${kvlistText(r, w, depth + 1)}}`;
          break;
        case 'bytesValue':
          r.string();
          text = `{"bytesValue":"${base64Text(r)}"}`;
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  return text;
}

function arrayText(r: JsonReader, w: BatchWriter, depth: number): string {
  const values: string[] = [];
  if (r.enterObject())
    do {
      if (VALUES.read(r) !== 'values') r.skip();
      else if (r.enterList())
        do values.push(valueText(r, w, depth));
        while (r.nextElement());
    } while (r.nextMember());
  return `{"values":[${values.join(',')}]}`;
}

function kvlistText(r: JsonReader, w: BatchWriter, depth: number): string {
  const values: string[] = [];
  if (r.enterObject())
    do {
      if (VALUES.read(r) !== 'values') r.skip();
      else if (r.enterList())
        do values.push(pairText(r, w, depth));
        while (r.nextElement());
    } while (r.nextMember());
  return `{"values":[${values.join(',')}]}`;
}

function pairText(r: JsonReader, w: BatchWriter, depth: number): string {
  let key = '""';
  let value = '{}';
  if (r.enterObject())
    do {
      switch (KEY_VALUE.read(r)) {
        case 'key':
          r.string();
          key = JSON.stringify(r.text());
          break;
        case 'value':
          value = valueText(r, w, depth);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  return `{"key":${key},"value":${value}}`;
}

function integerText(r: JsonReader): string {
  const text = r.text();
  if (/^-?\d{1,20}$/.test(text)) return String(BigInt(text));
  const value = Number(text);
  if (!Number.isFinite(value)) failAt(r, 'an integer');
  return String(Math.trunc(value));
}

/** proto3 JSON has no NaN: it writes these as strings. */
export function doubleText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return `"${value}"`;
}
