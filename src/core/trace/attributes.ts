import { ATTR, type AttributeTable, type Trace } from './columns.ts';
import { plainJson } from './plain-json.ts';
import type { StringTable } from './strings.ts';

/** A decoded attribute value. Arrays and key-value lists stay in their OTLP/JSON text until somebody shows them. */
export type AttributeValue =
  | string
  | number
  | boolean
  | bigint
  | null
  | { readonly bytes: string }
  | { readonly json: string };

export type Attribute = { readonly key: string; readonly value: AttributeValue };

export function readAttribute(table: AttributeTable, strings: StringTable, row: number): AttributeValue {
  const value = table.value[row] ?? 0;
  switch (table.type[row]) {
    case ATTR.string:
      return strings.get(value);
    case ATTR.bool:
      return value !== 0;
    case ATTR.int:
    case ATTR.double:
      return value;
    case ATTR.bigint:
      return BigInt(strings.get(value));
    case ATTR.bytes:
      return { bytes: strings.get(value) };
    case ATTR.json:
      return { json: strings.get(value) };
    default:
      return null;
  }
}

export function readAttributes(
  table: AttributeTable,
  strings: StringTable,
  from: number,
  to: number,
): Attribute[] {
  const all: Attribute[] = [];
  for (let row = from; row < to; row++)
    all.push({ key: strings.get(table.key[row] ?? 0), value: readAttribute(table, strings, row) });
  return all;
}

function find(table: AttributeTable, strings: StringTable, from: number, to: number, key: string) {
  const id = strings.idOf(key);
  if (id === undefined) return undefined;
  for (let row = from; row < to; row++) if (table.key[row] === id) return readAttribute(table, strings, row);
  return undefined;
}

export function spanAttributes(trace: Trace, span: number): Attribute[] {
  const d = trace.details;
  return d ? readAttributes(d.attributes, trace.strings, d.attrFrom[span] ?? 0, d.attrTo[span] ?? 0) : [];
}

export function spanAttribute(trace: Trace, span: number, key: string): AttributeValue | undefined {
  const d = trace.details;
  return d ? find(d.attributes, trace.strings, d.attrFrom[span] ?? 0, d.attrTo[span] ?? 0, key) : undefined;
}

export function resourceAttributes(trace: Trace, resource: number): Attribute[] {
  const d = trace.details;
  if (!d) return [];
  const { attrFrom, attrTo } = d.resources;
  return readAttributes(d.attributes, trace.strings, attrFrom[resource] ?? 0, attrTo[resource] ?? 0);
}

export function resourceAttribute(trace: Trace, span: number, key: string): AttributeValue | undefined {
  const d = trace.details;
  if (!d) return undefined;
  const r = d.resource[span] ?? 0;
  return find(d.attributes, trace.strings, d.resources.attrFrom[r] ?? 0, d.resources.attrTo[r] ?? 0, key);
}

export function eventAttributes(trace: Trace, event: number): Attribute[] {
  const d = trace.details;
  if (!d) return [];
  return readAttributes(
    d.attributes,
    trace.strings,
    d.events.attrFrom[event] ?? 0,
    d.events.attrTo[event] ?? 0,
  );
}

/** Text for showing and matching: what a person would write for the value. Lists and objects read as plain JSON. */
export function attributeText(value: AttributeValue): string {
  if (value === null) return '';
  if (typeof value === 'object') return 'json' in value ? plainJson(value.json) : value.bytes;
  return String(value);
}
