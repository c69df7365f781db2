import { readAttribute } from './attributes.ts';
import { ATTR, type Trace } from './columns.ts';
import { compactStrings } from './compact-strings.ts';
import type { Redaction } from './redact.ts';
import { StringTable } from './strings.ts';

/** The trace without what must not leave this machine: attribute values by their keys, secrets in texts and names. */
export function redactTrace(trace: Trace, redaction: Redaction): Trace {
  const { bytes, ends } = trace.strings.raw();
  // A table of its own: the original may be shared with other traces.
  const strings = new StringTable(bytes.slice(), ends.slice(), ends.length);
  const texts = new Map<number, number>();
  const text = (id: number) => {
    let clean = texts.get(id);
    if (clean === undefined) {
      clean = strings.intern(redaction.text(strings.get(id)));
      texts.set(id, clean);
    }
    return clean;
  };
  const d = trace.details;
  // Compact, so that the table itself no longer holds what was taken out.
  return compactStrings({
    ...trace,
    strings,
    name: trace.name.map(text),
    details: d && {
      ...d,
      statusMessage: d.statusMessage.map(text),
      attributes: redactAttributes(d.attributes, strings, redaction),
      events: { ...d.events, name: d.events.name.map(text) },
    },
  });
}

type Table = NonNullable<Trace['details']>['attributes'];

function redactAttributes(table: Table, strings: StringTable, redaction: Redaction): Table {
  const type = table.type.slice();
  const value = table.value.slice();
  // The same key with the same value comes again and again.
  const known = new Map<string, { readonly type: number; readonly value: number }>();
  for (let row = 0; row < type.length; row++) {
    const key = table.key[row] ?? 0;
    const memo = `${key} ${type[row]} ${value[row]}`;
    let clean = known.get(memo);
    if (!clean) {
      clean = redactRow(table, row, strings, redaction);
      known.set(memo, clean);
    }
    type[row] = clean.type;
    value[row] = clean.value;
  }
  return { key: table.key, type, value };
}

function redactRow(table: Table, row: number, strings: StringTable, redaction: Redaction) {
  const kept = { type: table.type[row] ?? 0, value: table.value[row] ?? 0 };
  const before = readAttribute(table, strings, row);
  const after = redaction.attribute(strings.get(table.key[row] ?? 0), before);
  if (after === before) return kept;
  if (typeof after === 'string') return { type: ATTR.string, value: strings.intern(after) };
  if (typeof after === 'object' && after !== null && 'json' in after)
    return { type: ATTR.json, value: strings.intern(after.json) };
  return kept;
}
