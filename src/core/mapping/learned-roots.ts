/** Where a service's code lies: files below `runtime` there are files below `folder`/`dir` here. */
export type LearnedRoot = {
  readonly service: string;
  /** Segments joined by '/', without a slash in front; '' for relative paths. */
  readonly runtime: string;
  readonly folder: string;
  readonly dir: string;
  /** Distinct files that showed it, at most as many as matter. */
  readonly files: readonly string[];
  /** The longest agreement of path segments seen. */
  readonly matched: number;
  /** Times it led nowhere or wrong since it was last confirmed. */
  readonly failures: number;
};

const MAX_ROOTS = 500;
const FILES_KEPT = 3;
const MAX_FAILURES = 3;

/**
 * Roots that unambiguous matches showed. One is trusted once two different files agree on it, or one with at least
 * three path segments in common; contradictions wear it out. A service may have several.
 */
export class LearnedRoots {
  #roots: LearnedRoot[];

  constructor(roots: readonly LearnedRoot[] = []) {
    this.#roots = roots.slice(0, MAX_ROOTS);
  }

  get all(): readonly LearnedRoot[] {
    return this.#roots;
  }

  /** A match beyond doubt: `runtime` and `path` are the same file. Returns whether anything new was learned. */
  observe(
    service: string,
    runtime: readonly string[],
    folder: string,
    path: string,
    matched: number,
  ): boolean {
    const own = path.split('/');
    const root = runtime.slice(0, runtime.length - matched).join('/');
    const dir = own.slice(0, own.length - matched).join('/');
    const at = this.#roots.findIndex(
      (r) => r.service === service && r.runtime === root && r.folder === folder && r.dir === dir,
    );
    const known = this.#roots[at];
    if (!known) {
      this.#roots.unshift({ service, runtime: root, folder, dir, files: [path], matched, failures: 0 });
      this.#roots.length = Math.min(this.#roots.length, MAX_ROOTS);
      return true;
    }
    const isNew = !known.files.includes(path) && known.files.length < FILES_KEPT;
    if (!isNew && known.matched >= matched && known.failures === 0) return false;
    this.#roots[at] = {
      ...known,
      files: isNew ? [...known.files, path] : known.files,
      matched: Math.max(known.matched, matched),
      failures: 0,
    };
    return true;
  }

  /** Paths that trusted roots of the service make of a runtime path, longest root first. */
  suggest(
    service: string,
    runtime: readonly string[],
  ): { readonly folder: string; readonly path: string; readonly root: LearnedRoot }[] {
    const whole = runtime.join('/');
    return this.#roots
      .filter(
        (r) =>
          r.service === service && isTrusted(r) && (r.runtime === '' || whole.startsWith(`${r.runtime}/`)),
      )
      .sort((a, b) => b.runtime.length - a.runtime.length)
      .map((root) => {
        const rest = root.runtime === '' ? whole : whole.slice(root.runtime.length + 1);
        return { folder: root.folder, path: root.dir ? `${root.dir}/${rest}` : rest, root };
      });
  }

  /** The root led to a file that does not exist, or that says something else. */
  contradict(root: LearnedRoot): void {
    const at = this.#roots.findIndex(
      (r) =>
        r.service === root.service &&
        r.runtime === root.runtime &&
        r.folder === root.folder &&
        r.dir === root.dir,
    );
    const known = this.#roots[at];
    if (!known) return;
    if (known.failures + 1 >= MAX_FAILURES) this.#roots.splice(at, 1);
    else this.#roots[at] = { ...known, failures: known.failures + 1 };
  }
}

export const isTrusted = (root: LearnedRoot): boolean => root.files.length >= 2 || root.matched >= 3;
