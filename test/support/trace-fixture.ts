import { buildTraces } from '../../src/core/trace/build-traces.ts';
import {
  ATTR,
  KIND,
  type KindName,
  STATUS,
  type StatusName,
  type Trace,
} from '../../src/core/trace/columns.ts';
import { emptySpanRow, SpanBatch } from '../../src/core/trace/span-batch.ts';
import { bigintToWords } from '../../src/core/trace/time.ts';

type Scalar = string | number | boolean;
/** A bigint is an integer beyond 2^53; `null` a value sent empty. */
type Value = Scalar | bigint | null | readonly Scalar[];

/** A span as a test writes it; times in ns after EPOCH. */
export type SpanSpec = {
  readonly id: string;
  readonly parent?: string;
  readonly trace?: string;
  readonly name?: string;
  readonly service?: string;
  readonly scope?: string;
  readonly kind?: KindName;
  readonly status?: StatusName;
  readonly message?: string;
  /** `undefined`: the key is absent from the data. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly attributes?: Readonly<Record<string, Value>>;
  readonly resource?: Readonly<Record<string, Value>>;
  readonly events?: readonly { at: number; name: string; attributes?: Readonly<Record<string, Value>> }[];
  readonly scopeVersion?: string;
  readonly scopeAttributes?: Readonly<Record<string, Value>>;
  readonly links?: readonly {
    trace: string;
    span: string;
    attributes?: Readonly<Record<string, Value>>;
  }[];
  readonly traceState?: string;
};

export const EPOCH = 1_700_000_000_000_000_000n;
export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

export function batchOf(spans: readonly SpanSpec[]): SpanBatch {
  const batch = new SpanBatch();
  const { strings, attributes } = batch;
  const push = (all: Readonly<Record<string, Value>>): [number, number] => {
    const from = attributes.length;
    for (const [key, v] of Object.entries(all)) {
      const k = strings.intern(key);
      if (typeof v === 'string') attributes.push(k, ATTR.string, strings.intern(v));
      else if (typeof v === 'boolean') attributes.push(k, ATTR.bool, v ? 1 : 0);
      else if (typeof v === 'bigint') attributes.push(k, ATTR.bigint, strings.intern(String(v)));
      else if (v === null) attributes.push(k, ATTR.empty, 0);
      else if (typeof v === 'object') attributes.push(k, ATTR.json, strings.intern(arrayJson(v)));
      else attributes.push(k, Number.isInteger(v) ? ATTR.int : ATTR.double, v);
    }
    return [from, attributes.length];
  };
  const words = (id: string) =>
    [Number.parseInt(id.slice(0, -8) || '0', 16), Number.parseInt(id.slice(-8), 16)] as const;
  const time = (ns: number | undefined) =>
    ns === undefined ? { hi: 0, lo: 0 } : bigintToWords(EPOCH + BigInt(ns));
  for (const span of spans) {
    const row = emptySpanRow();
    row.traceId = strings.intern(span.trace ?? TRACE_ID);
    [row.idHi, row.idLo] = words(span.id);
    if (span.parent) [row.parentHi, row.parentLo] = words(span.parent);
    const [start, end] = [time('start' in span ? span.start : 0), time('end' in span ? span.end : 0)];
    [row.startHi, row.startLo, row.endHi, row.endLo] = [start.hi, start.lo, end.hi, end.lo];
    row.name = strings.intern(span.name ?? span.id);
    row.kind = KIND[span.kind ?? 'internal'];
    row.status = STATUS[span.status ?? 'unset'];
    row.statusMessage = strings.intern(span.message ?? '');
    row.traceState = strings.intern(span.traceState ?? '');
    const [rFrom, rTo] = push({ 'service.name': span.service ?? 'svc', ...span.resource });
    row.resource = batch.resources.add(rFrom, rTo, 0, 0);
    const [sFrom, sTo] = push(span.scopeAttributes ?? {});
    const version = strings.intern(span.scopeVersion ?? '');
    row.scope = batch.scopes.add(sFrom, sTo, 0, 0, strings.intern(span.scope ?? ''), version);
    row.eventFrom = batch.eventName.length;
    for (const e of span.events ?? []) {
      const [from, to] = push(e.attributes ?? {});
      const at = bigintToWords(EPOCH + BigInt(e.at));
      batch.pushEvent(at.hi, at.lo, strings.intern(e.name), from, to, 0);
    }
    row.linkFrom = batch.linkTraceId.length;
    for (const l of span.links ?? []) {
      const [spanHi, spanLo] = words(l.span);
      const [attrFrom, attrTo] = push(l.attributes ?? {});
      batch.pushLink({
        traceId: strings.intern(l.trace),
        spanHi,
        spanLo,
        traceState: 0,
        flags: 0,
        attrFrom,
        attrTo,
        dropped: 0,
      });
    }
    [row.attrFrom, row.attrTo] = push(span.attributes ?? {});
    batch.pushSpan(row);
  }
  return batch;
}

/** The OTLP/JSON form in which the columns keep an array. */
function arrayJson(items: readonly Scalar[]): string {
  const values = items.map((item) => {
    if (typeof item === 'string') return { stringValue: item };
    if (typeof item === 'boolean') return { boolValue: item };
    return Number.isInteger(item) ? { intValue: String(item) } : { doubleValue: item };
  });
  return JSON.stringify({ arrayValue: { values } });
}

export function tracesOf(...spans: SpanSpec[]): Trace[] {
  return buildTraces(batchOf(spans));
}

export function traceOf(...spans: SpanSpec[]): Trace {
  const [trace] = tracesOf(...spans);
  if (!trace) throw new Error('no spans given');
  return trace;
}

/** Names in display order, indented by depth: how a waterfall would read. */
export function outline(trace: Trace): string[] {
  return Array.from(
    { length: trace.count },
    (_, i) => '  '.repeat(trace.depth[i] ?? 0) + trace.strings.get(trace.name[i] ?? 0),
  );
}
