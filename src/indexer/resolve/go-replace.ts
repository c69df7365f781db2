import type { CodeIndex } from '../indexes/code-index.ts';
import { dirOf, joinPath } from '../indexes/module-files.ts';
import type { FileChoice } from './choose-files.ts';

/**
 * A file of another module, `module@version/path`: in the workspace only where a go.mod replaces the module by a
 * folder, or where the workspace holds that module itself.
 */
export function replacedModule(
  index: CodeIndex,
  module: string,
  segments: readonly string[],
): FileChoice | undefined {
  const name = module.replace(/@[^@]*$/, '');
  for (const id of index.paths.withBaseName('go.mod')) {
    const mod = index.files.get(id);
    const text = mod && index.read(mod);
    if (!mod || !text) continue;
    const own = /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1];
    const target = own === name ? '.' : localReplacement(text, name);
    if (target === undefined) continue;
    const found = inFolder(index, mod.folder, joinLocal(dirOf(mod.path), target), segments);
    if (found) return found;
  }
  return undefined;
}

/** `replace github.com/lib/pq => ../pq`, with or without versions, alone or in a block. */
function localReplacement(text: string, name: string): string | undefined {
  for (const line of text.split('\n')) {
    const m = /^\s*(?:replace\s+)?(\S+)(?:\s+v\S+)?\s*=>\s*(\.{1,2}\/\S*|\.{1,2})\s*(?:\/\/.*)?$/.exec(line);
    if (m?.[1] === name) return m[2];
  }
  return undefined;
}

/** The folder may lie beside this one, as another folder of the workspace. */
type Place = { readonly up: number; readonly path: string };

function joinLocal(dir: string, target: string): Place {
  const parts = dir === '' ? [] : dir.split('/');
  let up = 0;
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) up++;
  }
  return { up, path: parts.join('/') };
}

function inFolder(
  index: CodeIndex,
  folder: number,
  place: Place,
  segments: readonly string[],
): FileChoice | undefined {
  const file = joinPath(place.path, segments.join('/'));
  let entry = place.up === 0 ? index.files.find(folder, file) : undefined;
  if (place.up > 0) {
    const base = index.files.folders[folder]?.path.split('/').slice(0, -place.up).join('/') ?? '';
    const absolute = `${base}/${file}`;
    for (const [i, f] of index.files.folders.entries())
      if (absolute.startsWith(`${f.path}/`)) entry ??= index.files.find(i, absolute.slice(f.path.length + 1));
  }
  if (!entry) return undefined;
  // The version that ran need not be the folder's state: likely, not exact.
  return {
    entry,
    standing: 'rooted',
    match: { file: entry.id, matched: 2, exactCase: true, whole: false, consumed: false },
  };
}
