import { familyOf, familyOfSdk } from '../../core/mapping/language.ts';
import { isLayer } from '../../core/mapping/request-layer.ts';
import type { Confidence } from '../../core/mapping/resolution.ts';
import {
  endsWithRoute,
  isConventionalRoute,
  matchPath,
  pathSegments,
  routeSegments,
  sameRoute,
} from '../../core/mapping/route-pattern.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { KIND } from '../../core/trace/columns.ts';
import type { RouteRef } from '../indexes/route-index.ts';
import { addTargets } from './add-targets.ts';
import type { Collector } from './collector.ts';
import { conventionalRoute } from './conventional-route.ts';
import { fileRoutes } from './file-routes.ts';
import type { ResolveContext } from './resolve-context.ts';

type Hit = {
  readonly ref: RouteRef;
  readonly level: Confidence;
  readonly rank: number;
  readonly how: string;
};

const MAX_HITS = 20;

/** http.route and the method, for spans of a server; the concrete path where the route tells too little. */
export function resolveRoute(ctx: ResolveContext, site: SpanSite, out: Collector): void {
  const { attributes: a } = site;
  const route = a['http.route'] || a['next.route'] || routeInName(site);
  const path = a['url.path'] || a['http.target'] || a['url.full'] || a['http.url'] || '';
  if (!concernsServer(site) || (!route && !path)) return;
  const method = (a['http.request.method'] || a['http.method'] || methodInName(site.name)).toUpperCase();
  if (route && isConventionalRoute(route)) {
    out.usedVolatile = true;
    conventionalRoute(ctx, route, path, method, out);
    return;
  }
  const before = out.candidates.length;
  if (route) {
    fileRoutes(ctx, site, route, method, out);
    addHits(ctx, site, out, byName(ctx, route, method), `http.route=${route}`, method);
    if (out.candidates.length === before)
      addHits(ctx, site, out, byPattern(ctx, site, route, method), `http.route=${route}`, method);
  }
  if (out.candidates.length === before && path) {
    out.usedVolatile = true;
    addHits(ctx, site, out, byPath(ctx, site, route, path, method), `the path ${path.slice(0, 120)}`, method);
  }
  if (out.candidates.length === before && route) {
    out.reason(`No route ${method ? `${method} ` : ''}${route} was found in this workspace.`);
    out.reject('route', `${method} ${route}`.trim(), 'No route of the workspace has this pattern.');
  }
}

/** Servers, and the inner spans that frameworks give the route again. */
const concernsServer = (site: SpanSite) =>
  site.kind === KIND.server ||
  site.kind === KIND.unspecified ||
  (site.kind === KIND.internal && site.attributes['http.route'] !== undefined && !isLayer(site));

/** `GET /users/{id}` as the name of a server span says the same as http.route. */
function routeInName(site: SpanSite): string {
  if (site.kind !== KIND.server) return '';
  return /^[A-Z]{3,7} (\/\S*)$/.exec(site.name)?.[1] ?? '';
}

const methodInName = (name: string) => /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/.exec(name)?.[1] ?? '';

/** Symfony puts the route's name where others put its pattern. */
function byName(ctx: ResolveContext, route: string, method: string): Hit[] {
  if (/[/{<^:]/.test(route)) return [];
  return ctx.index.routes
    .named(route)
    .filter((ref) => methodFits(ref, method))
    .map((ref) => ({ ref, level: 'likely', rank: 3, how: 'the route of that name' }));
}

function byPattern(ctx: ResolveContext, site: SpanSite, route: string, method: string): Hit[] {
  const wanted = routeSegments(route);
  const hits: Hit[] = [];
  const seen = new Set<unknown>();
  // A route's own part of the pattern is some tail of the whole: mounts and context paths are in front.
  for (let from = 0; from <= wanted.length && hits.length < MAX_HITS; from++) {
    for (const ref of ctx.index.routes.withPattern(wanted.slice(from))) {
      if (seen.has(ref.route) || !methodFits(ref, method) || !familyFits(site, ref)) continue;
      seen.add(ref.route);
      const hit = judge(ctx, ref, wanted);
      if (hit) hits.push(hit);
    }
  }
  if (site.language === 'dotnet' && hits.length === 0) return withoutCase(ctx, site, wanted, method);
  return hits;
}

/** ASP.NET compares without case, and so do its tokens: `api/Orders` is `api/[controller]`. */
function withoutCase(ctx: ResolveContext, site: SpanSite, wanted: readonly string[], method: string): Hit[] {
  const low = wanted.map((s) => s.toLowerCase());
  const hits: Hit[] = [];
  for (const ref of ctx.index.routes.all()) {
    if (!methodFits(ref, method) || !familyFits(site, ref)) continue;
    if (
      ctx.index.routes.fullRoutes(ref).some((full) =>
        sameRoute(
          full.segments.map((s) => s.toLowerCase()),
          low,
        ),
      )
    )
      hits.push({ ref, level: 'likely', rank: 3, how: 'the route of that pattern' });
  }
  return hits;
}

function judge(ctx: ResolveContext, ref: RouteRef, wanted: readonly string[]): Hit | undefined {
  const fulls = ctx.index.routes.fullRoutes(ref);
  if (fulls.some((full) => sameRoute(full.segments, wanted)))
    return { ref, level: 'likely', rank: 3, how: 'the route of that pattern' };
  const tail = fulls.filter((full) => full.segments.length > 0 && endsWithRoute(wanted, full.segments));
  const longest = tail.reduce((n, full) => Math.max(n, full.segments.length), 0);
  // The root of everything is the tail of everything.
  if (longest === 0) return undefined;
  return {
    ref,
    level: 'guess',
    rank: longest / (wanted.length + 1),
    how: `the end of that pattern (${longest} of ${wanted.length} segments)`,
  };
}

/** The route names only a mount point, or nothing: the concrete path tells which of its routes it was. */
function byPath(ctx: ResolveContext, site: SpanSite, route: string, path: string, method: string): Hit[] {
  const actual = pathSegments(path);
  const mount = routeSegments(route);
  if (route && matchPath(mount, actual.slice(0, mount.length)) === 0) return [];
  const hits: Hit[] = [];
  let best = 0;
  for (const ref of ctx.index.routes.all()) {
    if (!methodFits(ref, method) || !familyFits(site, ref)) continue;
    for (const { segments } of ctx.index.routes.fullRoutes(ref)) {
      const score = matchPath(segments, actual);
      if (score < Math.max(2, best)) continue;
      if (score > best) hits.length = 0;
      best = score;
      hits.push({ ref, level: 'guess', rank: 1, how: 'the route that fits it' });
    }
  }
  return hits;
}

function addHits(
  ctx: ResolveContext,
  site: SpanSite,
  out: Collector,
  hits: readonly Hit[],
  what: string,
  verb: string,
): void {
  const best = Math.max(0, ...hits.map((h) => h.rank));
  const prefer = ctx.roots.preferenceOf(site);
  for (const { ref, level, rank, how } of hits) {
    if (rank < best) {
      out.reject('route', `${ref.entry.path}:${ref.route.line}`, `${ref.route.path} fits less of ${what}.`);
      continue;
    }
    const methods = ref.route.methods.join(', ');
    addTargets(
      ctx,
      out,
      ref.entry,
      ref.route,
      {
        strategy: 'route',
        source: 'entry',
        level,
        bonus: prefer(ref.entry) * 5,
        why: `The span has ${what}; ${methods ? `${methods} ` : ''}${ref.route.path} is ${how}.`,
      },
      verb,
    );
  }
}

const methodFits = ({ route }: RouteRef, method: string) =>
  method === '' ||
  route.methods.length === 0 ||
  route.methods.includes(method) ||
  (method === 'HEAD' && route.methods.includes('GET'));

function familyFits(site: SpanSite, { entry }: RouteRef): boolean {
  const family = familyOfSdk(site.language);
  return !family || !entry.language || familyOf(entry.language) === family;
}
