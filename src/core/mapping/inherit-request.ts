import { KIND } from '../trace/columns.ts';
import type { SpanSite } from './span-site.ts';

/** What the spans around a request say and the spans of its handler leave out. */
const INHERITED = ['http.request.method', 'nestjs.controller'] as const;

export type SiteGroup = {
  readonly sites: readonly SpanSite[];
  readonly siteOf: ArrayLike<number>;
  readonly parents: ArrayLike<number>;
};

/**
 * Handler spans that name a route and no method, or a callback and no class: Express, Fastify and Nest write those on
 * the span above. Sites that are completed are added; nothing else changes.
 */
export function inheritRequest(group: SiteGroup): SiteGroup {
  if (!group.sites.some((site) => missing(site) !== undefined)) return group;
  const sites = [...group.sites];
  const siteOf = Uint32Array.from(group.siteOf);
  const made = new Map<string, number>();
  for (let span = 0; span < siteOf.length; span++) {
    const at = siteOf[span] ?? 0;
    const site = group.sites[at];
    const key = site && missing(site);
    if (!site || !key) continue;
    const value = fromAbove(group, span, site, key);
    if (value === '') continue;
    const name = `${at} ${value}`;
    let index = made.get(name);
    if (index === undefined) {
      index = sites.push({ ...site, attributes: { ...site.attributes, [key]: value } }) - 1;
      made.set(name, index);
    }
    siteOf[span] = index;
  }
  return { sites, siteOf, parents: group.parents };
}

function missing({ kind, attributes: a }: SpanSite): (typeof INHERITED)[number] | undefined {
  if (kind !== KIND.internal) return undefined;
  if (a['nestjs.callback'] !== undefined && a['nestjs.controller'] === undefined) return 'nestjs.controller';
  const hasRoute = a['http.route'] !== undefined;
  return hasRoute && !a['http.request.method'] && !a['http.method'] ? 'http.request.method' : undefined;
}

function fromAbove({ sites, siteOf, parents }: SiteGroup, span: number, site: SpanSite, key: string): string {
  for (let at = parents[span] ?? -1; at >= 0; at = parents[at] ?? -1) {
    const above = sites[siteOf[at] ?? 0];
    if (!above || above.service !== site.service) return '';
    const { attributes: a } = above;
    const value = key === 'http.request.method' ? (a[key] ?? a['http.method']) : a[key];
    if (value) return value;
    if (above.kind === KIND.server || above.kind === KIND.consumer) return '';
  }
  return '';
}
