import type { CompletionContext } from './complete.ts';
import { completionAt } from './complete.ts';
import { type CompletionItem, completionItems } from './completion-items.ts';
import { printField, printString } from './print.ts';

/** What can be asked of the backend for a completion: keys, or values of a field. */
export type Wanted = { readonly keys: true } | { readonly valuesOf: string } | undefined;

export type Suggestion = {
  readonly label: string;
  readonly detail: string;
  /** The whole query with the suggestion taken. */
  readonly text: string;
};

/** What completing at the end of a text needs to know from the backend. */
export function wantedAt(text: string): Wanted {
  const context = completionAt(text, text.length);
  if (context.kind === 'value' && context.field) return { valuesOf: printField(context.field) };
  return context.kind === 'field' ? { keys: true } : undefined;
}

/** Suggestions for the end of a text, the likely first. `known`: the keys or values that `wantedAt` asked for. */
export function suggestAt(text: string, known: readonly string[], most: number): Suggestion[] {
  const context = completionAt(text, text.length);
  const own = completionItems(context);
  const items =
    context.kind === 'value' ? [...values(context, known), ...own] : [...own, ...keys(context, known)];
  const prefix = context.prefix.toLowerCase();
  const seen = new Set<string>();
  const out: Suggestion[] = [];
  for (const { label, insert, detail } of [...starting(items, prefix), ...containing(items, prefix)]) {
    const next = text.slice(0, context.range.start) + insert + text.slice(context.range.end);
    if (seen.has(next) || next === text) continue;
    seen.add(next);
    out.push({ label, detail, text: next });
    if (out.length >= most) break;
  }
  return out;
}

const starting = (items: readonly CompletionItem[], prefix: string) =>
  items.filter(({ label }) => label.toLowerCase().startsWith(prefix));

/** Nobody types a scope first: `route` finds `span.http.route`. */
const containing = (items: readonly CompletionItem[], prefix: string) =>
  prefix === '' ? [] : items.filter(({ label }) => label.toLowerCase().indexOf(prefix) > 0);

/** Keys come with their scope; where one is typed already, those of it are offered without. */
function keys({ kind, scope }: CompletionContext, known: readonly string[]): CompletionItem[] {
  if (kind !== 'field') return [];
  return known.flatMap((key) => {
    const [, of = '', name = ''] = /^(\w+)\.(.+)$/s.exec(key) ?? [];
    if (name === '') return [];
    const special = !name.startsWith('"') && /[\s{}()=~!<>&|^,"]/.test(name);
    const quoted = special ? `"${name.replaceAll(/["\\]/g, '\\$&')}"` : name;
    if (scope === undefined)
      return [{ label: key, insert: `${of}.${quoted} `, detail: `attribute of the ${of}` }];
    if (scope !== 'any' && scope !== of) return [];
    return [{ label: name, insert: `${quoted} `, detail: `attribute of the ${of}` }];
  });
}

/** Values are quoted as the query language wants them; shorthand only where a blank would end them. */
function values({ quote, shorthand, field }: CompletionContext, known: readonly string[]): CompletionItem[] {
  // These have words and units of their own.
  if (field?.node === 'intrinsic' && /^(status|kind|duration|traceDuration)$/.test(field.name)) return [];
  return known.map((value) => {
    const text = printString(value);
    const plain = shorthand && quote === '' && /^[^\s()"'`,|]+$/.test(value);
    // The range begins with the quote that was opened.
    const insert = plain ? `${value} ` : `${text} `;
    return { label: value, insert, detail: 'value' };
  });
}
