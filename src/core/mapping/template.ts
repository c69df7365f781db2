import { HOLE } from '../facts/facts.ts';

/**
 * Whether `text` could be what a template with holes produced: the fixed parts in order, first and last anchored.
 * Greedy from the left is enough: holes match anything. A template that is almost all hole proves nothing.
 */
export function matchesTemplate(template: string, text: string): boolean {
  const parts = template.split(HOLE);
  if (!isTelling(template)) return false;
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** At least three letters of fixed text. */
export function isTelling(template: string): boolean {
  return template.replaceAll(HOLE, '').replace(/[^\p{L}]/gu, '').length >= 3;
}
