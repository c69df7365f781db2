import type { Confidence, Resolution, Strategy } from './resolution.ts';
import type { SpanSite } from './span-site.ts';

export type MappedSpans = {
  readonly site: SpanSite;
  /** How many spans are like this. */
  readonly spans: number;
  readonly resolution: Resolution;
};

/** How well the spans of a service, or of all, are led to code. Counts are of spans. */
export type MappingShare = {
  readonly service: string;
  readonly spans: number;
  readonly byConfidence: Readonly<Record<Confidence | 'none', number>>;
  /** Most first. */
  readonly byStrategy: readonly { readonly strategy: Strategy; readonly spans: number }[];
  /** Of `byConfidence`: several places fit, and a click asks. */
  readonly asking: number;
  /** Of `byConfidence.none`: the span's code is a library's, so there is nothing to find here. */
  readonly library: number;
  /** The kinds of span, those without an answer first, then the unsure ones, most spans first. */
  readonly sites: readonly MappedSpans[];
};

const ORDER: Readonly<Record<Confidence | 'none', number>> = { none: 0, guess: 1, likely: 2, exact: 3 };

/** One share per service, the one with the most spans that have no exact answer first. */
export function mappingShares(items: readonly MappedSpans[]): MappingShare[] {
  const byService = new Map<string, MappedSpans[]>();
  for (const item of items) {
    const list = byService.get(item.site.service);
    if (list) list.push(item);
    else byService.set(item.site.service, [item]);
  }
  const open = (s: MappingShare) => s.spans - s.byConfidence.exact;
  return [...byService]
    .map(([service, own]) => mappingShare(service, own))
    .sort((a, b) => open(b) - open(a) || b.spans - a.spans || (a.service < b.service ? -1 : 1));
}

export function mappingShare(service: string, items: readonly MappedSpans[]): MappingShare {
  const byConfidence = { exact: 0, likely: 0, guess: 0, none: 0 };
  const strategies = new Map<Strategy, number>();
  let spans = 0;
  let asking = 0;
  let library = 0;
  for (const { spans: n, resolution } of items) {
    const { result } = resolution;
    spans += n;
    byConfidence[confidenceOf(resolution)] += n;
    if (result) strategies.set(result.strategy, (strategies.get(result.strategy) ?? 0) + n);
    if (result && !result.jump) asking += n;
    if (!result && resolution.library) library += n;
  }
  const byStrategy = [...strategies]
    .map(([strategy, n]) => ({ strategy, spans: n }))
    .sort((a, b) => b.spans - a.spans);
  const sites = [...items].sort(
    (a, b) =>
      ORDER[confidenceOf(a.resolution)] - ORDER[confidenceOf(b.resolution)] ||
      b.spans - a.spans ||
      (a.site.name < b.site.name ? -1 : 1),
  );
  return { service, spans, byConfidence, byStrategy, asking, library, sites };
}

export const confidenceOf = ({ result }: Resolution): Confidence | 'none' => result?.confidence ?? 'none';

/** Of the spans of a trace, those with the same site and answer together. */
export function mappedSpansOf(
  group: { readonly sites: readonly SpanSite[]; readonly siteOf: ArrayLike<number> },
  resolved: { readonly resolutions: readonly Resolution[]; readonly of: ArrayLike<number> },
): (MappedSpans & { readonly firstSpan: number })[] {
  const found = new Map<string, { spans: number; firstSpan: number; site: number; answer: number }>();
  for (let span = 0; span < group.siteOf.length; span++) {
    const site = group.siteOf[span] ?? 0;
    const answer = resolved.of[span] ?? 0;
    const key = `${site} ${answer}`;
    const known = found.get(key);
    if (known) known.spans++;
    else found.set(key, { spans: 1, firstSpan: span, site, answer });
  }
  return [...found.values()].flatMap(({ spans, firstSpan, site, answer }) => {
    const known = group.sites[site];
    const resolution = resolved.resolutions[answer];
    return known && resolution ? [{ site: known, spans, resolution, firstSpan }] : [];
  });
}
