import { readAttributes } from '../../../src/core/trace/attributes.ts';
import type { Details, Trace } from '../../../src/core/trace/columns.ts';
import { hexOfWords } from '../../../src/core/trace/ids.ts';

/** Values as the clients print them: integers beyond 2^53 as `{ int }`. */
type Values = Readonly<Record<string, unknown>>;

export type SentSpan = {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly start: string;
  readonly end: string;
  readonly status: number;
  readonly message: string;
  readonly attributes: Values;
  readonly events: readonly { readonly name: string; readonly time: string; readonly attributes: Values }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: Values;
  }[];
  readonly scope: { readonly name: string; readonly version: string };
  readonly resource: Values;
};

export type SentTrace = { readonly traceId: string; readonly spans: readonly SentSpan[] };

/** A stored trace in the words of the program that sent it, by span id. */
export function asSent(trace: Trace): readonly SentSpan[] {
  const d = trace.details;
  if (!d) throw new Error('no details');
  const text = (id: number | undefined) => trace.strings.get(id ?? 0);
  const pairs = (from = 0, to = 0) => values(trace, d, from, to);
  const range = (from = 0, to = 0) => Array.from({ length: to - from }, (_, i) => from + i);
  const time = (ns = 0) => String(trace.epoch + BigInt(ns));
  return Array.from({ length: trace.count }, (_, i) => {
    const [resource, scope] = [d.resource[i] ?? 0, d.scope[i] ?? 0];
    return {
      spanId: hexOfWords(trace.id, i),
      parentSpanId: hexOfWords(d.parentId, i),
      name: text(trace.name[i]),
      kind: trace.kind[i] ?? 0,
      start: time(trace.start[i]),
      end: time((trace.start[i] ?? 0) + (trace.duration[i] ?? 0)),
      status: trace.status[i] ?? 0,
      message: text(d.statusMessage[i]),
      attributes: pairs(d.attrFrom[i], d.attrTo[i]),
      events: range(d.eventFrom[i], d.eventTo[i]).map((e) => ({
        name: text(d.events.name[e]),
        time: time(d.events.time[e]),
        attributes: pairs(d.events.attrFrom[e], d.events.attrTo[e]),
      })),
      links: range(d.linkFrom[i], d.linkTo[i]).map((l) => ({
        traceId: text(d.links.traceId[l]),
        spanId: hexOfWords(d.links.spanId, l),
        attributes: pairs(d.links.attrFrom[l], d.links.attrTo[l]),
      })),
      scope: { name: text(d.scopes.name[scope]), version: text(d.scopes.version[scope]) },
      resource: pairs(d.resources.attrFrom[resource], d.resources.attrTo[resource]),
    };
  }).sort(bySpanId);
}

export const bySpanId = (a: SentSpan, b: SentSpan): number => (a.spanId < b.spanId ? -1 : 1);

function values(trace: Trace, d: Details, from: number, to: number): Values {
  return Object.fromEntries(
    readAttributes(d.attributes, trace.strings, from, to).map(({ key, value }) => {
      if (typeof value === 'bigint') return [key, { int: String(value) }];
      if (typeof value === 'object' && value !== null && 'json' in value)
        return [key, plain(JSON.parse(value.json))];
      return [key, value];
    }),
  );
}

/** `{ arrayValue: { values: [{ intValue: "1" }] } }` as `[1]`. */
function plain(value: Record<string, unknown>): unknown {
  const [[type = '', content] = []] = Object.entries(value);
  if (type === 'arrayValue')
    return ((content as { values?: Record<string, unknown>[] }).values ?? []).map(plain);
  return type === 'intValue' ? Number(content) : content;
}
