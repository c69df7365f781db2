import { type Details, FLAG, type Trace } from './columns.ts';
import type { GrowF64, GrowU8, GrowU32 } from './grow.ts';
import type { Times } from './offsets.ts';
import type { Layout } from './order.ts';
import { serviceReader } from './service-reader.ts';
import type { SpanBatch } from './span-batch.ts';
import { wordsDiff, wordsToBigint } from './time.ts';
import type { WarningLog } from './warning-log.ts';

type Parts = {
  readonly batch: SpanBatch;
  readonly layout: Layout;
  readonly times: Times;
  readonly flags: Uint16Array;
  readonly log: WarningLog;
};

/** Puts rows into display order. The attribute, event and link tables are shared by all traces of a batch. */
export function assemble({ batch, layout, times, flags, log }: Parts): Trace {
  const { order } = layout;
  const count = order.length;
  const u32 = (column: GrowU32) => {
    const out = new Uint32Array(count);
    for (let i = 0; i < count; i++) out[i] = column.data[order[i] ?? 0] ?? 0;
    return out;
  };
  const u8 = (column: GrowU8) => {
    const out = new Uint8Array(count);
    for (let i = 0; i < count; i++) out[i] = column.data[order[i] ?? 0] ?? 0;
    return out;
  };
  const pairs = (hi: GrowU32, lo: GrowU32) => {
    const out = new Uint32Array(count * 2);
    for (let i = 0; i < count; i++) {
      out[i * 2] = hi.data[order[i] ?? 0] ?? 0;
      out[i * 2 + 1] = lo.data[order[i] ?? 0] ?? 0;
    }
    return out;
  };

  const start = new Float64Array(count);
  const duration = new Float64Array(count);
  const service = new Uint32Array(count);
  const outFlags = new Uint16Array(count);
  const serviceOf = serviceReader(batch);
  let length = 0;
  let roots = 0;
  for (let i = 0; i < count; i++) {
    const row = order[i] ?? 0;
    start[i] = times.start[row] ?? 0;
    duration[i] = times.duration[row] ?? 0;
    service[i] = serviceOf(row);
    const flag = flags[row] ?? 0;
    outFlags[i] = flag;
    length = Math.max(length, (start[i] ?? 0) + Math.max(0, duration[i] ?? 0));
    if (layout.parent[i] === -1 && (flag & (FLAG.missingParent | FLAG.cycleBroken)) === 0) roots++;
    if (flag !== 0) noteFlags(log, flag, i);
  }
  if (count > 0 && roots === 0) log.note('missing-root', 1, []);
  if (roots > 1) log.note('several-roots', roots, []);

  const details: Details = {
    parentId: pairs(batch.parentHi, batch.parentLo),
    statusMessage: u32(batch.statusMessage),
    traceState: u32(batch.traceState),
    spanFlags: u32(batch.spanFlags),
    resource: u32(batch.resource),
    scope: u32(batch.scope),
    attrFrom: u32(batch.attrFrom),
    attrTo: u32(batch.attrTo),
    eventFrom: u32(batch.eventFrom),
    eventTo: u32(batch.eventTo),
    linkFrom: u32(batch.linkFrom),
    linkTo: u32(batch.linkTo),
    droppedAttributes: u32(batch.droppedAttributes),
    droppedEvents: u32(batch.droppedEvents),
    droppedLinks: u32(batch.droppedLinks),
    ...tables(batch, times),
  };
  return {
    traceId: batch.strings.get(batch.traceId.at(order[0] ?? 0)),
    epoch: wordsToBigint(times.epochHi, times.epochLo),
    length,
    strings: batch.strings,
    warnings: log.warnings(),
    count,
    start,
    duration,
    parent: layout.parent,
    depth: layout.depth,
    size: layout.size,
    service,
    name: u32(batch.name),
    kind: u8(batch.kind),
    status: u8(batch.status),
    flags: outFlags,
    id: pairs(batch.idHi, batch.idLo),
    details,
  };
}

function noteFlags(log: WarningLog, flag: number, span: number): void {
  if (flag & FLAG.missingParent) log.one('missing-parent', span);
  if (flag & FLAG.cycleBroken) log.one('cycle', span);
  if (flag & FLAG.missingStart) log.one('missing-start', span);
  if (flag & FLAG.missingEnd) log.one('missing-end', span);
  if (flag & FLAG.negativeDuration) log.one('negative-duration', span);
  if (flag & FLAG.truncated) log.one('limit', span);
  if (flag & FLAG.merged) log.example('duplicate', span);
  if (flag & FLAG.sharedServer) log.example('shared-id', span);
  if (flag & FLAG.reusedId) log.example('reused-id', span);
}

/** Views, not copies: a batch is done with once its traces are built. */
function tables(batch: SpanBatch, times: Times) {
  const view32 = (c: GrowU32) => c.data.subarray(0, c.length);
  const view64 = (c: GrowF64) => c.data.subarray(0, c.length);
  const { attributes: a, resources: r, scopes: s } = batch;
  const events = batch.eventName.length;
  const time = new Float64Array(events);
  for (let e = 0; e < events; e++) {
    const [hi, lo] = [batch.eventTimeHi.at(e), batch.eventTimeLo.at(e)];
    time[e] = hi === 0 && lo === 0 ? 0 : wordsDiff(hi, lo, times.epochHi, times.epochLo);
  }
  const spanId = new Uint32Array(batch.linkTraceId.length * 2);
  for (let l = 0; l < batch.linkTraceId.length; l++) {
    spanId[l * 2] = batch.linkSpanHi.at(l);
    spanId[l * 2 + 1] = batch.linkSpanLo.at(l);
  }
  return {
    attributes: { key: view32(a.key), type: a.type.data.subarray(0, a.length), value: view64(a.value) },
    events: {
      time,
      name: view32(batch.eventName),
      attrFrom: view32(batch.eventAttrFrom),
      attrTo: view32(batch.eventAttrTo),
      dropped: view32(batch.eventDropped),
    },
    links: {
      traceId: view32(batch.linkTraceId),
      spanId,
      traceState: view32(batch.linkTraceState),
      flags: view32(batch.linkFlags),
      attrFrom: view32(batch.linkAttrFrom),
      attrTo: view32(batch.linkAttrTo),
      dropped: view32(batch.linkDropped),
    },
    resources: {
      attrFrom: view32(r.attrFrom),
      attrTo: view32(r.attrTo),
      dropped: view32(r.dropped),
      schemaUrl: view32(r.schemaUrl),
    },
    scopes: {
      attrFrom: view32(s.attrFrom),
      attrTo: view32(s.attrTo),
      dropped: view32(s.dropped),
      schemaUrl: view32(s.schemaUrl),
      name: view32(s.name),
      version: view32(s.version),
    },
  };
}
