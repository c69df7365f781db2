import { ATTR, type Details, type Trace } from './columns.ts';
import { StringTable } from './strings.ts';

/**
 * The trace with a string table of its own that holds only what it uses. Traces built from one batch share a table;
 * what is stored or sent must not carry the others' text.
 */
export function compactStrings(trace: Trace): Trace {
  const strings = new StringTable();
  const map = mapInto(strings, trace);
  const all = (column: Uint32Array) => {
    const out = new Uint32Array(column.length);
    for (let i = 0; i < out.length; i++) out[i] = map(column[i] ?? 0);
    return out;
  };
  return {
    ...trace,
    strings,
    service: all(trace.service),
    name: all(trace.name),
    details: trace.details && compactDetails(trace.details, all, map),
  };
}

/** Ids of the trace's table to ids of the new one. */
function mapInto(strings: StringTable, trace: Trace): (id: number) => number {
  const copy = (id: number) => {
    const bytes = trace.strings.bytesOf(id);
    return strings.internUtf8(bytes, 0, bytes.length);
  };
  // One of many small traces that share a large table must not cost as much as the table.
  if (trace.count * 16 < trace.strings.size) {
    const mapped = new Map<number, number>([[0, 0]]);
    return (id) => {
      let fresh = mapped.get(id);
      if (fresh === undefined) {
        fresh = copy(id);
        mapped.set(id, fresh);
      }
      return fresh;
    };
  }
  const mapped = new Int32Array(trace.strings.size).fill(-1);
  mapped[0] = 0;
  return (id) => {
    const known = mapped[id] ?? 0;
    if (known >= 0) return known;
    const fresh = copy(id);
    mapped[id] = fresh;
    return fresh;
  };
}

function compactDetails(
  d: Details,
  all: (column: Uint32Array) => Uint32Array,
  map: (id: number) => number,
): Details {
  const { type, value } = d.attributes;
  const values = new Float64Array(value.length);
  for (let i = 0; i < values.length; i++)
    values[i] = isText(type[i] ?? 0) ? map(value[i] ?? 0) : (value[i] ?? 0);
  return {
    ...d,
    statusMessage: all(d.statusMessage),
    traceState: all(d.traceState),
    attributes: { key: all(d.attributes.key), type, value: values },
    events: { ...d.events, name: all(d.events.name) },
    links: { ...d.links, traceId: all(d.links.traceId), traceState: all(d.links.traceState) },
    resources: { ...d.resources, schemaUrl: all(d.resources.schemaUrl) },
    scopes: {
      ...d.scopes,
      schemaUrl: all(d.scopes.schemaUrl),
      name: all(d.scopes.name),
      version: all(d.scopes.version),
    },
  };
}

const isText = (type: number) =>
  type === ATTR.string || type === ATTR.bigint || type === ATTR.bytes || type === ATTR.json;
