import { ATTR, type Details, FLAG, type Trace } from '../trace/columns.ts';
import { doubleText } from './any-value-json.ts';
import { ByteWriter } from './byte-writer.ts';
import { groupSpans } from './group-spans.ts';

/**
 * Traces as OTLP/JSON (TracesData), the way the specification writes it: ids in hex, enums as numbers, 64-bit integers
 * as strings. Nothing that the columns hold is left out, so decoding it gives the same trace. Traces must have details.
 */
export function encodeOtlpJson(traces: readonly Trace[]): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  let separator = '';
  out.text('{"resourceSpans":[');
  for (const trace of traces) {
    const one = new TraceText(trace);
    for (const [resource, scopes] of groupSpans(trace)) {
      out.text(`${separator}{"resource":${one.resource(resource)},"scopeSpans":[`);
      let scopeSeparator = '';
      for (const [scope, spans] of scopes) {
        out.text(`${scopeSeparator}{"scope":${one.scope(scope)},"spans":[`);
        spans.forEach((span, i) => {
          out.text(`${i > 0 ? ',' : ''}${one.span(span)}`);
        });
        out.text(`]${one.schemaUrl(one.details.scopes.schemaUrl[scope])}}`);
        scopeSeparator = ',';
      }
      out.text(`]${one.schemaUrl(one.details.resources.schemaUrl[resource])}}`);
      separator = ',';
    }
  }
  out.text(']}');
  return out.done();
}

/** The parts of one trace as text. */
class TraceText {
  readonly details: Details;
  readonly #trace: Trace;
  /** Texts in quotes, by string id: keys and many values come again and again. */
  readonly #quoted: (string | undefined)[] = [];

  constructor(trace: Trace) {
    if (!trace.details) throw new RangeError('A trace without its details can not be exported.');
    this.details = trace.details;
    this.#trace = trace;
  }

  resource(row: number): string {
    const { attrFrom, attrTo, dropped } = this.details.resources;
    return this.#owner([], attrFrom[row], attrTo[row], dropped[row]);
  }

  scope(row: number): string {
    const { attrFrom, attrTo, dropped, name, version } = this.details.scopes;
    const named = [this.#text('name', name[row]), this.#text('version', version[row])];
    return this.#owner(named, attrFrom[row], attrTo[row], dropped[row]);
  }

  schemaUrl(id: number | undefined): string {
    return id ? `,${this.#text('schemaUrl', id)}` : '';
  }

  span(i: number): string {
    const d = this.details;
    const t = this.#trace;
    const flags = t.flags[i] ?? 0;
    const start = t.start[i] ?? 0;
    const end = start + (t.duration[i] ?? 0);
    return object(
      `"traceId":"${t.traceId}"`,
      `"spanId":"${hexId(t.id, i)}"`,
      isZero(d.parentId, i) ? '' : `"parentSpanId":"${hexId(d.parentId, i)}"`,
      this.#text('traceState', d.traceState[i]),
      count('flags', d.spanFlags[i]),
      this.#text('name', t.name[i]),
      count('kind', t.kind[i]),
      flags & FLAG.missingStart ? '' : `"startTimeUnixNano":"${this.#time(start)}"`,
      flags & FLAG.missingEnd ? '' : `"endTimeUnixNano":"${this.#time(end)}"`,
      this.#attributes(d.attrFrom[i], d.attrTo[i]),
      count('droppedAttributesCount', d.droppedAttributes[i]),
      list(
        'events',
        range(d.eventFrom[i], d.eventTo[i]).map((e) => this.#event(e)),
      ),
      count('droppedEventsCount', d.droppedEvents[i]),
      list(
        'links',
        range(d.linkFrom[i], d.linkTo[i]).map((l) => this.#link(l)),
      ),
      count('droppedLinksCount', d.droppedLinks[i]),
      `"status":${object(this.#text('message', d.statusMessage[i]), count('code', t.status[i]))}`,
    );
  }

  #event(e: number): string {
    const { time, name, attrFrom, attrTo, dropped } = this.details.events;
    return object(
      `"timeUnixNano":"${this.#time(time[e] ?? 0)}"`,
      this.#text('name', name[e]),
      this.#attributes(attrFrom[e], attrTo[e]),
      count('droppedAttributesCount', dropped[e]),
    );
  }

  #link(l: number): string {
    const { traceId, spanId, traceState, flags, attrFrom, attrTo, dropped } = this.details.links;
    return object(
      this.#text('traceId', traceId[l]),
      `"spanId":"${hexId(spanId, l)}"`,
      this.#text('traceState', traceState[l]),
      this.#attributes(attrFrom[l], attrTo[l]),
      count('droppedAttributesCount', dropped[l]),
      count('flags', flags[l]),
    );
  }

  #owner(named: readonly string[], from = 0, to = 0, dropped = 0): string {
    return object(...named, this.#attributes(from, to), count('droppedAttributesCount', dropped));
  }

  #attributes(from = 0, to = 0): string {
    const { key, type, value } = this.details.attributes;
    return list(
      'attributes',
      range(from, to).map(
        (a) =>
          `{"key":${this.#quote(key[a] ?? 0)},"value":${this.#value(type[a] ?? ATTR.empty, value[a] ?? 0)}}`,
      ),
    );
  }

  #value(type: number, value: number): string {
    switch (type) {
      case ATTR.string:
        return `{"stringValue":${this.#quote(value)}}`;
      case ATTR.bool:
        return `{"boolValue":${value !== 0}}`;
      case ATTR.int:
        return `{"intValue":"${value}"}`;
      case ATTR.double:
        return `{"doubleValue":${doubleText(value)}}`;
      case ATTR.bigint:
        return `{"intValue":${this.#quote(value)}}`;
      case ATTR.bytes:
        return `{"bytesValue":${this.#quote(value)}}`;
      case ATTR.json:
        return this.#trace.strings.get(value);
      default:
        return '{}';
    }
  }

  #time(offset: number): string {
    return String(this.#trace.epoch + BigInt(offset));
  }

  #text(name: string, id = 0): string {
    return id === 0 ? '' : `"${name}":${this.#quote(id)}`;
  }

  #quote(id: number): string {
    let text = this.#quoted[id];
    if (text === undefined) {
      text = JSON.stringify(this.#trace.strings.get(id));
      this.#quoted[id] = text;
    }
    return text;
  }
}

const object = (...members: readonly string[]) => `{${members.filter((m) => m !== '').join(',')}}`;

const list = (name: string, items: readonly string[]) =>
  items.length === 0 ? '' : `"${name}":[${items.join(',')}]`;

/** Numbers that are left out when they are zero, as proto3 does. */
const count = (name: string, value = 0) => (value === 0 ? '' : `"${name}":${value}`);

const range = (from = 0, to = 0) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

const isZero = (words: Uint32Array, i: number) => words[i * 2] === 0 && words[i * 2 + 1] === 0;

const hexId = (words: Uint32Array, i: number) => hex(words[i * 2] ?? 0) + hex(words[i * 2 + 1] ?? 0);

const hex = (word: number) => word.toString(16).padStart(8, '0');
