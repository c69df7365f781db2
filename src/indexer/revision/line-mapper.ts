import type { SpanSite } from '../../core/mapping/span-site.ts';
import { readSource } from '../files/read-source.ts';
import type { FileEntry, FileTable } from '../indexes/file-table.ts';
import type { LineMapper, MappedLine } from '../resolve/resolve-context.ts';
import { GitHistory, type Revision } from './git-history.ts';
import { diffLines, type Hunk, shiftLine } from './line-shift.ts';
import { remotesOf, sameRemote } from './remotes.ts';

type LineRange = { readonly line: number; readonly endLine: number };

export type Histories = {
  readonly mapLine: LineMapper;
  /** Files whose path at the span's revision was another: current entries by the path they had. */
  readonly renamed: (
    site: SpanSite,
  ) => Promise<readonly { readonly oldPath: string; readonly entry: FileEntry }[]>;
  /** Lines of the text now that differ from a commit, as ranges; undefined where git cannot tell. */
  readonly changedLines: (entry: FileEntry, revision: string) => Promise<readonly LineRange[] | undefined>;
  readonly history: (entry: FileEntry) => GitHistory | undefined;
  /** The file at a commit of this clone, under the name it had; undefined where it was not there. */
  readonly asItWas: (
    entry: FileEntry,
    revision: string,
  ) => Promise<{ readonly path: string; readonly text: string } | undefined>;
  /** Files on disk changed. */
  readonly forget: () => void;
};

type Options = {
  readonly files: FileTable;
  /** Unsaved text of a file. */
  readonly unsaved: (entry: FileEntry) => string | undefined;
};

/** Leads a line recorded at some revision to the text the user sees: git up to the disk, a diff up to the buffer. */
export function createHistories({ files, unsaved }: Options): Histories {
  const byDir = new Map<string, GitHistory>();

  const dirOf = (entry: FileEntry): string | undefined => {
    if (entry.repository === undefined) return undefined;
    const folder = files.folderPath(entry);
    return entry.repository === '' ? folder : `${folder}/${entry.repository}`;
  };

  const historyOf = (dir: string): GitHistory => {
    let known = byDir.get(dir);
    if (!known) {
      known = new GitHistory(dir);
      byDir.set(dir, known);
    }
    return known;
  };

  const pathInRepository = (entry: FileEntry) =>
    entry.repository ? entry.path.slice(entry.repository.length + 1) : entry.path;

  const revisionFor = async (dir: string, site: SpanSite): Promise<Revision> => {
    const url = site.resource['vcs.repository.url.full'] ?? site.resource['git.repository_url'];
    // A revision of another repository says nothing about this one.
    if (url) {
      const remotes = remotesOf(dir);
      if (remotes.length > 0 && !remotes.some((r) => sameRemote(r, url))) return { kind: 'unstated' };
    }
    return historyOf(dir).revision(site.revisions, site.resource['service.version'] ?? '');
  };

  const toDisk = async (entry: FileEntry, line: number, site: SpanSite): Promise<MappedLine> => {
    const same: MappedLine = { line, state: 'same', note: null, revision: null };
    const dir = dirOf(entry);
    if (dir === undefined) {
      const said = site.revisions[0];
      if (said === undefined) return same;
      return {
        ...same,
        state: 'unverified',
        note: `The span is of revision ${short(said)}; this folder has no git history to check the line with.`,
      };
    }
    const revision = await revisionFor(dir, site);
    if (revision.kind === 'unstated') return same;
    if (revision.kind === 'unknown')
      return {
        ...same,
        state: 'unverified',
        note: `The span is of revision ${short(revision.said)}, which this clone does not have: the line is not verified. Fetch it to check.`,
      };
    const { sha } = revision;
    const git = historyOf(dir);
    const path = pathInRepository(entry);
    const renames = await git.renames(sha);
    const oldPath = [...renames].find(([, to]) => to === path)?.[0];
    const hunks = await git.hunks(sha, path, oldPath);
    if (!hunks)
      return { ...same, state: 'unverified', note: `The file did not exist at revision ${short(sha)}.` };
    const moved = shiftLine(hunks, line);
    if (moved.gone)
      return {
        line: moved.line,
        state: 'gone',
        note: `Line ${line} was removed since revision ${short(sha)}; open the file at that revision to see it.`,
        revision: sha,
      };
    if (moved.line === line) return { ...same, revision: sha };
    return {
      line: moved.line,
      state: 'moved',
      note: `Line ${line}→${moved.line} by git diff ${short(sha)}..working tree.`,
      revision: sha,
    };
  };

  const toBuffer = (entry: FileEntry, mapped: MappedLine): MappedLine => {
    const text = unsaved(entry);
    const disk = text === undefined ? undefined : readSource(files.absolute(entry));
    if (text === undefined || disk?.kind !== 'text' || disk.text === text) return mapped;
    const moved = shiftLine(diffLines(disk.text, text), mapped.line);
    if (moved.gone && mapped.state !== 'gone')
      return {
        ...mapped,
        line: moved.line,
        state: 'gone',
        note: `Line ${mapped.line} was removed in the unsaved editor.`,
      };
    if (moved.line === mapped.line) return mapped;
    const note = `Line ${mapped.line}→${moved.line} by unsaved edits.`;
    return {
      ...mapped,
      line: moved.line,
      state: mapped.state === 'same' ? 'moved' : mapped.state,
      note: mapped.note ? `${mapped.note} ${note}` : note,
    };
  };

  return {
    mapLine: async (entry, line, site) => toBuffer(entry, await toDisk(entry, line, site)),
    async renamed(site) {
      if (site.revisions.length === 0 && !site.resource['service.version']) return [];
      const found: { oldPath: string; entry: FileEntry }[] = [];
      const seen = new Set<string>();
      for (const entry of files.all()) {
        const dir = dirOf(entry);
        if (dir === undefined || seen.has(dir)) continue;
        seen.add(dir);
        const revision = await revisionFor(dir, site);
        if (revision.kind !== 'known') continue;
        for (const [oldPath, path] of await historyOf(dir).renames(revision.sha)) {
          const now = files.find(entry.folder, entry.repository ? `${entry.repository}/${path}` : path);
          if (now) found.push({ oldPath, entry: now });
        }
      }
      return found;
    },
    async asItWas(entry, revision) {
      const dir = dirOf(entry);
      if (dir === undefined || !/^[0-9a-f]{7,64}$/.test(revision)) return undefined;
      const git = historyOf(dir);
      const path = pathInRepository(entry);
      const oldPath = [...(await git.renames(revision))].find(([, to]) => to === path)?.[0] ?? path;
      const text = await git.show(revision, oldPath);
      return text === undefined ? undefined : { path: oldPath, text };
    },
    async changedLines(entry, revision) {
      const dir = dirOf(entry);
      if (dir === undefined) return undefined;
      const git = historyOf(dir);
      const known = await git.revision([revision], '');
      if (known.kind !== 'known') return undefined;
      const path = pathInRepository(entry);
      const oldPath = [...(await git.renames(known.sha))].find(([, to]) => to === path)?.[0];
      const hunks = await git.hunks(known.sha, path, oldPath);
      const text = unsaved(entry);
      const disk = text === undefined ? undefined : readSource(files.absolute(entry));
      const edits = text !== undefined && disk?.kind === 'text' ? diffLines(disk.text, text) : [];
      return hunks?.map((hunk) => {
        const { line, endLine } = newLines(hunk);
        return { line: shiftLine(edits, line).line, endLine: shiftLine(edits, endLine).line };
      });
    },
    history: (entry) => {
      const dir = dirOf(entry);
      return dir === undefined ? undefined : historyOf(dir);
    },
    forget: () => {
      for (const git of byDir.values()) git.forget();
    },
  };
}

/** Where lines were only taken out: those around the cut. */
function newLines({ newStart, newCount }: Hunk): LineRange {
  if (newCount === 0) return { line: Math.max(1, newStart), endLine: newStart + 1 };
  return { line: newStart, endLine: newStart + newCount - 1 };
}

const short = (revision: string) =>
  /^[0-9a-f]{12,}$/i.test(revision) ? revision.slice(0, 9) : revision.slice(0, 60);
