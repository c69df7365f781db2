import type { LogEntry } from '../ports.ts';
import { attributeText, readAttribute, readAttributes } from '../trace/attributes.ts';
import { ATTR } from '../trace/columns.ts';
import type { Owner } from '../trace/owner-index.ts';
import type { SpanBatch } from '../trace/span-batch.ts';

/** The attributes at the end of the table, as text. */
export function attributesAsText(batch: SpanBatch, from: number): LogEntry['attributes'] {
  return readAttributes(tableOf(batch), batch.strings, from, batch.attributes.length).map(
    ({ key, value }) => ({
      key,
      value: attributeText(value),
    }),
  );
}

export function lastAttributeAsText(batch: SpanBatch): string {
  return attributeText(readAttribute(tableOf(batch), batch.strings, batch.attributes.length - 1));
}

function tableOf({ attributes }: SpanBatch) {
  return { key: attributes.key.data, type: attributes.type.data, value: attributes.value.data };
}

export function serviceOf({ attributes, strings }: SpanBatch, owner: Owner): string {
  const key = strings.intern('service.name');
  for (let a = owner.attrFrom; a < owner.attrTo; a++)
    if (attributes.key.at(a) === key && attributes.type.at(a) === ATTR.string)
      return strings.get(attributes.value.at(a));
  return '';
}

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** What the logger called it, else OTLP's name of the number's range. */
export function severityOf(text: string, number: number): string {
  if (text !== '') return text;
  return number >= 1 && number <= 24 ? (LEVELS[Math.floor((number - 1) / 4)] ?? '') : '';
}
