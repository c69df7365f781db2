import { ATTR } from '../trace/columns.ts';
import { truncateParts } from '../trace/truncate-batch.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { IdReader } from './id-reader.ts';
import type { JsonReader } from './json-reader.ts';
import { KeySet } from './key-set.ts';
import { readSpanId, readTraceId } from './otlp-json-values.ts';

const REFERENCE = new KeySet(['refType', 'traceID', 'spanID']);
const CHILD_OF = 1;
const FOLLOWS_FROM = 2;

/**
 * The first CHILD_OF of a span whose trace id is known already is its parent; all other references become links, among
 * which `settleParent` looks for one.
 */
export function readReferences(r: JsonReader, w: BatchWriter, ids: IdReader): void {
  const { batch, limits, row } = w;
  row.parentHi = row.parentLo = 0;
  truncateParts(batch, batch.eventName.length, row.linkFrom);
  if (!r.enterList()) return;
  do {
    let kind = 0;
    let traceId = 0;
    let spanHi = 0;
    let spanLo = 0;
    for (let key = REFERENCE.first(r); key !== null; key = REFERENCE.next(r))
      switch (key) {
        case 'refType':
          r.string();
          kind = r.to - r.from === 8 ? CHILD_OF : FOLLOWS_FROM;
          break;
        case 'traceID':
          traceId = readTraceId(r, ids);
          break;
        case 'spanID':
          readSpanId(r, ids);
          spanHi = ids.hi;
          spanLo = ids.lo;
          break;
        default:
          r.skip();
      }
    const isParent =
      kind === CHILD_OF &&
      traceId !== 0 &&
      traceId === row.traceId &&
      row.parentHi === 0 &&
      row.parentLo === 0;
    if (isParent) {
      row.parentHi = spanHi;
      row.parentLo = spanLo;
    } else if (
      traceId === 0 ||
      (spanHi === 0 && spanLo === 0) ||
      batch.linkTraceId.length - row.linkFrom >= limits.links
    )
      row.droppedLinks++;
    // The kind stands in `flags` until the parent is settled; Jaeger has no link flags.
    else
      batch.pushLink({
        traceId,
        spanHi,
        spanLo,
        traceState: 0,
        flags: kind,
        attrFrom: 0,
        attrTo: 0,
        dropped: 0,
      });
  } while (r.nextElement());
}

/** As Jaeger's model has it: the first CHILD_OF of the same trace, else the first other reference of the same trace. */
export function settleParent(w: BatchWriter, parentHi: number, parentLo: number): void {
  const { batch, row } = w;
  const { linkTraceId, linkFlags } = batch;
  if (row.parentHi !== 0 || row.parentLo !== 0) {
    if (linkTraceId.length > row.linkFrom) keepLinks(w, -1);
    return;
  }
  let parent = -1;
  for (let l = row.linkFrom; l < linkTraceId.length; l++)
    if (
      linkTraceId.at(l) === row.traceId &&
      (parent < 0 || (linkFlags.at(l) === CHILD_OF && linkFlags.at(parent) !== CHILD_OF))
    )
      parent = l;
  row.parentHi = parent < 0 ? parentHi : batch.linkSpanHi.at(parent);
  row.parentLo = parent < 0 ? parentLo : batch.linkSpanLo.at(parent);
  if (parent >= 0 && linkTraceId.length - row.linkFrom === 1) {
    truncateParts(batch, batch.eventName.length, row.linkFrom);
    return;
  }
  if (linkTraceId.length > row.linkFrom) keepLinks(w, parent);
}

/** The other references stay as links that say what kind they were. */
function keepLinks(w: BatchWriter, parent: number): void {
  const { batch, row } = w;
  const { strings, attributes } = batch;
  const key = strings.intern('opentracing.ref_type');
  let to = row.linkFrom;
  for (let l = row.linkFrom; l < batch.linkTraceId.length; l++) {
    if (l === parent) continue;
    const kind = batch.linkFlags.at(l) === CHILD_OF ? 'child_of' : 'follows_from';
    batch.linkTraceId.data[to] = batch.linkTraceId.at(l);
    batch.linkSpanHi.data[to] = batch.linkSpanHi.at(l);
    batch.linkSpanLo.data[to] = batch.linkSpanLo.at(l);
    batch.linkFlags.data[to] = 0;
    batch.linkAttrFrom.data[to] = attributes.length;
    attributes.push(key, ATTR.string, strings.intern(kind));
    batch.linkAttrTo.data[to] = attributes.length;
    to++;
  }
  truncateParts(batch, batch.eventName.length, to);
}
