import { type Attribute, attributeText, readAttributes } from './attributes.ts';
import { type AttributeTable, type Details, STATUS_NAMES, type StatusName, type Trace } from './columns.ts';
import { hexOfWords } from './ids.ts';
import type { Redaction } from './redact.ts';

/** An attribute as it is shown: its text, and what it was. BigInt does not survive the way to a webview. */
export type ShownAttribute = {
  readonly key: string;
  readonly type: 'string' | 'number' | 'boolean' | 'bytes' | 'json' | 'empty';
  /** Cut at a limit, without secrets; '' where its key says that all of it is one. */
  readonly text: string;
  /** Characters of the whole text. */
  readonly length: number;
  /** Something of the value must not be shown unasked. */
  readonly secret: boolean;
};

/** The first attributes of an owner, and how many there are (or were, before they were dropped on the way). */
export type ShownAttributes = {
  readonly shown: readonly ShownAttribute[];
  readonly count: number;
  readonly dropped: number;
};

export type SpanEvent = {
  /** ns from the trace's epoch. */
  readonly time: number;
  readonly name: string;
  readonly attributes: ShownAttributes;
};

export type SpanLink = {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: ShownAttributes;
};

/** Everything about one span that the timeline does not hold. */
export type SpanDetails = {
  readonly span: number;
  readonly spanId: string;
  readonly parentId: string;
  readonly name: string;
  readonly service: string;
  readonly status: StatusName;
  readonly statusMessage: string;
  readonly traceState: string;
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: ShownAttributes };
  readonly attributes: ShownAttributes;
  readonly resource: ShownAttributes;
  readonly events: readonly SpanEvent[];
  readonly eventCount: number;
  readonly droppedEvents: number;
  readonly links: readonly SpanLink[];
  readonly linkCount: number;
  readonly droppedLinks: number;
};

export type DetailLimits = {
  /** Attributes of one owner, events, links. */
  readonly items: number;
  /** Characters of a text. */
  readonly text: number;
  /** Undefined: everything is told. */
  readonly redaction?: Pick<Redaction, 'isSecretKey' | 'attributeText'> | undefined;
};

/** Names one attribute of a span: the owner, which event or link of the span, and the attribute's number there. */
export type AttributePath = {
  readonly owner: 'span' | 'resource' | 'scope' | 'event' | 'link';
  readonly item: number;
  readonly attribute: number;
};

export function spanDetails(trace: Trace, span: number, limits: DetailLimits): SpanDetails {
  const { strings } = trace;
  const d = detailsOf(trace, span);
  const [resource, scope] = [d.resource[span] ?? 0, d.scope[span] ?? 0];
  const events = rows(d.eventFrom, d.eventTo, span);
  const links = rows(d.linkFrom, d.linkTo, span);
  const take = (owner: Owned, row: number, dropped: number) =>
    attributesOf(trace, owner, row, dropped, limits);
  return {
    span,
    spanId: hexOfWords(trace.id, span),
    parentId: hexOfWords(d.parentId, span),
    name: strings.get(trace.name[span] ?? 0),
    service: strings.get(trace.service[span] ?? 0),
    status: STATUS_NAMES[trace.status[span] ?? 0] ?? 'unset',
    statusMessage: strings.get(d.statusMessage[span] ?? 0),
    traceState: strings.get(d.traceState[span] ?? 0),
    scope: {
      name: strings.get(d.scopes.name[scope] ?? 0),
      version: strings.get(d.scopes.version[scope] ?? 0),
      attributes: take(d.scopes, scope, d.scopes.dropped[scope] ?? 0),
    },
    attributes: take(d, span, d.droppedAttributes[span] ?? 0),
    resource: take(d.resources, resource, d.resources.dropped[resource] ?? 0),
    events: events.slice(0, limits.items).map((e) => ({
      time: d.events.time[e] ?? 0,
      name: strings.get(d.events.name[e] ?? 0),
      attributes: take(d.events, e, d.events.dropped[e] ?? 0),
    })),
    eventCount: events.length,
    droppedEvents: d.droppedEvents[span] ?? 0,
    links: links.slice(0, limits.items).map((l) => ({
      traceId: strings.get(d.links.traceId[l] ?? 0),
      spanId: hexOfWords(d.links.spanId, l),
      attributes: take(d.links, l, d.links.dropped[l] ?? 0),
    })),
    linkCount: links.length,
    droppedLinks: d.droppedLinks[span] ?? 0,
  };
}

/** The whole text of one attribute, secret or not. */
export function attributeAt(trace: Trace, span: number, path: AttributePath): string {
  const d = detailsOf(trace, span);
  const [owner, row] = ownerOf(d, span, path);
  const at = (owner.attrFrom[row] ?? 0) + path.attribute;
  if (path.attribute < 0 || at >= (owner.attrTo[row] ?? 0))
    throw new RangeError('There is no such attribute.');
  const [attribute] = readAttributes(d.attributes, trace.strings, at, at + 1);
  return attribute ? attributeText(attribute.value) : '';
}

type Owned = { readonly attrFrom: Uint32Array; readonly attrTo: Uint32Array };

function ownerOf(d: Details, span: number, { owner, item }: AttributePath): [Owned, number] {
  switch (owner) {
    case 'span':
      return [d, span];
    case 'resource':
      return [d.resources, d.resource[span] ?? 0];
    case 'scope':
      return [d.scopes, d.scope[span] ?? 0];
    case 'event':
      return [d.events, rows(d.eventFrom, d.eventTo, span)[item] ?? -1];
    case 'link':
      return [d.links, rows(d.linkFrom, d.linkTo, span)[item] ?? -1];
  }
}

function detailsOf(trace: Trace, span: number): Details {
  if (!trace.details || !Number.isInteger(span) || span < 0 || span >= trace.count)
    throw new RangeError(`Span ${span} is not in this trace.`);
  return trace.details;
}

function rows(from: Uint32Array, to: Uint32Array, span: number): number[] {
  const first = from[span] ?? 0;
  return Array.from({ length: Math.max(0, (to[span] ?? 0) - first) }, (_, i) => first + i);
}

function attributesOf(
  trace: Trace,
  owner: Owned,
  row: number,
  dropped: number,
  limits: DetailLimits,
): ShownAttributes {
  const [from, to] = [owner.attrFrom[row] ?? 0, owner.attrTo[row] ?? 0];
  const table = trace.details?.attributes as AttributeTable;
  const first = readAttributes(table, trace.strings, from, Math.min(to, from + limits.items));
  return { shown: first.map((a) => shown(a, limits)), count: to - from, dropped };
}

function shown({ key, value }: Attribute, limits: DetailLimits): ShownAttribute {
  const text = attributeText(value);
  const told = (limits.redaction?.isSecretKey(key) ? '' : limits.redaction?.attributeText(key, text)) ?? text;
  return {
    key,
    type: typeOf(value),
    text: told.slice(0, limits.text),
    length: text.length,
    secret: told !== text,
  };
}

function typeOf(value: Attribute['value']): ShownAttribute['type'] {
  if (value === null) return 'empty';
  if (typeof value === 'object') return 'json' in value ? 'json' : 'bytes';
  if (typeof value === 'bigint') return 'number';
  return typeof value as 'string' | 'number' | 'boolean';
}
