import { familyOf } from '../../core/mapping/language.ts';
import type { CodeIndex } from './code-index.ts';
import type { FileEntry } from './file-table.ts';

const JS_EXTENSIONS = ['ts', 'tsx', 'js', 'jsx', 'mjs', 'cjs', 'mts', 'cts', 'vue', 'svelte'];
const MAX_FILES = 40;

/** Files that a module name in an import of `from` can mean; empty for packages of others. */
export function moduleFiles(index: CodeIndex, from: FileEntry, module: string, name = ''): FileEntry[] {
  if (from.language === undefined || module.length > 300) return [];
  switch (familyOf(from.language)) {
    case 'js':
      return jsModule(index, from, module);
    case 'python':
      return pythonModule(index, from, module, name);
    case 'go':
      return index
        .goPackage(module)
        .filter((e) => e.folder === from.folder)
        .slice(0, MAX_FILES);
    case 'jvm':
      return declared(index, from, name, (pkg) => pkg === module || `${pkg}.${name}` === module);
    case 'php':
      return declared(index, from, name, (pkg) => pkg === module);
    case 'dotnet':
      return declared(index, from, name, (pkg) => pkg === module || pkg.startsWith(module));
    case 'rust':
      return rustModule(index, from, module, name);
    default:
      return [];
  }
}

function jsModule(index: CodeIndex, from: FileEntry, module: string): FileEntry[] {
  const bare = module.replace(/\.(?:js|mjs|cjs|jsx|ts|tsx)$/, '');
  if (/^\.{1,2}(\/|$)/.test(module)) {
    const path = joinPath(dirOf(from.path), bare);
    return existing(index, from.folder, jsCandidates(path));
  }
  // `@/x`, `~/x`, `src/x`: aliases of a root that the workspace has somewhere.
  const alias = /^(?:@\/|~\/|#\/?|\$lib\/|src\/)(.+)$/.exec(bare)?.[1];
  if (!alias) return [];
  const tails = [alias.split('/'), [...alias.split('/'), 'index']];
  return tails
    .flatMap((segments) =>
      JS_EXTENSIONS.flatMap((e) => matching(index, [...segments.slice(0, -1), `${segments.at(-1)}.${e}`])),
    )
    .filter((entry) => entry.folder === from.folder)
    .slice(0, MAX_FILES);
}

const jsCandidates = (path: string) => [
  ...JS_EXTENSIONS.map((e) => `${path}.${e}`),
  ...JS_EXTENSIONS.map((e) => `${path}/index.${e}`),
];

function pythonModule(index: CodeIndex, from: FileEntry, module: string, name: string): FileEntry[] {
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  const parts = module.slice(dots).split('.').filter(Boolean);
  const sub = name && name !== '*' ? [...parts, name] : undefined;
  if (dots > 0) {
    let base = dirOf(from.path);
    for (let i = 1; i < dots; i++) base = dirOf(base);
    const at = (p: readonly string[]) => (base ? `${base}/${p.join('/')}` : p.join('/'));
    const paths = [sub, parts].flatMap((p) => (p ? [`${at(p)}.py`, `${at(p)}/__init__.py`] : []));
    return existing(index, from.folder, paths);
  }
  const found = [sub, parts].flatMap((p) => {
    if (!p || p.length === 0) return [];
    const file = matching(index, [...p.slice(0, -1), `${p.at(-1)}.py`]);
    return file.length > 0 ? file : matching(index, [...p, '__init__.py']);
  });
  return found.slice(0, MAX_FILES);
}

function rustModule(index: CodeIndex, from: FileEntry, module: string, name: string): FileEntry[] {
  const parts = module.split('::').filter((p) => p !== '' && p !== 'crate' && p !== 'self' && p !== 'super');
  const tries = [parts, name && name !== '*' ? [...parts, name] : parts];
  const found = tries.flatMap((p) => {
    if (p.length === 0) return [];
    const last = p.at(-1);
    return [...matching(index, [...p.slice(0, -1), `${last}.rs`]), ...matching(index, [...p, 'mod.rs'])];
  });
  // `mod users;` beside: a relative module is in the same crate.
  return found.filter((e) => e.folder === from.folder).slice(0, MAX_FILES);
}

/** Files that declare the name in a package that fits. */
function declared(
  index: CodeIndex,
  from: FileEntry,
  name: string,
  fits: (pkg: string) => boolean,
): FileEntry[] {
  if (name === '' || name === '*') return [];
  const found = new Map<number, FileEntry>();
  for (const row of index.symbols.named(name)) {
    const entry = index.files.get(row.file);
    if (entry && entry.folder === from.folder && row.path === '' && fits(index.symbols.packageOf(row.file)))
      found.set(entry.id, entry);
  }
  return [...found.values()];
}

function matching(index: CodeIndex, segments: readonly string[]): FileEntry[] {
  return index.paths
    .best(segments)
    .filter((m) => m.consumed && m.exactCase)
    .flatMap((m) => index.files.get(m.file) ?? []);
}

function existing(index: CodeIndex, folder: number, paths: readonly string[]): FileEntry[] {
  for (const path of paths) {
    const entry = index.files.find(folder, path);
    if (entry) return [entry];
  }
  return [];
}

export const dirOf = (path: string): string =>
  path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';

/** Relative to a folder, `..` resolved, never above it. */
export function joinPath(dir: string, relative: string): string {
  const out = dir === '' ? [] : dir.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') out.pop();
    else out.push(part);
  }
  return out.join('/');
}
