import { baseOf } from '../evidence/manifest.ts';
import type { FileGaps, Helper } from '../model.ts';

/** Functions of a service that start a span, by name. */
export type TracedFunctions = ReadonlyMap<string, readonly string[]>;

export function tracedFunctions(files: Iterable<readonly [string, FileGaps]>): TracedFunctions {
  const out = new Map<string, string[]>();
  for (const [path, gaps] of files)
    for (const name of gaps.traced) {
      const list = out.get(name);
      if (list) list.push(path);
      else out.set(name, [path]);
    }
  return out;
}

/**
 * The helper that starts the span, if one of those at a site does: defined in the same file, or in a file that its
 * import names. Wrappers of the configuration count by name alone.
 */
export function tracingHelper(
  helpers: readonly Helper[],
  path: string,
  traced: TracedFunctions,
  wrappers: readonly string[],
): string | undefined {
  for (const { name, module } of helpers) {
    if (wrappers.includes(name)) return name;
    const files = traced.get(name);
    if (!files) continue;
    if (files.includes(path)) return name;
    if (module !== '' && files.some((file) => isNamed(file, module))) return name;
    // Where imports do not name files (Go, Java, C#), a rare enough name does.
    if (module === '' && files.length === 1 && name.length > 5) return name;
  }
  return undefined;
}

/** `./jobs/mail`, `@/lib/trace.ts`, `app.tasks`, `github.com/a/b/internal/trace` name a file or its folder. */
function isNamed(file: string, module: string): boolean {
  const last = module
    .replace(/\.[cm]?[jt]sx?$/, '')
    .split(/[/\\.:]+/)
    .filter((p) => p !== '')
    .at(-1);
  if (last === undefined) return false;
  const stem = baseOf(file).replace(/\.\w+$/, '');
  const folder = file.split('/').at(-2) ?? '';
  return stem === last || folder === last;
}
