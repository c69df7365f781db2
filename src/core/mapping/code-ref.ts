import { type Family, familyOfSdk } from './language.ts';
import { normalisePath, type RuntimePath } from './normalise-path.ts';
import { parseSymbol } from './parse-symbol.ts';
import type { SpanSite } from './span-site.ts';
import type { SymbolName } from './symbols/symbol-name.ts';

/** The code.* keys of a span under one roof, whatever convention and language they follow. */
export type CodeRef = {
  readonly family: Family | undefined;
  /** As sent, for display: `com.acme.OrderService.place`. '' when there is none. */
  readonly function: string;
  readonly symbol: SymbolName | undefined;
  /** The name is that of a function; otherwise of a class or module (Ruby's Active Job, Rust). */
  readonly namesFunction: boolean;
  readonly path: RuntimePath | undefined;
  readonly rawPath: string;
  /** 1-based; undefined when absent or not a positive integer. */
  readonly line: number | undefined;
  readonly column: number | undefined;
};

/** What joins a namespace and a function in each language. */
const SEPARATORS: Partial<Record<Family, string>> = { php: '::', rust: '::', ruby: '#', native: '::' };

export function codeRefOf(site: SpanSite): CodeRef {
  const a = site.attributes;
  const family = familyOfSdk(site.language);
  const fn = clean(a['code.function.name'] || a['code.function'] || a['endpoint.function_full_name']);
  const ns = clean(a['code.namespace'] || a['code.module.name']);
  const rawPath = a['code.file.path'] || a['code.filepath'] || a['code.filename'] || '';
  const path = rawPath === '' ? undefined : normalisePath(rawPath);
  const position = path?.kind === 'path' ? path : undefined;
  const full = qualified(fn, ns, family);
  // A namespace alone names a class (Ruby's Active Job); joined with a bare `$1` it would name nothing.
  const symbol = full === '' ? undefined : parseSymbol(full, family);
  return {
    family,
    function: full,
    symbol,
    namesFunction: fn !== '' && symbol !== undefined,
    path,
    rawPath,
    line: integer(a['code.line.number'] || a['code.lineno']) ?? position?.line,
    column: integer(a['code.column.number'] || a['code.column']) ?? position?.column,
  };
}

/** spec/mapping.md 1.1: data translated to schema 1.30 has a bare function name beside its namespace. */
function qualified(fn: string, ns: string, family: Family | undefined): string {
  if (fn === '') return ns;
  if (ns === '' || fn.startsWith(ns)) return fn;
  // The Rust SDK names the module; Python's qualname and prose are complete in themselves.
  if (/\s/.test(fn) || /::|\\/.test(fn) || (fn.includes('.') && family !== 'ruby')) return fn;
  const separator = (family && SEPARATORS[family]) ?? guessSeparator(ns);
  // Ruby class methods come as `self.build`.
  return `${ns}${separator}${fn.replace(/^self\./, '')}`;
}

const guessSeparator = (ns: string) => (ns.includes('\\') || ns.includes('::') ? '::' : '.');

const clean = (text: string | undefined) => {
  const trimmed = (text ?? '').trim();
  return /^(null|undefined|None|nil|<builtin>|\(anonymous\)|anonymous|<anonymous>|<unknown>)$/.test(trimmed)
    ? ''
    : trimmed;
};

/** Line numbers occur as strings (Swift's log handler, Datadog's tags). */
function integer(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,9}(\.0+)?$/.test(text.trim())) return undefined;
  const n = Number.parseInt(text, 10);
  return n > 0 ? n : undefined;
}
