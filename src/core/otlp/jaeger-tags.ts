import { ATTR } from '../trace/columns.ts';
import type { AttributeMemo } from './attribute-memo.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { JsonReader } from './json-reader.ts';
import { KeySet } from './key-set.ts';
import { pushInteger, readDouble } from './numbers.ts';
import type { OtelTags } from './otel-tags.ts';
import { failBack } from './otlp-json-values.ts';
import { readPlainValue } from './plain-value.ts';

const TAG = new KeySet(['key', 'type', 'value', 'vType', 'vStr', 'vBool', 'vInt64', 'vFloat64', 'vBinary']);

/** Returns how many were left out. `tags` takes those that have a field of their own. */
export function readJaegerTags(
  r: JsonReader,
  w: BatchWriter,
  memo: AttributeMemo,
  tags: OtelTags | undefined,
): number {
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
        continue;
      }
      if (!memo.read()) memo.learning(() => readTag(r, w, memo));
      tags?.take();
    } while (r.nextElement());
  if (left > 0) w.cut = true;
  return left;
}

function readTag(r: JsonReader, w: BatchWriter, memo: AttributeMemo): void {
  const { attributes, strings } = w.batch;
  const at = attributes.length;
  let key = 0;
  // First letter of the type: s(tring), b(ool), i(nt64), f(loat64), and 'y' for binary.
  let type = 0;
  let later = -1;
  if (r.enterObject())
    do {
      switch (TAG.read(r)) {
        case 'key':
          r.string();
          key = r.intern(strings, w.limits.textBytes);
          break;
        case 'type':
        case 'vType':
          r.string();
          type = r.to - r.from === 6 && r.bytes[r.from] === 98 ? 121 : (r.bytes[r.from] ?? 0);
          break;
        case 'value':
        case 'vStr':
        case 'vBool':
        case 'vInt64':
        case 'vFloat64':
        case 'vBinary':
          attributes.truncate(at);
          if (type !== 0) readTagValue(r, w, memo, type);
          else {
            r.peek();
            later = r.pos;
            r.skip();
          }
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  if (attributes.length === at && later >= 0) {
    const end = r.pos;
    r.pos = later;
    readTagValue(r, w, memo, type);
    r.pos = end;
  }
  if (attributes.length === at) attributes.push(key, ATTR.empty, 0);
  else attributes.key.data[at] = key;
}

function readTagValue(r: JsonReader, w: BatchWriter, memo: AttributeMemo, type: number): void {
  const { attributes } = w.batch;
  const byte = r.peek();
  const quoted = byte === 34;
  if (type === 121 && quoted) {
    r.string();
    attributes.push(0, ATTR.bytes, r.intern(w.batch.strings, w.limits.textBytes));
  } else if (type === 102 && byte !== 110) {
    r.digits();
    memo.valueRead();
    attributes.push(0, ATTR.double, readDouble(r.bytes, r.from, r.to));
  } else if (type === 105 && quoted) {
    // Beyond 2^53 Jaeger writes the digits as a string.
    r.string();
    if (!pushInteger(w.batch, 0, r.bytes, r.from, r.to)) failBack(r, 'an integer');
  } else {
    readPlainValue(r, w, 0);
    if (byte !== 110 && byte !== 123 && byte !== 91) memo.valueRead();
  }
}
