import { ATTR, FLAG, KIND } from '../trace/columns.ts';
import { emptyOwner } from '../trace/owner-index.ts';
import { addNs, microsToWords, type Words } from '../trace/time.ts';
import { truncateParts } from '../trace/truncate-batch.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { IdReader } from './id-reader.ts';
import type { JsonReader } from './json-reader.ts';
import { KeySet } from './key-set.ts';
import type { OtelTags } from './otel-tags.ts';
import { readMicros } from './otlp-json-values.ts';
import { readPlainValue } from './plain-value.ts';
import { pushAnnotation } from './zipkin-annotation.ts';

const SPAN = new KeySet([
  'traceId',
  'id',
  'parentId',
  'name',
  'kind',
  'timestamp',
  'duration',
  'localEndpoint',
  'remoteEndpoint',
  'annotations',
  'tags',
  'shared',
]);
const ENDPOINT = new KeySet(['serviceName', 'ipv4', 'ipv6', 'port']);
const ANNOTATION = new KeySet(['timestamp', 'value']);

export type ZipkinContext = { readonly ids: IdReader; readonly tags: OtelTags };

const time: Words = { hi: 0, lo: 0 };

export function readZipkinSpan(r: JsonReader, w: BatchWriter, { ids, tags }: ZipkinContext): void {
  const { row, batch } = w;
  w.startSpan();
  tags.start();
  r.cut = false;
  let [startMicros, durationMicros] = [Number.NaN, Number.NaN];
  let [localAt, remoteAt, tagsAt] = [-1, -1, -1];
  // A span without a kind is local work.
  row.kind = KIND.internal;
  if (r.enterObject())
    do {
      switch (SPAN.read(r)) {
        case 'traceId':
          r.string();
          row.traceId = ids.trace(r.bytes, r.from, r.to);
          break;
        case 'id':
          r.string();
          if (!ids.span(r.bytes, r.from, r.to)) w.refuse('A span has an id that is not up to 16 hex digits.');
          row.idHi = ids.hi;
          row.idLo = ids.lo;
          break;
        case 'parentId':
          r.string();
          if (!ids.span(r.bytes, r.from, r.to))
            w.refuse('A span has a parent id that is not up to 16 hex digits.');
          row.parentHi = ids.hi;
          row.parentLo = ids.lo;
          break;
        case 'name':
          r.string();
          row.name = r.intern(batch.strings, w.limits.textBytes);
          break;
        case 'kind':
          if (r.string()) row.kind = KINDS[r.text()] ?? KIND.internal;
          break;
        case 'timestamp':
          startMicros = readMicros(r);
          break;
        case 'duration':
          durationMicros = readMicros(r);
          break;
        // What becomes attributes waits, so that all of it stands in one run.
        case 'localEndpoint':
          localAt = skipped(r);
          break;
        case 'remoteEndpoint':
          remoteAt = skipped(r);
          break;
        case 'tags':
          tagsAt = skipped(r);
          break;
        case 'annotations':
          truncateParts(batch, row.eventFrom, batch.linkTraceId.length);
          readAnnotations(r, w);
          break;
        case 'shared':
          if (r.boolean()) row.marks |= FLAG.sharedServer;
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  const end = r.pos;
  row.attrFrom = batch.attributes.length;
  if (tagsAt >= 0) readTags(r, w, tags, tagsAt);
  if (remoteAt >= 0) readRemote(r, w, remoteAt);
  row.attrTo = batch.attributes.length;
  row.resource = readLocal(r, w, localAt);
  r.pos = end;
  tags.finish();
  if (startMicros > 0) setTimes(w, startMicros, durationMicros);
  if (r.cut) w.cut = true;
  w.endSpan();
}

const KINDS: Readonly<Record<string, number>> = {
  CLIENT: KIND.client,
  SERVER: KIND.server,
  PRODUCER: KIND.producer,
  CONSUMER: KIND.consumer,
};

function skipped(r: JsonReader): number {
  r.peek();
  const at = r.pos;
  r.skip();
  return at;
}

function setTimes({ row }: BatchWriter, startMicros: number, durationMicros: number): void {
  microsToWords(startMicros, time);
  row.startHi = time.hi;
  row.startLo = time.lo;
  if (Number.isNaN(durationMicros)) return;
  addNs(row.startHi, row.startLo, Math.round(durationMicros * 1000), time);
  row.endHi = time.hi;
  row.endLo = time.lo;
}

function readTags(r: JsonReader, w: BatchWriter, tags: OtelTags, at: number): void {
  const { attributes, strings } = w.batch;
  const from = attributes.length;
  r.pos = at;
  if (!r.enterObject()) return;
  do {
    r.key();
    const key = r.intern(strings, w.limits.textBytes);
    if (attributes.length - from >= w.limits.attributes) {
      r.skip();
      w.row.droppedAttributes++;
      w.cut = true;
      continue;
    }
    readPlainValue(r, w, key);
    tags.take();
  } while (r.nextMember());
}

type Endpoint = { service: number; address: number; port: number };

function readEndpoint(r: JsonReader, w: BatchWriter, at: number): Endpoint {
  const { strings } = w.batch;
  const endpoint: Endpoint = { service: 0, address: 0, port: 0 };
  r.pos = at;
  if (r.enterObject())
    do {
      switch (ENDPOINT.read(r)) {
        case 'serviceName':
          r.string();
          endpoint.service = r.intern(strings, w.limits.textBytes);
          break;
        case 'ipv4':
          r.string();
          endpoint.address = r.intern(strings, w.limits.textBytes);
          break;
        case 'ipv6':
          r.string();
          endpoint.address ||= r.intern(strings, w.limits.textBytes);
          break;
        case 'port': {
          const port = readMicros(r);
          endpoint.port = port > 0 && port < 65_536 ? port : 0;
          break;
        }
        default:
          r.skip();
      }
    } while (r.nextMember());
  return endpoint;
}

/** The other side, under the names that OpenTelemetry has for it. */
function readRemote(r: JsonReader, w: BatchWriter, at: number): void {
  const { attributes, strings } = w.batch;
  const remote = readEndpoint(r, w, at);
  if (remote.service) attributes.push(strings.intern('peer.service'), ATTR.string, remote.service);
  if (remote.address) attributes.push(strings.intern('network.peer.address'), ATTR.string, remote.address);
  if (remote.port) attributes.push(strings.intern('network.peer.port'), ATTR.int, remote.port);
}

/** The resource: name, and address where one is given. */
function readLocal(r: JsonReader, w: BatchWriter, at: number): number {
  if (at < 0) return 0;
  const { attributes, strings } = w.batch;
  const local = readEndpoint(r, w, at);
  const from = attributes.length;
  if (local.service) attributes.push(strings.intern('service.name'), ATTR.string, local.service);
  if (local.address) attributes.push(strings.intern('network.local.address'), ATTR.string, local.address);
  if (local.port) attributes.push(strings.intern('network.local.port'), ATTR.int, local.port);
  const owner = emptyOwner();
  w.takeAttributes('resource', owner, from);
  return w.ownerRow('resource', owner);
}

function readAnnotations(r: JsonReader, w: BatchWriter): void {
  const { batch, row, limits } = w;
  if (!r.enterList()) return;
  do {
    if (batch.eventName.length - row.eventFrom >= limits.events) {
      r.skip();
      row.droppedEvents++;
      w.cut = true;
      continue;
    }
    let [micros, value] = [Number.NaN, ''];
    if (r.enterObject())
      do {
        switch (ANNOTATION.read(r)) {
          case 'timestamp':
            micros = readMicros(r);
            break;
          case 'value':
            r.string();
            value = r.text();
            break;
          default:
            r.skip();
        }
      } while (r.nextMember());
    time.hi = time.lo = 0;
    if (micros > 0) microsToWords(micros, time);
    pushAnnotation(w, time, value);
  } while (r.nextElement());
}
