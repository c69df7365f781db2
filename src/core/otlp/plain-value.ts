import { ATTR } from '../trace/columns.ts';
import { doubleText, pushJson } from './any-value-json.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { JsonReader } from './json-reader.ts';
import { pushInteger, readDouble } from './numbers.ts';

/** What a number without a decimal point is, where the format says it beside the value. */
export type NumberHint = 'double' | undefined;

/** Appends one attribute from plain JSON: text, number, boolean, list or object, as consoles and old formats write. */
export function readPlainValue(r: JsonReader, w: BatchWriter, key: number, hint?: NumberHint): void {
  const { attributes, strings } = w.batch;
  switch (r.peek()) {
    case 34:
      r.string();
      attributes.push(key, ATTR.string, r.intern(strings, w.limits.textBytes));
      break;
    case 116:
    case 102:
      attributes.push(key, ATTR.bool, r.boolean() ? 1 : 0);
      break;
    case 91:
    case 123:
      pushJson(w, key, plainText(r, w, 1, hint));
      break;
    case 110:
      r.skip();
      attributes.push(key, ATTR.empty, 0);
      break;
    default:
      r.digits();
      if (hint === 'double' || !isWhole(r))
        attributes.push(key, ATTR.double, readDouble(r.bytes, r.from, r.to));
      else pushInteger(w.batch, key, r.bytes, r.from, r.to);
  }
}

/** Appends every member of a plain JSON object; returns how many were left out. */
export function readPlainObject(r: JsonReader, w: BatchWriter): number {
  const { attributes, strings } = w.batch;
  const from = attributes.length;
  let left = 0;
  if (r.enterObject())
    do {
      r.key();
      const key = r.intern(strings, w.limits.textBytes);
      if (attributes.length - from < w.limits.attributes) readPlainValue(r, w, key);
      else {
        r.skip();
        left++;
      }
    } while (r.nextMember());
  if (left > 0) w.cut = true;
  return left;
}

/** The OTLP/JSON text of a plain value; recursion is bounded by the depth limit. */
function plainText(r: JsonReader, w: BatchWriter, depth: number, hint: NumberHint): string {
  if (depth > w.limits.depth) {
    r.skip();
    w.cut = true;
    return '{}';
  }
  const values: string[] = [];
  switch (r.peek()) {
    case 34:
      r.string();
      return `{"stringValue":${JSON.stringify(r.text())}}`;
    case 116:
    case 102:
      return `{"boolValue":${r.boolean()}}`;
    case 110:
      r.skip();
      return '{}';
    case 91:
      if (r.enterList())
        do values.push(plainText(r, w, depth + 1, hint));
        while (r.nextElement());
      return `{"arrayValue":{"values":[${values.join(',')}]}}`;
    case 123:
      if (r.enterObject())
        do {
          r.key();
          const key = JSON.stringify(r.text());
          values.push(`{"key":${key},"value":${plainText(r, w, depth + 1, hint)}}`);
        } while (r.nextMember());
      return `{"kvlistValue":{"values":[${values.join(',')}]}}`;
    default:
      r.digits();
      if (hint !== 'double' && isWhole(r)) return `{"intValue":"${BigInt(r.text())}"}`;
      return `{"doubleValue":${doubleText(readDouble(r.bytes, r.from, r.to))}}`;
  }
}

function isWhole(r: JsonReader): boolean {
  if (r.to - r.from > 20 || r.to - r.from === 0) return false;
  for (let i = r.from; i < r.to; i++) {
    const byte = r.bytes[i] ?? 0;
    if ((byte < 48 || byte > 57) && !(byte === 45 && i === r.from && r.to - r.from > 1)) return false;
  }
  return true;
}
