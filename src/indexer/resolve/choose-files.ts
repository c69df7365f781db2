import { FILE } from '../files/classify-file.ts';
import type { CodeIndex } from '../indexes/code-index.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import type { PathMatch } from '../indexes/path-index.ts';

/**
 * How the workspace path and the runtime path stand to one another: `whole`, only a root was put in front of the
 * workspace's path; `rooted`, what the runtime has in front is nothing or a usual root of containers, so the file may
 * lie in some folder of the workspace; `preferred`, it lies where the span's service does; `tail`, folders differ.
 */
export type Standing = 'whole' | 'rooted' | 'preferred' | 'tail';

export type FileChoice = {
  readonly entry: FileEntry;
  readonly match: PathMatch;
  readonly standing: Standing;
  /** The root that led here, for the evidence. */
  readonly because?: string;
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
    return entry ? [{ entry, match, standing: standingOf(match, segments, prefer(entry)) }] : [];
  });
  if (choices.length < 2) return choices;
  const fitting = keepBest(choices, (c) => (c.match.whole || c.match.consumed ? 1 : 0));
  const preferred = keepBest(fitting, (c) => prefer(c.entry));
  return keepBest(preferred, (c) =>
    c.entry.flags & (FILE.test | FILE.generated | FILE.vendored | FILE.built) ? 0 : 1,
  );
}

/** Directories that images, buildpacks and serverless platforms put code into. */
const ROOTS =
  /^(?:app|apps|src|code|srv|work|workspace|workspaces|build|project|repo|service|server|function|usr\/src\/app|usr\/src|usr\/app|opt\/[^/]+|home\/[^/]+(?:\/[^/]+)?|Users\/[^/]+(?:\/[^/]+)?|root(?:\/[^/]+)?|var\/www(?:\/html)?|var\/task|var\/app\/current|layers\/[^/]+|go\/src|tmp\/[^/]+|data\/[^/]+|github\/workspace|builds\/[^/]+\/[^/]+|__w\/[^/]+\/[^/]+)?$/;

function standingOf(match: PathMatch, segments: readonly string[], preference: number): Standing {
  if (match.whole) return 'whole';
  const front = segments.slice(0, segments.length - match.matched).join('/');
  if (match.consumed || ROOTS.test(front)) return 'rooted';
  return preference > 0 ? 'preferred' : 'tail';
}

function keepBest<T>(all: readonly T[], score: (item: T) => number): T[] {
  const scores = all.map(score);
  const top = Math.max(...scores);
  return all.filter((_, i) => scores[i] === top);
}
