import { eolOf, indentUnit, insert, replace, type TextEdit } from './text-edit.ts';

/** Offsets of one member of an object in JSON text. */
type Member = { readonly key: string; readonly start: number; readonly value: number; readonly end: number };

/** Edits JSON as text, so that order, spacing and comments stay as they are. */
export function setInJson(text: string, path: readonly string[], value: unknown): TextEdit[] {
  let open = text.indexOf('{');
  if (open < 0) return [replace(0, text.length, `${JSON.stringify(nested(path, value), undefined, 2)}\n`)];
  for (const [depth, key] of path.entries()) {
    const list = members(text, open);
    const known = list.find((m) => m.key === key);
    if (!known) return [addMember(text, open, list, key, nested(path.slice(depth + 1), value), depth + 1)];
    if (depth === path.length - 1) {
      const source = JSON.stringify(value);
      return text.slice(known.value, known.end) === source ? [] : [replace(known.value, known.end, source)];
    }
    open = known.value;
  }
  return [];
}

/** Appends to a list that is there, or makes it. */
export function addToJsonList(text: string, key: string, item: string): TextEdit[] {
  const open = text.indexOf('{');
  const known = open < 0 ? undefined : members(text, open).find((m) => m.key === key);
  if (!known || text[known.value] !== '[') return setInJson(text, [key], [item]);
  const source = JSON.stringify(item);
  const inside = text.slice(known.value + 1, known.end - 1);
  if (inside.includes(source)) return [];
  const at = known.value + 1 + inside.trimEnd().length;
  if (inside.trim() === '') return [insert(known.value + 1, source)];
  const indent = /\n([ \t]*)\S/.exec(inside)?.[1];
  return [insert(at, indent === undefined ? `, ${source}` : `,${eolOf(text)}${indent}${source}`)];
}

const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

/** Sorted in where the members are sorted, as package managers keep them; else at the end. */
function addMember(
  text: string,
  open: number,
  list: readonly Member[],
  key: string,
  value: unknown,
  depth: number,
): TextEdit {
  const eol = eolOf(text);
  const unit = indentUnit(text, '  ');
  const indent = unit.repeat(depth);
  const source = `${JSON.stringify(key)}: ${JSON.stringify(value, undefined, unit).replaceAll('\n', `${eol}${indent}`)}`;
  const last = list.at(-1);
  if (!last)
    return insert(
      open + 1,
      `${eol}${indent}${source}${/^\s*\}/.test(text.slice(open + 1)) && !text.slice(open + 1).startsWith('\n') ? `${eol}${unit.repeat(depth - 1)}` : ''}`,
    );
  const sorted = list.every((m, i) => i === 0 || (list[i - 1]?.key ?? '') <= m.key);
  const before = sorted && depth > 1 ? list.find((m) => m.key > key) : undefined;
  return before
    ? insert(before.start, `${source},${eol}${indent}`)
    : insert(last.end, `,${eol}${indent}${source}`);
}

/** Of the object that opens at `open`; one pass, aware of strings and comments. */
function members(text: string, open: number): Member[] {
  const out: Member[] = [];
  let at = open + 1;
  for (;;) {
    at = skipBlank(text, at);
    if (text[at] !== '"') return out;
    const start = at;
    const keyEnd = skipValue(text, at);
    const colon = skipBlank(text, keyEnd);
    if (text[colon] !== ':') return out;
    const value = skipBlank(text, colon + 1);
    const end = skipValue(text, value);
    if (end <= value) return out;
    out.push({ key: unquote(text.slice(start, keyEnd)), start, value, end });
    at = skipBlank(text, end);
    if (text[at] !== ',') return out;
    at++;
  }
}

const unquote = (source: string): string => {
  try {
    return String(JSON.parse(source));
  } catch {
    return source.slice(1, -1);
  }
};

function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++;
    if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end + 1;
    } else return at;
  }
}

function skipValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const c = text[at] ?? '';
    if (c === '"') {
      at++;
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
      at++;
      if (depth === 0) return at;
      continue;
    }
    if (c === '{' || c === '[') depth++;
    else if (c === '}' || c === ']') {
      if (depth === 0) return at;
      depth--;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (c === ',' || /\s/.test(c))) return at;
    at++;
  }
  return at;
}
