/**
 * What end-of-line text is made of: a template such as "p50 {p50} · p95 {p95} · {errors} · {count}". Parts between
 * middle dots whose placeholders all came out empty are left out, so that "no errors" takes no room. `{{` is a brace.
 */
export type Template = readonly TemplatePart[];

type TemplatePart = { readonly pieces: readonly Piece[]; readonly hasFields: boolean };

type Piece = { readonly text: string } | { readonly field: string };

export type Tone = 'plain' | 'error';

export type RenderedText = { readonly text: string; readonly tone: Tone };

export const SEPARATOR = ' · ';

/** Longer ones would never fit a line. */
const MAX_TEMPLATE = 500;

export function parseTemplate(text: string): Template {
  return text
    .slice(0, MAX_TEMPLATE)
    .split('·')
    .map((part) => part.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .filter((part) => part !== '')
    .map((part) => {
      const pieces = [...part.matchAll(/\{\{|\{([a-zA-Z0-9]+)\}|[^{]+|\{/g)].map((match): Piece => {
        if (match[1] !== undefined) return { field: match[1] };
        return { text: match[0] === '{{' ? '{' : match[0] };
      });
      return { pieces, hasFields: pieces.some((piece) => 'field' in piece) };
    });
}

/** Names of placeholders that `known` does not have: typing errors of the user's own template. */
export function unknownFields(template: Template, known: readonly string[]): string[] {
  const used = template.flatMap(({ pieces }) => pieces.flatMap((p) => ('field' in p ? [p.field] : [])));
  return [...new Set(used)].filter((field) => !known.includes(field));
}

/**
 * Text with the values put in; neighbours of the same tone are one piece, separators belong to what stands before
 * them. A part is in the error tone when it has a value of one of `errorFields`.
 */
export function renderTemplate(
  template: Template,
  values: Readonly<Record<string, string>>,
  errorFields: ReadonlySet<string>,
): RenderedText[] {
  const out: { text: string; tone: Tone }[] = [];
  for (const { pieces, hasFields } of template) {
    let text = '';
    let filled = !hasFields;
    let tone: Tone = 'plain';
    for (const piece of pieces) {
      if ('text' in piece) {
        text += piece.text;
        continue;
      }
      const value = Object.hasOwn(values, piece.field) ? (values[piece.field] ?? '') : '';
      if (value === '') continue;
      filled = true;
      text += value;
      if (errorFields.has(piece.field)) tone = 'error';
    }
    if (!filled || text.trim() === '') continue;
    const last = out.at(-1);
    if (last) last.text += SEPARATOR;
    if (last?.tone === tone) last.text += text.trim();
    else out.push({ text: text.trim(), tone });
  }
  return out;
}

export const plainOf = (parts: readonly RenderedText[]): string => parts.map((part) => part.text).join('');
