import { ATTR } from '../trace/columns.ts';
import { microsToWords, type Words } from '../trace/time.ts';
import type { AttributeMemo } from './attribute-memo.ts';
import type { BatchWriter } from './batch-writer.ts';
import { readJaegerTags } from './jaeger-tags.ts';
import type { JsonReader } from './json-reader.ts';
import { KeySet } from './key-set.ts';
import { readMicros } from './otlp-json-values.ts';

const LOG = new KeySet(['timestamp', 'fields']);
const time: Words = { hi: 0, lo: 0 };

export function readLogs(r: JsonReader, w: BatchWriter, memo: AttributeMemo): void {
  const { batch, row, limits } = w;
  if (!r.enterList()) return;
  do {
    if (batch.eventName.length - row.eventFrom < limits.events) readLog(r, w, memo);
    else {
      r.skip();
      row.droppedEvents++;
      w.cut = true;
    }
  } while (r.nextElement());
}

function readLog(r: JsonReader, w: BatchWriter, memo: AttributeMemo): void {
  const { batch } = w;
  const from = batch.attributes.length;
  let [micros, dropped] = [Number.NaN, 0];
  if (r.enterObject())
    do {
      switch (LOG.read(r)) {
        case 'timestamp':
          micros = readMicros(r);
          break;
        case 'fields':
          batch.attributes.truncate(from);
          dropped = readJaegerTags(r, w, memo, undefined);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  const name = takeEventName(w, from);
  time.hi = time.lo = 0;
  if (micros > 0) microsToWords(micros, time);
  batch.pushEvent(time.hi, time.lo, name, from, batch.attributes.length, dropped);
}

/** The field `event` names it; OpenTracing's logs may have only a `message`, which is kept as well. */
function takeEventName(w: BatchWriter, from: number): number {
  const { attributes, strings } = w.batch;
  const [event, message] = [strings.intern('event'), strings.intern('message')];
  const find = (key: number) => {
    for (let a = from; a < attributes.length; a++)
      if (attributes.key.at(a) === key && attributes.type.at(a) === ATTR.string) return a;
    return -1;
  };
  const at = find(event);
  if (at < 0) {
    const said = find(message);
    return said < 0 ? strings.intern('log') : attributes.value.at(said);
  }
  const name = attributes.value.at(at);
  const { key, type, value } = attributes;
  for (const column of [key, type, value]) column.data.copyWithin(at, at + 1, attributes.length);
  attributes.truncate(attributes.length - 1);
  return name;
}
