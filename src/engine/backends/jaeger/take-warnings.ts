import { ATTR } from '../../../core/trace/columns.ts';
import type { SpanBatch } from '../../../core/trace/span-batch.ts';

/** Where Jaeger's newer API writes its own remarks about a span: beside what the span's program said. */
const KEY = '@jaeger@warnings';

/**
 * Takes Jaeger's remarks out of the attributes and returns them, each once. That it did not correct clocks is none: it
 * was asked not to.
 */
export function takeWarnings(batch: SpanBatch): string[] {
  const key = batch.strings.idOf(KEY);
  if (key === undefined) return [];
  const { attributes, attrFrom, attrTo } = batch;
  const texts = new Set<number>();
  for (let row = 0; row < batch.count; row++)
    for (let a = attrFrom.at(row), last = attrTo.at(row) - 1; a <= last; a++) {
      if (attributes.key.at(a) !== key) continue;
      if (attributes.type.at(a) === ATTR.json) texts.add(attributes.value.at(a));
      // The last one takes its place. Spans that share the range find it at the end and only have to leave it out.
      for (const column of [attributes.key, attributes.type, attributes.value]) {
        const taken = column.data[a] ?? 0;
        column.data[a] = column.data[last] ?? 0;
        column.data[last] = taken;
      }
      attrTo.data[row] = last;
      break;
    }
  const remarks = [...texts].flatMap((id) => textsIn(batch.strings.get(id)));
  return [...new Set(remarks)].filter((text) => !text.startsWith('clock skew adjustment disabled'));
}

/** A list of strings in its OTLP/JSON form. */
function textsIn(json: string): string[] {
  return [...json.matchAll(/"stringValue":("(?:[^"\\]|\\.)*")/g)].flatMap(([, text]) => {
    try {
      return [String(JSON.parse(text ?? '""'))];
    } catch {
      return [];
    }
  });
}
