import {
  type Attribute,
  attributeText,
  eventAttributes,
  readAttributes,
  resourceAttributes,
  spanAttributes,
} from '../core/trace/attributes.ts';
import type { Trace } from '../core/trace/columns.ts';
import { hexOfWords } from '../core/trace/ids.ts';
import type { ShownAttribute, SpanDetails } from '../protocol/engine-traces.ts';

export function spanDetails(trace: Trace, span: number): SpanDetails {
  const { strings, details: d } = trace;
  if (!d || span < 0 || span >= trace.count) throw new RangeError(`Span ${span} is not in this trace.`);
  const scope = d.scope[span] ?? 0;
  const range = (from: Uint32Array, to: Uint32Array) =>
    Array.from({ length: (to[span] ?? 0) - (from[span] ?? 0) }, (_, i) => (from[span] ?? 0) + i);
  return {
    span,
    spanId: hexOfWords(trace.id, span),
    parentId: hexOfWords(d.parentId, span),
    name: strings.get(trace.name[span] ?? 0),
    service: strings.get(trace.service[span] ?? 0),
    statusMessage: strings.get(d.statusMessage[span] ?? 0),
    traceState: strings.get(d.traceState[span] ?? 0),
    scope: {
      name: strings.get(d.scopes.name[scope] ?? 0),
      version: strings.get(d.scopes.version[scope] ?? 0),
    },
    attributes: shown(spanAttributes(trace, span)),
    resource: shown(resourceAttributes(trace, d.resource[span] ?? 0)),
    events: range(d.eventFrom, d.eventTo).map((e) => ({
      time: d.events.time[e] ?? 0,
      name: strings.get(d.events.name[e] ?? 0),
      attributes: shown(eventAttributes(trace, e)),
    })),
    links: range(d.linkFrom, d.linkTo).map((l) => ({
      traceId: strings.get(d.links.traceId[l] ?? 0),
      spanId: hexOfWords(d.links.spanId, l),
      attributes: shown(
        readAttributes(d.attributes, strings, d.links.attrFrom[l] ?? 0, d.links.attrTo[l] ?? 0),
      ),
    })),
  };
}

function shown(all: readonly Attribute[]): ShownAttribute[] {
  return all.map(({ key, value }) => ({ key, type: typeOf(value), text: attributeText(value) }));
}

function typeOf(value: Attribute['value']): ShownAttribute['type'] {
  if (value === null) return 'empty';
  if (typeof value === 'object') return 'json' in value ? 'json' : 'bytes';
  if (typeof value === 'bigint') return 'number';
  return typeof value as 'string' | 'number' | 'boolean';
}
