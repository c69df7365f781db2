/** A scalar of a YAML text with the keys that lead to it; list items are numbered. */
export type YamlLine = { readonly path: readonly string[]; readonly value: string; readonly line: number };

const MAX_LINES = 20_000;

/**
 * Reads block YAML by its indentation: enough for compose files, manifests and Helm templates (whose `{{ }}` no YAML
 * parser takes). Anchors, flow collections and tags are kept as text. One list of scalars per document.
 */
export function yamlDocuments(source: string): YamlLine[][] {
  const documents: YamlLine[][] = [];
  let current: YamlLine[] = [];
  let stack: { indent: number; key: string; items: number }[] = [];
  let block: { indent: number; path: string[]; line: number; text: string[] } | undefined;
  const path = () => stack.map((s) => s.key);
  const close = () => {
    if (block) current.push({ path: block.path, value: block.text.join('\n'), line: block.line });
    block = undefined;
  };
  const lines = source.split('\n', MAX_LINES);
  for (const [i, raw] of lines.entries()) {
    const text = raw.replace(/\r$/, '');
    if (/^---(?:\s|$)/.test(text)) {
      close();
      if (current.length > 0) documents.push(current);
      current = [];
      stack = [];
      continue;
    }
    if (/^\s*(?:#|$)/.test(text) || /^\s*\{\{[^}]*\}\}\s*$/.test(text)) continue;
    let indent = text.length - text.trimStart().length;
    if (block) {
      if (indent > block.indent) {
        block.text.push(text.trim());
        continue;
      }
      close();
    }
    let rest = text.trim();
    while (
      stack.length > 0 &&
      (stack.at(-1)?.indent ?? 0) >= indent &&
      !(isItem(rest) && stack.at(-1)?.indent === indent && stack.at(-1)?.items === -1)
    )
      stack.pop();
    while (isItem(rest)) {
      const parent = stack.at(-1);
      const n = parent ? Math.max(0, parent.items + 1) : 0;
      if (parent) parent.items = n;
      stack.push({ indent, key: String(n), items: -1 });
      const skipped = rest.length - rest.slice(1).trimStart().length;
      indent += skipped;
      rest = rest.slice(1).trimStart();
      if (rest === '') break;
    }
    if (rest === '') continue;
    const m = /^("[^"]*"|'[^']*'|[^\s:#[{"'][^:#]*?|[\w./-]+:[^\s:]*?)\s*:(?:\s+(.*))?$/.exec(rest);
    if (!m) {
      current.push({ path: path(), value: unquote(rest), line: i + 1 });
      continue;
    }
    stack.push({ indent, key: unquote(m[1] ?? ''), items: -1 });
    const value = (m[2] ?? '').replace(/\s+#.*$/, '').trim();
    if (/^[|>][+-]?\d*$/.test(value)) block = { indent, path: path(), line: i + 1, text: [] };
    else if (value !== '' && !/^&\S+$/.test(value))
      current.push({ path: path(), value: unquote(value), line: i + 1 });
  }
  close();
  if (current.length > 0) documents.push(current);
  return documents;
}

const isItem = (text: string): boolean => text === '-' || text.startsWith('- ');

export const unquote = (text: string): string => {
  const t = text.trim();
  const q = t[0];
  return (q === '"' || q === "'") && t.at(-1) === q && t.length > 1 ? t.slice(1, -1) : t;
};

/** `["a", "b"]` or `a b`: as one command line. */
export const commandText = (value: string): string =>
  value.startsWith('[')
    ? value
        .replace(/^\[|\]$/g, '')
        .split(',')
        .map((part) => unquote(part))
        .join(' ')
    : value;
