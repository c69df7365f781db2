import type { CodeIndex } from '../indexes/code-index.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { dirOf, joinPath } from '../indexes/module-files.ts';

export type SourceOfBuilt = { readonly entry: FileEntry; readonly because: string };

type OutDir = {
  readonly folder: number;
  readonly out: string;
  readonly root: string;
  readonly because: string;
};

const SOURCES: Readonly<Record<string, readonly string[]>> = {
  js: ['ts', 'tsx', 'jsx', 'js'],
  mjs: ['mts', 'mjs', 'ts'],
  cjs: ['cts', 'cjs', 'ts'],
};

/** Without a source map: the source that a tsconfig's outDir and rootDir make a built file of. The line is lost. */
export function sourceOfBuilt(index: CodeIndex, segments: readonly string[]): SourceOfBuilt | undefined {
  const name = segments.at(-1) ?? '';
  const extension = /\.([cm]?js)$/.exec(name)?.[1];
  if (!extension) return undefined;
  const stem = name.slice(0, -extension.length - 1);
  const found: SourceOfBuilt[] = [];
  for (const { folder, out, root, because } of outDirs(index)) {
    const parts = out.split('/').filter(Boolean);
    // The last part of outDir marks where the built tree starts in the runtime path.
    const at = segments.lastIndexOf(parts.at(-1) ?? '\0');
    if (at < 0 || at === segments.length - 1) continue;
    const inside = segments.slice(at + 1, -1).join('/');
    for (const source of SOURCES[extension] ?? []) {
      const path = joinPath(joinPath(root, inside), `${stem}.${source}`);
      const entry = index.files.find(folder, path);
      if (entry) found.push({ entry, because });
    }
  }
  const unique = new Map(found.map((f) => [f.entry.id, f]));
  return unique.size === 1 ? found[0] : undefined;
}

function outDirs(index: CodeIndex): OutDir[] {
  const found: OutDir[] = [];
  for (const name of ['tsconfig.json', 'tsconfig.build.json', 'tsconfig.app.json', 'tsconfig.lib.json'])
    for (const id of index.paths.withBaseName(name).slice(0, 200)) {
      const entry = index.files.get(id);
      const text = entry && index.read(entry);
      if (!entry || !text) continue;
      const options = compilerOptions(index, entry, text, 0);
      if (!options.outDir) continue;
      const dir = dirOf(entry.path);
      for (const root of options.rootDir === undefined ? ['src', ''] : [options.rootDir])
        found.push({
          folder: entry.folder,
          out: joinPath(dir, options.outDir),
          root: joinPath(dir, root),
          because: `${entry.path} compiles ${root || 'its folder'} to ${options.outDir}`,
        });
    }
  return found;
}

type Options = { readonly outDir?: string | undefined; readonly rootDir?: string | undefined };

function compilerOptions(index: CodeIndex, entry: FileEntry, text: string, depth: number): Options {
  const value = (key: string) =>
    new RegExp(`"${key}"\\s*:\\s*"([^"]{1,300})"`).exec(withoutComments(text))?.[1];
  const own = { outDir: value('outDir'), rootDir: value('rootDir') };
  const base = value('extends');
  if (!base?.startsWith('.') || depth > 4) return own;
  const path = joinPath(dirOf(entry.path), base.endsWith('.json') ? base : `${base}.json`);
  const parent = index.files.find(entry.folder, path);
  const inherited = parent ? compilerOptions(index, parent, index.read(parent) ?? '', depth + 1) : {};
  return { outDir: own.outDir ?? inherited.outDir, rootDir: own.rootDir ?? inherited.rootDir };
}

const withoutComments = (text: string) => text.replace(/^\s*\/\/.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');
