import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import {
  FlattenMap,
  GREATEST_LOWER_BOUND,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  type TraceMap,
} from '@jridgewell/trace-mapping';
import { normalisePath } from '../../core/mapping/normalise-path.ts';
import { readSource } from '../files/read-source.ts';
import type { CodeIndex } from '../indexes/code-index.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { dirOf } from '../indexes/module-files.ts';
import { chooseFiles } from '../resolve/choose-files.ts';

export type Original = {
  readonly entry: FileEntry;
  readonly line: number;
  /** The map's file, relative to its folder. */
  readonly map: string;
};

export type MappedPosition =
  | { readonly kind: 'original'; readonly at: Original }
  /** The map leads to a file that the workspace does not have (a library's source, a generated file). */
  | { readonly kind: 'outside'; readonly source: string; readonly map: string }
  | { readonly kind: 'no-map' };

const MAX_MAP = 64 * 1024 * 1024;
const MAX_BUILT = 32 * 1024 * 1024;
const KEPT = 30;
const MAX_ROOTS = 300;

type LoadedMap = { readonly map: TraceMap; readonly file: string; readonly folder: number };

/** Source maps beside or inside built files of the workspace, ignored by git or not. Nothing is downloaded. */
export class SourceMaps {
  readonly #index: CodeIndex;
  /** By runtime path; a miss is remembered too. */
  readonly #found = new Map<string, LoadedMap | undefined>();
  #roots: { folder: number; dir: string }[] | undefined;

  constructor(index: CodeIndex) {
    this.#index = index;
  }

  /** Built files changed. */
  forget(): void {
    this.#found.clear();
    this.#roots = undefined;
  }

  /** `line` and `column` count from 1, as stack traces do. */
  original(segments: readonly string[], line: number, column: number | undefined): MappedPosition {
    const loaded = this.#load(segments);
    if (!loaded) return { kind: 'no-map' };
    const at = { line, column: Math.max(0, (column ?? 1) - 1) };
    const found = originalPositionFor(loaded.map, { ...at, bias: GREATEST_LOWER_BOUND });
    const position =
      found.source === null ? originalPositionFor(loaded.map, { ...at, bias: LEAST_UPPER_BOUND }) : found;
    if (position.source === null || position.line === null) return { kind: 'no-map' };
    const folder = this.#index.files.folders[loaded.folder];
    const map = folder ? path.posix.relative(folder.path, loaded.file) : loaded.file;
    const entry = this.#entryOf(position.source, loaded);
    if (!entry) return { kind: 'outside', source: position.source, map };
    return { kind: 'original', at: { entry, line: position.line, map } };
  }

  /** Sources are absolute once resolved against the map; bundlers put schemes of their own in front. */
  #entryOf(source: string, loaded: LoadedMap): FileEntry | undefined {
    const { files } = this.#index;
    const folder = files.folders[loaded.folder];
    if (folder && source.startsWith('file://')) {
      const absolute = safeDecode(source.slice('file://'.length));
      if (absolute.startsWith(`${folder.path}/`)) {
        const entry = files.find(loaded.folder, absolute.slice(folder.path.length + 1));
        if (entry) return entry;
      }
    }
    const runtime = normalisePath(source);
    if (runtime.kind !== 'path') return undefined;
    const choices = chooseFiles(this.#index, runtime.segments, (e) => (e.folder === loaded.folder ? 1 : 0));
    const [only, other] = choices;
    return only && !other && only.match.matched >= 2 && only.standing !== 'tail' ? only.entry : undefined;
  }

  #load(segments: readonly string[]): LoadedMap | undefined {
    const key = segments.join('/');
    if (this.#found.has(key)) return this.#found.get(key);
    const loaded = this.#search(segments);
    if (this.#found.size >= KEPT * 10) this.#found.clear();
    this.#found.set(key, loaded);
    return loaded;
  }

  /** The longest tail of the path that exists below a folder or a package, as a file or with a map beside it. */
  #search(segments: readonly string[]): LoadedMap | undefined {
    for (let from = 0; from < segments.length; from++) {
      const tail = segments.slice(from).join('/');
      // A base name alone is some file of that name: only the workspace's own top may have it.
      const roots =
        from === segments.length - 1
          ? this.#packageRoots().filter((r) => r.dir === '')
          : this.#packageRoots();
      for (const { folder, dir } of roots) {
        const root = this.#index.files.folders[folder];
        if (!root) continue;
        const file = path.posix.join(root.path, dir, tail);
        const map = this.#read(file);
        if (map) return { map, file: `${file}.map`, folder };
      }
    }
    return undefined;
  }

  #read(file: string): TraceMap | undefined {
    const beside = `${file}.map`;
    if (this.#isInside(beside)) return parse(readText(beside, MAX_MAP), beside);
    if (!this.#isInside(file)) return undefined;
    const text = readText(file, MAX_BUILT);
    const url = text && lastMapUrl(text);
    if (!url) return undefined;
    const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(url);
    if (inline)
      return parse(
        inline[1] ? Buffer.from(inline[2] ?? '', 'base64').toString('utf8') : safeDecode(inline[2] ?? ''),
        file,
      );
    if (/^[a-z]+:\/\//i.test(url)) return undefined;
    const named = path.posix.join(path.posix.dirname(file), safeDecode(url));
    return this.#isInside(named) ? parse(readText(named, MAX_MAP), named) : undefined;
  }

  /** Exists, and its real path is in an opened folder: a link must not lead out. */
  #isInside(file: string): boolean {
    if (!existsSync(file)) return false;
    try {
      const real = realpathSync(file);
      return this.#index.files.folders.some((f) => real.startsWith(`${f.realPath}/`));
    } catch {
      return false;
    }
  }

  #packageRoots(): readonly { folder: number; dir: string }[] {
    if (this.#roots) return this.#roots;
    const roots = this.#index.files.folders.map((_, folder) => ({ folder, dir: '' }));
    for (const id of this.#index.paths.withBaseName('package.json').slice(0, MAX_ROOTS)) {
      const entry = this.#index.files.get(id);
      if (entry && dirOf(entry.path) !== '') roots.push({ folder: entry.folder, dir: dirOf(entry.path) });
    }
    this.#roots = roots;
    return roots;
  }
}

function readText(file: string, limit: number): string {
  const source = readSource(file, limit);
  return source.kind === 'text' ? source.text : '';
}

/** The comment stands at the end; bundles may have one per module before it. */
function lastMapUrl(text: string): string | undefined {
  const at = Math.max(
    text.lastIndexOf('//# sourceMappingURL='),
    text.lastIndexOf('//@ sourceMappingURL='),
    text.lastIndexOf('/*# sourceMappingURL='),
  );
  return at < 0 ? undefined : /sourceMappingURL=(\S+?)(?:\s*\*\/)?\s*$/m.exec(text.slice(at))?.[1];
}

function parse(text: string, file: string): TraceMap | undefined {
  if (text === '') return undefined;
  try {
    // Sections (index maps) are flattened; sources resolve against the map's own place.
    return FlattenMap(text.replace(/^\)\]\}'[^\n]*\n/, ''), `file://${file}`);
  } catch {
    return undefined;
  }
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
