import { attributeText, readAttribute } from './attributes.ts';
import type { Trace } from './columns.ts';
import type { Redaction } from './redact.ts';

/** What redacting a trace takes out, for the user to see before it is given away. */
export type RedactionReport = {
  /** By key, most values first; those whose key makes them secret and those with a secret in their text. */
  readonly attributes: readonly { readonly key: string; readonly values: number; readonly whole: boolean }[];
  /** Names of spans and events and status messages with a secret in them. */
  readonly texts: number;
};

/** O(attributes); a value that comes again is looked at once. */
export function redactionReport(trace: Trace, redaction: Redaction): RedactionReport {
  const { strings, details: d } = trace;
  const counts = new Map<string, { values: number; whole: boolean }>();
  if (d) {
    const { key, type, value } = d.attributes;
    const verdicts = new Map<string, boolean>();
    for (let row = 0; row < key.length; row++) {
      const memo = `${key[row]} ${type[row]} ${value[row]}`;
      const name = strings.get(key[row] ?? 0);
      let changed = verdicts.get(memo);
      if (changed === undefined) {
        const text = attributeText(readAttribute(d.attributes, strings, row));
        changed = text !== '' && redaction.attributeText(name, text) !== text;
        verdicts.set(memo, changed);
      }
      if (!changed) continue;
      const known = counts.get(name) ?? { values: 0, whole: redaction.isSecretKey(name) };
      known.values++;
      counts.set(name, known);
    }
  }
  const ids = new Set([...trace.name, ...(d ? [...d.statusMessage, ...d.events.name] : [])]);
  let texts = 0;
  for (const id of ids) {
    const text = strings.get(id);
    if (redaction.text(text) !== text) texts++;
  }
  const attributes = [...counts].map(([name, found]) => ({ key: name, ...found }));
  return { attributes: attributes.sort((a, b) => b.values - a.values || (a.key < b.key ? -1 : 1)), texts };
}
