import { codeRefOf } from './code-ref.ts';
import type { CodeLocation } from './resolution.ts';
import type { SpanSite } from './span-site.ts';
import type { RootSetting } from './user-mapping.ts';

/** The folder of the running program that a span's path is in; undefined where it names no absolute path. */
export function runtimePathOf(site: SpanSite): readonly string[] | undefined {
  const { path } = codeRefOf(site);
  return path?.kind === 'path' && path.absolute ? path.segments : undefined;
}

/**
 * Roots that would lead the span's path to each of the places that fit it: what both have in common at the end is
 * the file, what is in front is the root. The longest agreement first, none twice.
 */
export function suggestRoots(site: SpanSite, places: readonly CodeLocation[]): RootSetting[] {
  const runtime = runtimePathOf(site);
  if (!runtime) return [];
  const found = new Map<string, { root: RootSetting; equal: number }>();
  for (const { folder, file } of places) {
    const own = file.split('/');
    let equal = 0;
    while (equal < own.length && equal < runtime.length && own.at(-1 - equal) === runtime.at(-1 - equal))
      equal++;
    if (equal === 0) continue;
    const root: RootSetting = {
      service: site.service,
      runtime: `/${runtime.slice(0, runtime.length - equal).join('/')}`,
      workspace: [folder, ...own.slice(0, own.length - equal)].join('/'),
    };
    const key = `${root.runtime}\0${root.workspace}`;
    if (!found.has(key)) found.set(key, { root, equal });
  }
  return [...found.values()].sort((a, b) => b.equal - a.equal).map(({ root }) => root);
}
