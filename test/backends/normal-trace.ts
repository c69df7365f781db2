import {
  type Attribute,
  eventAttributes,
  readAttributes,
  resourceAttributes,
  spanAttributes,
} from '../../src/core/trace/attributes.ts';
import { KIND_NAMES, STATUS_NAMES, type Trace } from '../../src/core/trace/columns.ts';
import { hexOfWords } from '../../src/core/trace/ids.ts';

/** A trace as plain data that can be compared: spans by id, attributes by key, times in Unix ns. */
export type NormalSpan = {
  readonly id: string;
  readonly parent: string;
  readonly service: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly message: string;
  readonly start: bigint;
  readonly duration: number;
  readonly traceState: string;
  readonly scope: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
  readonly events: readonly {
    readonly time: bigint;
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
  readonly links: readonly { readonly to: string; readonly attributes: Readonly<Record<string, string>> }[];
};

export function normalTrace(trace: Trace): NormalSpan[] {
  const d = trace.details;
  if (!d) throw new Error('a trace without details');
  const text = (id: number | undefined) => trace.strings.get(id ?? 0);
  return Array.from({ length: trace.count }, (_, i): NormalSpan => {
    const scope = d.scope[i] ?? 0;
    return {
      id: hexOfWords(trace.id, i),
      parent: hexOfWords(d.parentId, i),
      service: text(trace.service[i]),
      name: text(trace.name[i]),
      kind: KIND_NAMES[trace.kind[i] ?? 0] ?? '',
      status: STATUS_NAMES[trace.status[i] ?? 0] ?? '',
      message: text(d.statusMessage[i]),
      start: trace.epoch + BigInt(trace.start[i] ?? 0),
      duration: trace.duration[i] ?? 0,
      traceState: text(d.traceState[i]),
      scope: `${text(d.scopes.name[scope])}@${text(d.scopes.version[scope])}`,
      attributes: record(spanAttributes(trace, i)),
      resource: record(resourceAttributes(trace, d.resource[i] ?? 0)),
      events: range(d.eventFrom[i], d.eventTo[i])
        .map((e) => ({
          time: trace.epoch + BigInt(d.events.time[e] ?? 0),
          name: text(d.events.name[e]),
          attributes: record(eventAttributes(trace, e)),
        }))
        .sort((a, b) => Number(a.time - b.time)),
      links: range(d.linkFrom[i], d.linkTo[i]).map((l) => ({
        to: `${text(d.links.traceId[l])}:${hexOfWords(d.links.spanId, l)}`,
        attributes: record(
          readAttributes(d.attributes, trace.strings, d.links.attrFrom[l] ?? 0, d.links.attrTo[l] ?? 0),
        ),
      })),
    };
  }).sort((a, b) => (a.id < b.id ? -1 : 1));
}

const range = (from = 0, to = 0) => Array.from({ length: to - from }, (_, i) => from + i);

/** The type before the text, so that 1 and "1" differ. */
const record = (all: readonly Attribute[]) =>
  Object.fromEntries(
    all.map(({ key, value }) => [key, shown(value)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

function shown(value: Attribute['value']): string {
  if (value === null) return 'empty';
  if (typeof value === 'object') return 'json' in value ? `json ${value.json}` : `bytes ${value.bytes}`;
  return `${typeof value} ${value}`;
}
