/**
 * Text from span data, made safe to read: what would be invisible, break lines or turn the direction of its
 * surroundings is written out. `<U+202E>` is longer than what it stands for, but nobody is fooled by it.
 */
export function visibleText(text: string): string {
  return HIDDEN.test(text) ? text.replace(HIDDEN_ALL, written) : text;
}

/** The same on one line, cut at a length that no row shows. */
export function visibleLine(text: string, limit = 300): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return visibleText(cut);
}

/** The same, keeping line breaks and tabs, for blocks of text. */
export function visibleBlock(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/([\n\t])/)
    .map((part, i) => (i % 2 === 1 ? part : visibleText(part)))
    .join('');
}

// Controls, direction marks and overrides, zero-width characters, separators, byte order mark, tags, lone surrogates.
const SET =
  '[\\p{Cc}\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]|\\p{Cs}';
const HIDDEN = new RegExp(SET, 'u');
const HIDDEN_ALL = new RegExp(SET, 'gu');

const NAMED: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '␍', '\t': '⇥', '\0': '␀' };

const written = (c: string) =>
  NAMED[c] ?? `<U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
