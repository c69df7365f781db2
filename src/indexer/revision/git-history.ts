import { runGit } from '../files/run-git.ts';
import { type Hunk, parseHunks } from './line-shift.ts';

/** A recorded revision in one repository. */
export type Revision =
  | { readonly kind: 'known'; readonly sha: string; readonly said: string }
  /** The data names a revision that this clone does not have. */
  | { readonly kind: 'unknown'; readonly said: string }
  | { readonly kind: 'unstated' };

const SHA = /^[0-9a-f]{7,64}$/i;
const NAME = /^[\w][\w.+/@-]{0,120}$/;
const MAX_DIFFS = 500;

/** Asks one repository about its past; remembers the answers. Nothing is fetched. */
export class GitHistory {
  readonly #dir: string;
  readonly #commits = new Map<string, Promise<string | undefined>>();
  readonly #renames = new Map<string, Promise<ReadonlyMap<string, string>>>();
  readonly #hunks = new Map<string, Promise<readonly Hunk[] | undefined>>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Working tree or repository changed: diffs are stale, and a commit that was not here may have been fetched. */
  forget(): void {
    this.#commits.clear();
    this.#hunks.clear();
    this.#renames.clear();
  }

  /** The first of the stated revisions that this clone has; `version` is tried as a commit and as a tag. */
  async revision(stated: readonly string[], version: string): Promise<Revision> {
    for (const said of stated) {
      const sha = await this.#commit(said);
      if (sha) return { kind: 'known', sha, said };
    }
    if (stated[0] !== undefined) return { kind: 'unknown', said: stated[0] };
    if (version === '' || !NAME.test(version)) return { kind: 'unstated' };
    const hexadecimal = SHA.test(version) && /\d/.test(version) && /[a-f]/i.test(version);
    const names = [...(SHA.test(version) ? [version] : []), `refs/tags/${version}`, `refs/tags/v${version}`];
    for (const name of names) {
      const sha = await this.#commit(name);
      if (sha) return { kind: 'known', sha, said: version };
    }
    return hexadecimal ? { kind: 'unknown', said: version } : { kind: 'unstated' };
  }

  /** Old path to new path of what was renamed since. */
  renames(sha: string): Promise<ReadonlyMap<string, string>> {
    const known = this.#renames.get(sha);
    if (known !== undefined) return known;
    const asked = this.#readRenames(sha);
    this.#renames.set(sha, asked);
    return asked;
  }

  /** Changes of a file from a commit to the working tree; undefined where git cannot tell (not there then). */
  hunks(sha: string, path: string, oldPath = path): Promise<readonly Hunk[] | undefined> {
    const key = `${sha}\0${oldPath}\0${path}`;
    const known = this.#hunks.get(key);
    if (known !== undefined) return known;
    if (this.#hunks.size > MAX_DIFFS) this.#hunks.clear();
    const asked = this.#readHunks(sha, path, oldPath);
    this.#hunks.set(key, asked);
    return asked;
  }

  /** The file as it was; undefined when it did not exist. */
  async show(sha: string, path: string): Promise<string | undefined> {
    const shown = await runGit(this.#dir, ['show', '--no-textconv', `${sha}:./${path}`]);
    return shown.ok ? shown.stdout : undefined;
  }

  #commit(name: string): Promise<string | undefined> {
    if (!NAME.test(name) || name.includes('..')) return Promise.resolve(undefined);
    const known = this.#commits.get(name);
    if (known !== undefined) return known;
    const asked = runGit(this.#dir, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${name}^{commit}`,
    ]).then((r) => (r.ok ? r.stdout.trim() : undefined));
    this.#commits.set(name, asked);
    return asked;
  }

  async #readRenames(sha: string): Promise<ReadonlyMap<string, string>> {
    const diff = await runGit(this.#dir, [
      'diff',
      '-M',
      '-l2000',
      '--no-ext-diff',
      '--diff-filter=R',
      '--name-status',
      '--relative',
      '-z',
      sha,
      '--',
    ]);
    const renamed = new Map<string, string>();
    if (!diff.ok) return renamed;
    const parts = diff.stdout.split('\0');
    for (let i = 0; i + 2 < parts.length; i += 3) renamed.set(parts[i + 1] ?? '', parts[i + 2] ?? '');
    return renamed;
  }

  async #readHunks(sha: string, path: string, oldPath: string): Promise<readonly Hunk[] | undefined> {
    const paths = oldPath === path ? [path] : [oldPath, path];
    const diff = await runGit(this.#dir, [
      'diff',
      '-M',
      '-U0',
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
      '--relative',
      sha,
      '--',
      ...paths.map((p) => `:(literal)${p}`),
    ]);
    if (!diff.ok || /^new file mode/m.test(diff.stdout)) return undefined;
    return parseHunks(diff.stdout);
  }
}
