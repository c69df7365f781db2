import { familyOfSdk } from '../../core/mapping/language.ts';
import { routeSegments, sameRoute } from '../../core/mapping/route-pattern.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import type { CodeIndex } from '../indexes/code-index.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import type { Collector } from './collector.ts';
import { declCandidate, lineCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

/**
 * Frameworks whose routes are folders. `root` is the folder the pattern starts below, `files` the base names that
 * answer; where these are any, the name is the last segment.
 */
type FileRouteRow = {
  readonly root: RegExp;
  readonly files: RegExp;
  readonly named: boolean;
  /** Exported functions that answer, by HTTP method (`GET`), or the default export. */
  readonly exports: 'method' | 'default';
};

const ROWS: readonly FileRouteRow[] = [
  { root: /(?:^|\/)app\//, files: /^page\.[jt]sx?$/, named: false, exports: 'default' },
  { root: /(?:^|\/)app\//, files: /^route\.[jt]s$/, named: false, exports: 'method' },
  {
    root: /(?:^|\/)pages\//,
    files: /^(?!_)[^.]+\.[jt]sx?$|^\[.*\]\.[jt]sx?$/,
    named: true,
    exports: 'default',
  },
  {
    root: /(?:^|\/)src\/routes\//,
    files: /^\+(?:page|layout)\.server\.[jt]s$|^\+server\.[jt]s$/,
    named: false,
    exports: 'method',
  },
  { root: /(?:^|\/)server\/(?=api\/|routes\/)/, files: /\.[jt]s$/, named: true, exports: 'default' },
];

const NAMES = [
  'page.tsx',
  'page.jsx',
  'page.ts',
  'page.js',
  'route.ts',
  'route.js',
  '+server.ts',
  '+server.js',
  '+page.server.ts',
  '+page.server.js',
  '+layout.server.ts',
];

/** Next.js, SvelteKit, Nuxt: `app/(shop)/blog/[slug]/page.tsx` answers `/blog/[slug]`. */
export function fileRoutes(
  ctx: ResolveContext,
  site: SpanSite,
  route: string,
  method: string,
  out: Collector,
): void {
  const family = familyOfSdk(site.language);
  if (family && family !== 'js') return;
  // Next's own names come with the kind of file: `/blog/[slug]/page`.
  const wanted = routeSegments(route.replace(/\/(?:page|route)$/, ''));
  for (const { entry, row } of candidates(ctx.index, wanted)) {
    if (!sameRoute(routeOfFile(entry.path, row) ?? ['\0'], wanted)) continue;
    const why = `The span has the route ${route}; ${entry.path} is its file.`;
    const claim = { strategy: 'route', source: 'entry', level: 'likely', why } as const;
    const target = exported(ctx.index, entry, row, method);
    out.add(
      target ? declCandidate(ctx.index, entry, target, claim) : lineCandidate(ctx.index, entry, 1, claim),
    );
  }
}

function* candidates(
  index: CodeIndex,
  wanted: readonly string[],
): Iterable<{ entry: FileEntry; row: FileRouteRow }> {
  const last = wanted.at(-1) ?? 'index';
  const names = [
    ...NAMES,
    ...['ts', 'tsx', 'js', 'jsx'].flatMap((e) => [
      `${last}.${e}`,
      `index.${e}`,
      `${last}.get.${e}`,
      `${last}.post.${e}`,
    ]),
  ];
  const seen = new Set<number>();
  const consider = function* (id: number) {
    const entry = index.files.get(id);
    if (!entry || seen.has(id)) return;
    seen.add(id);
    const base = entry.path.slice(entry.path.lastIndexOf('/') + 1);
    for (const row of ROWS) if (row.root.test(entry.path) && row.files.test(base)) yield { entry, row };
  };
  for (const name of names) for (const id of index.paths.withBaseName(name)) yield* consider(id);
  // `[slug].tsx` is not known by its name: parameters have any.
  if (last === '{}' || last === '*')
    for (const entry of index.files.all())
      if (/\/\[[^/]*\]\.[jt]sx?$/.test(entry.path)) yield* consider(entry.id);
}

function routeOfFile(path: string, row: FileRouteRow): string[] | undefined {
  const root = row.root.exec(path);
  if (!root) return undefined;
  const inside = path.slice(root.index + root[0].length).split('/');
  const base = inside.pop() ?? '';
  if (row.named) {
    const name = base.replace(/(?:\.(?:get|post|put|patch|delete))?\.[jt]sx?$/, '');
    if (name !== 'index') inside.push(name);
  }
  // Route groups, parallel and intercepted routes are folders without a part in the path.
  return routeSegments(inside.filter((s) => !/^\(.*\)$|^@/.test(s)).join('/'));
}

function exported(index: CodeIndex, entry: FileEntry, row: FileRouteRow, method: string) {
  const rows = [...index.symbols.ofFile(entry.id)];
  if (row.exports === 'method')
    return (
      rows.find((r) => r.path === '' && r.name === (method || 'GET')) ?? rows.find((r) => r.name === 'load')
    );
  return (
    rows.find((r) => r.isDefault) ?? rows.find((r) => r.path === '' && /^(?:handler|default)$/.test(r.name))
  );
}
