import type { ResolvedCode } from '../mapping/resolution.ts';
import type { SiteFigures } from './measured-site.ts';
import { type MergedStats, mergeStats } from './merge-stats.ts';
import { isIncoming, isOutgoing, siteLabel } from './site-label.ts';

/** What a service is asked for, what its code does, and what it asks others for. */
export type RowGroup = 'operations' | 'functions' | 'calls';

export type ServiceRow = {
  readonly group: RowGroup;
  readonly label: string;
  readonly stats: MergedStats;
  readonly totalNs: number;
  readonly place: ResolvedCode | undefined;
  readonly sites: readonly string[];
};

export type RowOrder = 'total' | 'p95' | 'errors' | 'calls' | 'name';

type Item = SiteFigures & { readonly place: ResolvedCode | undefined };

/** Rows of one service, unsorted. `placeOf` leads a site to code of the workspace. */
export function serviceRows(
  sites: Iterable<SiteFigures>,
  service: string,
  placeOf: (site: string) => ResolvedCode | undefined,
): ServiceRow[] {
  const groups = new Map<string, Item[]>();
  const add = (key: string, item: Item) => {
    const list = groups.get(key);
    if (list) list.push(item);
    else groups.set(key, [item]);
  };
  for (const figures of sites) {
    if (figures.site.service !== service) continue;
    const found = placeOf(figures.id);
    const place = found?.jump && found.role === 'code' ? found : undefined;
    const item: Item = { ...figures, place };
    const { text } = siteLabel(figures.site);
    if (isOutgoing(figures.site)) add(`calls ${text} ${place ? `${place.file}:${place.line}` : ''}`, item);
    else if (isIncoming(figures.site)) add(`operations ${text}`, item);
    else add(`functions ${place?.symbol ? `${place.folder}/${place.file}#${place.symbol}` : text}`, item);
  }
  return [...groups].flatMap(([key, items]) => {
    const [first] = [...items].sort((a, b) => b.stats.count - a.stats.count);
    if (!first) return [];
    const group = key.slice(0, key.indexOf(' ')) as RowGroup;
    const { text } = siteLabel(first.site);
    return {
      group,
      label: group === 'functions' ? first.place?.symbol || text : text,
      stats: mergeStats(items.map((item) => item.stats)),
      totalNs: items.reduce((sum, item) => sum + item.totalNs, 0),
      place: first.place ?? items.find((item) => item.place)?.place,
      sites: items.map((item) => item.id),
    };
  });
}

type Sortable = Pick<ServiceRow, 'stats' | 'totalNs'>;

/** Most first; names from a to z. */
export function byOrder<T extends Sortable>(order: RowOrder, nameOf: (row: T) => string) {
  const keys: Readonly<Record<Exclude<RowOrder, 'name'>, (row: T) => number>> = {
    total: (row) => row.totalNs,
    p95: (row) => row.stats.p95,
    errors: (row) => row.stats.errors,
    calls: (row) => row.stats.count,
  };
  return (a: T, b: T): number =>
    (order === 'name' ? 0 : keys[order](b) - keys[order](a)) || nameOf(a).localeCompare(nameOf(b));
}
