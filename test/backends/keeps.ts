// What each server can't keep, in one place: the contract reads a trace back and holds it against the original with
// these losses applied, so a loss that is not listed here fails, and so does one that a server no longer has.
import type { NormalSpan } from './normal-trace.ts';

export type Keeps = {
  /** Precision of starts, durations and events. */
  readonly times: 'ns' | 'µs';
  /** `text`: every attribute value comes back as a string. */
  readonly values: 'typed' | 'text';
  /** What becomes of lists and key-value lists. */
  readonly nested: 'kept' | 'plain JSON text' | 'flattened, lists as text';
  /** As references: ids, and that it is no parent. */
  readonly links: 'kept' | 'references' | 'none';
  readonly names: 'kept' | 'lower case';
  /** Attributes of the resource beside its service name. */
  readonly resource: 'kept' | 'none';
  readonly okStatus: boolean;
  readonly statusMessage: boolean;
  /** Errors are a tag of the span, its message their text. */
  readonly errorTag: boolean;
  readonly eventAttributes: boolean;
  readonly traceState: boolean;
  readonly scope: boolean;
  /** Its own service graph knows calls through a queue. */
  readonly queueEdges: boolean;
};

const EVERYTHING: Keeps = {
  times: 'ns',
  values: 'typed',
  nested: 'kept',
  links: 'kept',
  names: 'kept',
  resource: 'kept',
  okStatus: true,
  statusMessage: true,
  errorTag: false,
  eventAttributes: true,
  traceState: true,
  scope: true,
  queueEdges: true,
};

export const KEEPS = {
  'Jaeger (API v3)': EVERYTHING,
  Tempo: EVERYTHING,
  'Embedded store': EVERYTHING,
  'Jaeger (legacy API)': { ...EVERYTHING, times: 'µs', nested: 'plain JSON text', links: 'references' },
  'VictoriaTraces (Jaeger API)': {
    ...EVERYTHING,
    times: 'µs',
    values: 'text',
    nested: 'flattened, lists as text',
    links: 'references',
    okStatus: false,
  },
  'VictoriaTraces (Tempo API)': { ...EVERYTHING, values: 'text', nested: 'flattened, lists as text' },
  // As OpenTelemetry's exporters write Zipkin's format.
  Zipkin: {
    ...EVERYTHING,
    times: 'µs',
    values: 'text',
    nested: 'plain JSON text',
    links: 'none',
    names: 'lower case',
    resource: 'none',
    errorTag: true,
    eventAttributes: false,
    traceState: false,
    queueEdges: false,
  },
} as const satisfies Record<string, Keeps>;

export function asKept(spans: readonly NormalSpan[], keeps: Keeps): NormalSpan[] {
  return spans.map((span): NormalSpan => {
    const name = (text: string) => (keeps.names === 'kept' ? text : text.toLowerCase());
    const start = time(span.start, keeps);
    return {
      ...span,
      service: name(span.service),
      name: name(span.name),
      start,
      duration: keeps.times === 'ns' ? span.duration : Math.floor(span.duration / 1000) * 1000,
      status: span.status === 'ok' && !keeps.okStatus ? 'unset' : span.status,
      message: keeps.statusMessage ? span.message : '',
      traceState: keeps.traceState ? span.traceState : '',
      scope: keeps.scope ? span.scope : '@',
      attributes: values(
        keeps.errorTag && span.status === 'error'
          ? { ...span.attributes, error: `string ${span.message}` }
          : span.attributes,
        keeps,
      ),
      resource:
        keeps.resource === 'kept'
          ? values(span.resource, keeps)
          : { 'service.name': `string ${name(span.service)}` },
      events: span.events.map((event) => ({
        time: time(event.time, keeps),
        name: event.name,
        attributes: keeps.eventAttributes ? values(event.attributes, keeps) : {},
      })),
      links:
        keeps.links === 'none'
          ? []
          : span.links.map((link) =>
              keeps.links === 'kept'
                ? link
                : { ...link, attributes: { 'opentracing.ref_type': 'string follows_from' } },
            ),
    };
  });
}

const time = (ns: bigint, keeps: Keeps) => (keeps.times === 'ns' ? ns : (ns / 1000n) * 1000n);

type Values = Readonly<Record<string, string>>;

function values(all: Values, keeps: Keeps): Values {
  const kept = Object.entries(all).flatMap(([key, typed]): (readonly [string, string])[] => {
    const [type = '', text] = split(typed);
    if (type === 'json') return nested(key, JSON.parse(text), typed, keeps);
    if (keeps.values === 'text') return [[key, `string ${text}`]];
    return [[key, typed]];
  });
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const split = (typed: string) =>
  [typed.slice(0, typed.indexOf(' ')), typed.slice(typed.indexOf(' ') + 1)] as const;

/** `otlp` is the OTLP/JSON form of the value. */
function nested(key: string, otlp: unknown, typed: string, keeps: Keeps): (readonly [string, string])[] {
  if (keeps.nested === 'kept') return [[key, typed]];
  const plain = toPlain(otlp);
  if (keeps.nested === 'plain JSON text' || Array.isArray(plain))
    return [[key, `string ${JSON.stringify(plain)}`]];
  return flatten(key, plain);
}

function flatten(key: string, plain: unknown): (readonly [string, string])[] {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
    return [[key, `string ${typeof plain === 'string' ? plain : JSON.stringify(plain)}`]];
  return Object.entries(plain).flatMap(([inner, value]) => flatten(`${key}.${inner}`, value));
}

function toPlain(value: unknown): unknown {
  const v = value as Record<string, unknown>;
  if (Array.isArray(value)) return value.map(toPlain);
  if ('stringValue' in v) return v.stringValue;
  if ('boolValue' in v) return v.boolValue;
  if ('intValue' in v) return Number(v.intValue);
  if ('doubleValue' in v) return v.doubleValue;
  if ('values' in v) return toPlain(v.values);
  if ('arrayValue' in v) return toPlain((v.arrayValue as { values: unknown }).values);
  if ('kvlistValue' in v) {
    const { values: entries } = v.kvlistValue as { values: readonly { key: string; value: unknown }[] };
    return Object.fromEntries(entries.map(({ key, value: inner }) => [key, toPlain(inner)]));
  }
  return value;
}
