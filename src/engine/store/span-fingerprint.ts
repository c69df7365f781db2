import type { SpanSite } from '../../core/mapping/span-site.ts';

/** Equal sites have equal fingerprints; the stack is no part of a site. */
export function fingerprintOf(site: SpanSite): string {
  const sorted = (pairs: Readonly<Record<string, string>>) =>
    Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    site.service,
    site.language,
    site.kind,
    site.name,
    site.scope,
    sorted(site.attributes),
    sorted(site.resource),
  ]);
}
