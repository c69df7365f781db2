import type { Decl, ParsedLanguage } from '../../facts/facts.ts';

export type Param = { readonly name: string; readonly type: string };

/** Parameters of a declaration as its language writes them; defaults and modifiers dropped. */
export function paramsOf(decl: Decl, language: ParsedLanguage): Param[] {
  if (decl.params === '') return [];
  const parts = splitTop(decl.params);
  if (language === 'go') return goParams(parts);
  return parts.flatMap((part) => {
    const clean = part
      .replace(/@\w+(?:\([^)]*\))?\s*/g, '')
      .replace(/\s*=(?!>).*$/s, '')
      .trim();
    if (clean === '') return [];
    const colon =
      /^(?:(?:public|private|protected|readonly|override|mut|val|var|noinline)\s+)*([\w$]+)\??\s*:\s*(.+)$/s.exec(
        clean,
      );
    if (colon?.[1]) return [{ name: colon[1], type: colon[2] ?? '' }];
    // Java, C#, PHP: type before the name.
    const typed = /^(?:(?:final|params|ref|out|in|this|readonly)\s+)*(.+?)\s+(?:\.\.\.)?\$?(\w+)$/s.exec(
      clean,
    );
    if (typed?.[2]) return [{ name: typed[2], type: typed[1] ?? '' }];
    const name = clean.replace(/^[*.$&]+/, '');
    return /^\w+$/.test(name) ? [{ name, type: '' }] : [];
  });
}

/** `a, b string, ctx context.Context`: a name without a type takes the next one's. */
function goParams(parts: readonly string[]): Param[] {
  const out: Param[] = [];
  let type = '';
  for (const part of parts.toReversed()) {
    const m = /^(\w+)\s+(.+)$/s.exec(part.trim());
    if (m?.[2]) type = m[2];
    out.unshift({ name: m?.[1] ?? part.trim(), type });
  }
  return out;
}

/** Splits at commas outside of brackets. */
export function splitTop(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '(' || c === '[' || c === '{' || c === '<') depth++;
    else if (c === ')' || c === ']' || c === '}' || (c === '>' && text[i - 1] !== '=' && text[i - 1] !== '-'))
      depth--;
    else if (c === ',' && depth <= 0) {
      out.push(text.slice(from, i));
      from = i + 1;
    }
  }
  out.push(text.slice(from));
  return out.map((part) => part.trim()).filter((part) => part !== '');
}
