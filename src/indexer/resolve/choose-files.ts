import { FILE } from '../files/classify-file.ts';
import type { CodeIndex } from '../indexes/code-index.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import type { PathMatch } from '../indexes/path-index.ts';

export type FileChoice = {
  readonly entry: FileEntry;
  readonly match: PathMatch;
  /** Two segments agree and nothing of the workspace's path is left over: it is this file or a copy of it. */
  readonly firm: boolean;
};

/** Preferences of the span's service: repository, folder, learned root. Higher is better. */
export type Preference = (entry: FileEntry) => number;

/**
 * The workspace files a runtime path can mean, best first; equals are all returned. The longest suffix wins, then the
 * span's own repository and folder, then source over tests and generated files. Never the shortest path by itself.
 */
export function chooseFiles(index: CodeIndex, segments: readonly string[], prefer: Preference): FileChoice[] {
  const choices = index.paths.best(segments).flatMap((match) => {
    const entry = index.files.get(match.file);
    return entry ? [{ entry, match, firm: isFirm(match) }] : [];
  });
  if (choices.length < 2) return choices;
  return keepBest(
    keepBest(
      keepBest(choices, (c) => (c.match.whole || c.match.consumed ? 1 : 0)),
      (c) => prefer(c.entry),
    ),
    (c) => (c.entry.flags & (FILE.test | FILE.generated | FILE.vendored | FILE.built) ? 0 : 1),
  );
}

/** A path that fits to its end, by at least two segments in their own spelling. */
const isFirm = (match: PathMatch) => match.matched >= 2 && match.exactCase && (match.whole || match.consumed);

function keepBest<T>(all: readonly T[], score: (item: T) => number): T[] {
  const scores = all.map(score);
  const top = Math.max(...scores);
  return all.filter((_, i) => scores[i] === top);
}
