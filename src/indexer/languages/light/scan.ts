import type { Language } from '../../../core/mapping/language.ts';
import type { NamedDecl } from '../../indexes/file-summary.ts';
import type { LightRow } from './rows.ts';
import { LIGHT_LANGUAGES } from './rows.ts';

export type LightFacts = { readonly package: string; readonly decls: readonly NamedDecl[] };

const MAX_LINE = 400;

type Found = {
  readonly row: LightRow;
  readonly name: string;
  readonly line: number;
  readonly indent: number;
};

/** Declarations by their first lines; they end where the indentation comes back. */
export function scanLight(language: Language, source: string): LightFacts | undefined {
  const light = LIGHT_LANGUAGES[language];
  if (!light) return undefined;
  const lines = source.split('\n');
  const found: Found[] = [];
  for (const [i, text] of lines.entries()) {
    if (text.length > MAX_LINE || /^\s*(?:\/\/|\*|#|%|--)/.test(text)) continue;
    for (const row of light.rows) {
      const name = row.pattern.exec(text)?.[1];
      if (name === undefined) continue;
      found.push({ row, name, line: i + 1, indent: indentOf(text) });
      break;
    }
  }
  const decls = nested(found, lines);
  return {
    package: light.package?.exec(source)?.[1] ?? '',
    decls: light.clauses ? joinClauses(decls) : decls,
  };
}

const indentOf = (text: string) => text.length - text.trimStart().length;

function nested(found: readonly Found[], lines: readonly string[]): NamedDecl[] {
  const open: { index: number; endLine: number }[] = [];
  const decls: NamedDecl[] = [];
  for (const { row, name, line, indent } of found) {
    const endLine = endOf(lines, line, indent);
    while (open.length > 0 && (open.at(-1)?.endLine ?? 0) < line) open.pop();
    const owner = open.at(-1)?.index ?? -1;
    const around = decls[owner];
    const prefix = around ? (around.path ? `${around.path}.${around.name}` : around.name) : '';
    // `MyAppWeb.UserController`, `ns::Foo::bar`: all but the last name belongs to the path.
    const parts = name.split(/\.|::/);
    const last = parts.pop() ?? name;
    const column = (lines[line - 1] ?? '').indexOf(last, indent);
    decls.push({
      kind: row.kind,
      name: last,
      path: [prefix, ...parts].filter(Boolean).join('.'),
      line,
      column: Math.max(0, column),
      startLine: line,
      endLine,
      isDefault: false,
    });
    open.push({ index: decls.length - 1, endLine });
  }
  return decls;
}

/** The line that closes it, or the last before one that is indented no deeper. */
function endOf(lines: readonly string[], line: number, indent: number): number {
  let last = line;
  for (let i = line; i < lines.length; i++) {
    const text = lines[i] ?? '';
    if (text.trim() === '' || text.startsWith('#')) continue;
    if (indentOf(text) > indent) {
      last = i + 1;
      continue;
    }
    // An opening brace on a line of its own belongs to what is above it.
    if (/^\s*[{)]/.test(text) && i === last) {
      last = i + 1;
      continue;
    }
    return /^\s*(?:end\b|[})])/.test(text) ? i + 1 : last;
  }
  return last;
}

function joinClauses(decls: readonly NamedDecl[]): NamedDecl[] {
  const out: NamedDecl[] = [];
  for (const decl of decls) {
    const before = out.at(-1);
    const same =
      before && before.name === decl.name && before.path === decl.path && before.kind === decl.kind;
    if (before && same) out[out.length - 1] = { ...before, endLine: decl.endLine };
    else out.push(decl);
  }
  return out;
}
