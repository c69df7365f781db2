import type { FileEntry, FileTable } from './file-table.ts';
import type { Quality } from './find-symbol.ts';
import type { PathIndex } from './path-index.ts';
import type { SymbolIndex } from './symbol-index.ts';

export type GoModule = { readonly folder: number; readonly dir: string; readonly path: string };

export type ModuleNames = {
  /** How far the package or module segments of a name agree with where a file says or shows it is. */
  readonly confirms: (entry: FileEntry, rest: readonly string[], importPath: string) => Quality | undefined;
  /** The name a file is known by to others: package, import path, dotted module. */
  readonly moduleOf: (entry: FileEntry) => string;
};

type Sources = {
  readonly files: FileTable;
  readonly paths: PathIndex;
  readonly symbols: SymbolIndex;
  readonly read: (entry: FileEntry) => string | undefined;
};

/** Python, JS and Rust modules are paths; Java, C#, PHP and Go files declare them. */
export function moduleNames(sources: Sources): ModuleNames & { readonly forget: () => void } {
  let goModules: GoModule[] | undefined;

  const goModuleOf = (entry: FileEntry): GoModule | undefined => {
    goModules ??= readGoModules(sources);
    let best: GoModule | undefined;
    for (const module of goModules) {
      const inside = module.dir === '' || entry.path.startsWith(`${module.dir}/`);
      if (module.folder === entry.folder && inside && (!best || module.dir.length > best.dir.length))
        best = module;
    }
    return best;
  };

  const goImportPath = (entry: FileEntry): string => {
    const dir = entry.path.includes('/') ? entry.path.slice(0, entry.path.lastIndexOf('/')) : '';
    const module = goModuleOf(entry);
    if (!module) return dir;
    const inside = module.dir === '' ? dir : dir.slice(module.dir.length + 1);
    return inside ? `${module.path}/${inside}` : module.path;
  };

  const pathModule = (entry: FileEntry): string[] =>
    entry.path
      .replace(/\.[^./]+$/, '')
      .split('/')
      .filter((s) => s !== '__init__' && s !== '');

  const rustModule = (entry: FileEntry): string[] =>
    entry.path
      .replace(/\.rs$/, '')
      .split('/')
      .filter((s) => !/^(src|lib|main|mod)$/.test(s))
      .map((s) => s.replaceAll('-', '_'));

  return {
    forget: () => {
      goModules = undefined;
    },
    moduleOf(entry) {
      switch (entry.language) {
        case 'go':
          return goImportPath(entry);
        case 'python':
          return pathModule(entry).join('.');
        case 'rust':
          return rustModule(entry).join('::');
        default:
          return sources.symbols.packageOf(entry.id);
      }
    },
    confirms(entry, rest, importPath) {
      switch (entry.language) {
        case 'go': {
          const pkg = sources.symbols.packageOf(entry.id);
          if (importPath === 'main') return pkg === 'main' ? 'full' : undefined;
          const own = goImportPath(entry);
          if (own === importPath || own.endsWith(`/${importPath}`)) return 'full';
          // Built from a fork or without go.mod here: the tail of the path still tells packages apart.
          if (own !== '' && importPath.endsWith(`/${own}`)) return 'full';
          return rest.at(-1) === pkg && tailEqual(own.split('/'), importPath.split('/')) > 0
            ? 'owner'
            : undefined;
        }
        case 'java':
        case 'kotlin':
        case 'csharp':
        case 'php':
          return declared(sources.symbols.packageOf(entry.id), rest, entry);
        case 'python':
        case 'typescript':
        case 'tsx':
        case 'javascript':
          return byPath(pathModule(entry), rest);
        case 'rust':
          return byPath(
            rustModule(entry),
            rest.map((s) => (s === 'crate' ? '' : s)).filter((s) => s !== ''),
          );
        case 'scala':
        case 'groovy':
          return declared(sources.symbols.packageOf(entry.id), rest, entry);
        case 'erlang':
          return rest.length === 1 && rest[0] === sources.symbols.packageOf(entry.id) ? 'full' : undefined;
        case 'elixir':
        case 'swift':
          return byPath(
            pathModule(entry),
            rest.map((s) => s.toLowerCase()),
          );
        default:
          return undefined;
      }
    },
  };
}

function declared(pkg: string, rest: readonly string[], entry: FileEntry): Quality | undefined {
  const own = pkg === '' ? [] : pkg.split(/[.\\]/);
  let names = rest;
  // Kotlin compiles the top-level functions of Util.kt into class UtilKt.
  const last = names.at(-1);
  if (entry.language === 'kotlin' && last?.endsWith('Kt')) {
    const file = entry.path.replace(/^.*\//, '').replace(/\.kts?$/, '');
    if (last.toLowerCase() === `${file}kt`.toLowerCase()) names = names.slice(0, -1);
  }
  if (names.length === own.length && names.every((s, i) => s === own[i])) return 'full';
  if (names.length === 0) return 'owner';
  return undefined;
}

/** A runtime may count modules from a folder above or below ours; the segments we have must agree. */
function byPath(own: readonly string[], rest: readonly string[]): Quality | undefined {
  if (rest.length === 0) return 'owner';
  const equal = tailEqual(own, rest);
  if (equal === rest.length) return 'full';
  return equal > 0 && equal === own.length ? 'full' : equal > 0 ? 'owner' : undefined;
}

function tailEqual(a: readonly string[], b: readonly string[]): number {
  let n = 0;
  while (n < a.length && n < b.length && a[a.length - 1 - n] === b[b.length - 1 - n]) n++;
  return n;
}

function readGoModules({ files, paths, read }: Sources): GoModule[] {
  const found: GoModule[] = [];
  for (const id of paths.withBaseName('go.mod')) {
    const entry = files.get(id);
    const text = entry && read(entry);
    const path = text && /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1];
    if (entry && path) found.push({ folder: entry.folder, dir: entry.path.replace(/\/?go\.mod$/, ''), path });
  }
  return found;
}
