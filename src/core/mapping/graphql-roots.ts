const MAX_DOCUMENT = 16_384;

/**
 * Root fields of a GraphQL document's first operation. The client chooses the operation's name; the root field is
 * what the server's code is called.
 */
export function rootFields(document: string): string[] {
  const text = document
    .slice(0, MAX_DOCUMENT)
    .replace(/#[^\n]*/g, '')
    .replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\])*"/g, '""');
  const operation = /(?:^|[\s}])(?:query|mutation|subscription)\b|^\s*\{/.exec(text);
  const start = operation ? text.indexOf('{', afterVariables(text, operation.index)) : -1;
  if (start < 0) return [];
  const fields: string[] = [];
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const c = text[i] ?? '';
    if (c === '{' || c === '(') depth++;
    else if (c === '}' || c === ')') {
      depth--;
      if (depth === 0) break;
    } else if (depth === 1 && /[A-Za-z_]/.test(c)) {
      const word = /^[A-Za-z_]\w*/.exec(text.slice(i, i + 128))?.[0] ?? c;
      i += word.length - 1;
      const before = /(\.\.\.|@)\s*$/.test(
        text.slice(Math.max(start, i - word.length - 4), i - word.length + 1),
      );
      // `alias: field`: the field counts.
      if (!before && !/^\s*:/.test(text.slice(i + 1, i + 32))) fields.push(word);
    }
  }
  return fields;
}

/** The braces of a default value in `query q($a: In = {x: 1})` are not the selection. */
function afterVariables(text: string, from: number): number {
  const open = text.indexOf('(', from);
  const brace = text.indexOf('{', from);
  if (open < 0 || (brace >= 0 && brace < open)) return from;
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return from;
}
