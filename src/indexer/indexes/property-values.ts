import type { CodeIndex } from './code-index.ts';
import type { FileEntry } from './file-table.ts';

const FILES =
  /(?:^|\/)(?:application|bootstrap)[^/]*\.(?:ya?ml|properties)$|(?:^|\/)appsettings[^/]*\.json$|(?:^|\/)\.env[^/]*$|(?:^|\/)(?:config|settings|values)[^/]*\.(?:ya?ml|json|properties|toml)$/;
const MAX_FILES = 500;
const MAX_TEXT = 400_000;
const MAX_DEPTH = 24;

export type PropertyValues = {
  /** All values a key has in any profile. */
  readonly get: (key: string) => readonly string[];
};

/** Values of configuration files, by dotted key: what `${topics.orders}` in code stands for. */
export function propertyValues(index: CodeIndex): PropertyValues {
  const values = new Map<string, Set<string>>();
  const put = (key: string, value: string) => {
    const known = values.get(key);
    if (known) known.add(value);
    else values.set(key, new Set([value]));
  };
  let n = 0;
  for (const entry of index.files.all()) {
    if (!FILES.test(entry.path) || n++ >= MAX_FILES) continue;
    for (const [key, value] of read(entry, index.read(entry)?.slice(0, MAX_TEXT) ?? '')) put(key, value);
  }
  return { get: (key) => [...(values.get(key) ?? [])] };
}

function read(entry: FileEntry, text: string): [string, string][] {
  if (/\.ya?ml$/.test(entry.path)) return parseYaml(text).map(({ key, value }) => [key, value]);
  if (entry.path.endsWith('.json')) return parseJson(text);
  return [...text.matchAll(/^\s*(?:export\s+)?([\w.-]+)\s*[=:]\s*(.*?)\s*$/gm)].map((m) => [
    m[1] ?? '',
    unquote(m[2] ?? ''),
  ]);
}

export type YamlScalar = { readonly key: string; readonly value: string; readonly line: number };

/** The scalars of a plain YAML file by dotted path; list items get their index. Enough for configuration files. */
export function parseYaml(text: string): YamlScalar[] {
  const found: YamlScalar[] = [];
  const stack: { indent: number; key: string; items: number }[] = [];
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\s+#.*$/, '').trimEnd();
    if (line.trim() === '' || /^\s*#/.test(line) || /^(?:---|%)/.test(line)) {
      if (line.startsWith('---')) stack.length = 0;
      continue;
    }
    let indent = line.length - line.trimStart().length;
    let body = line.trimStart();
    while (
      stack.length > 0 &&
      (stack.at(-1)?.indent ?? 0) >= indent &&
      !(body.startsWith('- ') && stack.at(-1)?.indent === indent && stack.at(-1)?.key.startsWith('['))
    )
      stack.pop();
    while (body.startsWith('- ') || body === '-') {
      // An item of the list that the key above opened.
      while (stack.length > 0 && (stack.at(-1)?.indent ?? 0) >= indent) stack.pop();
      const parent = stack.at(-1);
      const n = parent ? parent.items++ : 0;
      stack.push({ indent, key: `[${n}]`, items: 0 });
      const rest = body.slice(1);
      const shift = rest.length - rest.trimStart().length + 1;
      indent += shift;
      body = rest.trimStart();
    }
    if (stack.length > MAX_DEPTH) continue;
    const m = /^("[^"]*"|'[^']*'|[^\s:#][^:]*?)\s*:(?:\s+(.*))?$/.exec(body);
    const path = stack.map((s) => s.key);
    if (!m) {
      if (body !== '') found.push({ key: dotted(path), value: unquote(body), line: i + 1 });
      continue;
    }
    const key = unquote(m[1] ?? '');
    const value = (m[2] ?? '').replace(/^[&!]\S+\s*/, '');
    if (value !== '' && !/^[|>][+-]?\d*$/.test(value)) {
      const inline = /^\[(.*)\]$/.exec(value);
      if (inline)
        for (const [n, item] of (inline[1] ?? '').split(',').entries())
          found.push({ key: dotted([...path, key, `[${n}]`]), value: unquote(item.trim()), line: i + 1 });
      else found.push({ key: dotted([...path, key]), value: unquote(value), line: i + 1 });
    }
    stack.push({ indent, key, items: 0 });
  }
  return found;
}

const dotted = (parts: readonly string[]) => parts.join('.').replaceAll('.[', '[');

function parseJson(text: string): [string, string][] {
  let root: unknown;
  try {
    root = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''));
  } catch {
    return [];
  }
  const found: [string, string][] = [];
  const stack: { path: string; value: unknown; depth: number }[] = [{ path: '', value: root, depth: 0 }];
  while (stack.length > 0 && found.length < 20_000) {
    const top = stack.pop();
    if (!top) break;
    if (typeof top.value === 'string') found.push([top.path, top.value]);
    else if (typeof top.value === 'object' && top.value !== null && top.depth < MAX_DEPTH)
      for (const [key, value] of Object.entries(top.value))
        stack.push({ path: top.path ? `${top.path}.${key}` : key, value, depth: top.depth + 1 });
  }
  return found;
}

const unquote = (text: string) => text.replace(/^(["'])(.*)\1$/, '$2');

/**
 * What a text with placeholders can be: `${topics.orders}`, `${a:default}`, `#{'${a}'}`, `%a%`. The text itself when
 * nothing is known.
 */
export function fillPlaceholders(text: string, values: PropertyValues): string[] {
  const m = /\$\{([^{}:]+)(?::([^{}]*))?\}|%([\w:.]+)%/.exec(text);
  if (!m) return [text.replace(/^#\{\s*'?|'?\s*(?:\.split\([^)]*\))?\s*\}$/g, '')];
  const key = (m[1] ?? m[3] ?? '').trim();
  const known = values.get(key);
  const options = known.length > 0 ? known : m[2] !== undefined ? [m[2]] : [];
  return options.slice(0, 8).flatMap((value) => {
    const filled = text.slice(0, m.index) + value + text.slice(m.index + m[0].length);
    return filled.length > 500 || filled.includes(m[0]) ? [] : fillPlaceholders(filled, values);
  });
}
