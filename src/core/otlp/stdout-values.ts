import { ATTR } from '../trace/columns.ts';
import { microsToWords, secondsToWords, type Words } from '../trace/time.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { JsonReader } from './json-reader.ts';
import { failBack } from './otlp-json-values.ts';
import { readPlainObject, readPlainValue } from './plain-value.ts';

/** A member's name without case and underscores: Go, Python and JavaScript differ in nothing else. */
export function stdoutKey(r: JsonReader): string {
  r.key();
  return r.to - r.from > 64 ? '' : r.text().replaceAll('_', '').toLowerCase();
}

/** Attributes as an object (Python, JavaScript) or as Go's list of keys and typed values; returns how many were left out. */
export function readStdoutAttributes(r: JsonReader, w: BatchWriter): number {
  if (r.peek() === 123) return readPlainObject(r, w);
  const { attributes } = w.batch;
  const from = attributes.length;
  let left = 0;
  if (r.enterList())
    do {
      if (attributes.length - from < w.limits.attributes) readGoAttribute(r, w);
      else {
        r.skip();
        left++;
      }
    } while (r.nextElement());
  if (left > 0) w.cut = true;
  return left;
}

function readGoAttribute(r: JsonReader, w: BatchWriter): void {
  const { attributes, strings } = w.batch;
  const at = attributes.length;
  let key = 0;
  if (r.enterObject())
    do {
      switch (stdoutKey(r)) {
        case 'key':
          r.string();
          key = r.intern(strings, w.limits.textBytes);
          break;
        case 'value':
          attributes.truncate(at);
          if (r.peek() === 123) readGoValue(r, w);
          else readPlainValue(r, w, 0);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  if (attributes.length === at) attributes.push(key, ATTR.empty, 0);
  else attributes.key.data[at] = key;
}

/** `{"Type": "INT64", "Value": 2}`; Go writes the type first, but no order is promised. */
function readGoValue(r: JsonReader, w: BatchWriter): void {
  let [type, at] = ['', -1];
  if (r.enterObject())
    do {
      switch (stdoutKey(r)) {
        case 'type':
          r.string();
          type = r.text().toUpperCase();
          break;
        case 'value':
          r.peek();
          at = r.pos;
          r.skip();
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  if (at < 0) return;
  const end = r.pos;
  r.pos = at;
  readPlainValue(r, w, 0, type.startsWith('FLOAT64') ? 'double' : undefined);
  r.pos = end;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9})\d*)?(Z|[+-]\d\d:?\d\d)?$/i;
const time: Words = { hi: 0, lo: 0 };

/** RFC 3339 text, microseconds as a number, or JavaScript's [seconds, nanoseconds]; zero words where absent. */
export function readStdoutTime(r: JsonReader): [number, number] {
  time.hi = time.lo = 0;
  const byte = r.peek();
  if (byte === 91) readPair(r);
  else if (byte === 34) readText(r);
  else if (r.digits()) {
    const micros = Number(r.text());
    if (!(micros >= 0 && micros < 9e15)) failBack(r, 'a time in microseconds');
    microsToWords(micros, time);
  }
  return [time.hi, time.lo];
}

function readText(r: JsonReader): void {
  r.string();
  const match = RFC3339.exec(r.text().slice(0, 64));
  if (!match) failBack(r, 'a time such as 2006-01-02T15:04:05.999Z');
  const part = (i: number) => Number(match[i] ?? 0);
  const zone = /^([+-])(\d\d):?(\d\d)$/.exec(match[8] ?? '');
  const offset = zone ? (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) * 60 : 0;
  const seconds = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6)) / 1000 - offset;
  // Go prints its zero time, year 1, for a span that has not ended.
  if (seconds > 0) secondsToWords(seconds, Number((match[7] ?? '').padEnd(9, '0')), time);
}

function readPair(r: JsonReader): void {
  const parts: number[] = [];
  if (r.enterList())
    do {
      if (r.digits()) parts.push(Number(r.text()));
    } while (r.nextElement());
  const [seconds = 0, nanos = 0] = parts;
  if (seconds >= 0 && seconds < 1e10 && nanos >= 0 && nanos < 1e10)
    secondsToWords(Math.floor(seconds), nanos, time);
}
