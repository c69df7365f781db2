import type { RuleFamily } from '../rule.ts';

export type Dependency = {
  readonly name: string;
  /** As written, or as locked; '' where unknown. */
  readonly version: string;
  readonly file: string;
  readonly line: number;
  /** Only for tests and builds. */
  readonly dev?: boolean;
  /** Says which version those get who depend on it, and is no dependency itself. */
  readonly versionOnly?: boolean;
};

/** A line that configures how something runs. */
export type Setting = {
  /** `env`: KEY and value; `run`: a command line; `label`: an annotation of a deployment. */
  readonly what: 'env' | 'run' | 'label';
  readonly key: string;
  readonly value: string;
  readonly file: string;
  readonly line: number;
  /** Names and folders of what it is for (`cart`, `services/cart`); empty for whatever the file is about. */
  readonly scope: readonly string[];
};

export type Manifest = {
  readonly family: RuleFamily;
  readonly file: string;
  readonly name: string;
  readonly dependencies: readonly Dependency[];
  readonly settings: readonly Setting[];
  /** A program that is started (`true`), a library (`false`), or not said. */
  readonly application: boolean | undefined;
  /** Holds other projects and is none itself: a workspace root, a parent POM. */
  readonly container: boolean;
  /** ES modules (package.json). */
  readonly esm: boolean;
  /** Other projects of this workspace it is built with, by path (relative to the manifest) or name. */
  readonly projects: readonly string[];
};

export const lineOf = (text: string, needle: string): number => {
  const at = text.indexOf(needle);
  return at < 0 ? 1 : lineAt(text, at);
};

export function lineAt(text: string, at: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

export const dirOf = (path: string): string => {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
};

export const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const joinPath = (dir: string, relative: string): string => {
  const out: string[] = dir === '' ? [] : dir.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') out.pop();
    else out.push(part);
  }
  return out.join('/');
};

const PYTHON_MANIFEST =
  /^(?:pyproject\.toml|setup\.py|setup\.cfg|Pipfile|environment\.ya?ml|requirements[\w.-]*\.(?:txt|in))$/;

/** Files that say what a project is made of. */
export function isManifestFile(file: string): boolean {
  const name = baseOf(file);
  return (
    /^(?:package\.json|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json|Cargo\.toml)$/.test(
      name,
    ) ||
    /\.(?:cs|fs|vb)proj$|^Directory\.(?:Packages|Build)\.props$|\.gemspec$/.test(name) ||
    PYTHON_MANIFEST.test(name) ||
    /(?:^|\/)requirements\/[\w.-]+\.(?:txt|in)$/.test(file)
  );
}
