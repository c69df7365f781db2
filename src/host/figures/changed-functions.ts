import type { ChangeRules, StatsChange } from '../../core/analysis/regression.ts';
import type { MergedStats } from '../../core/figures/merge-stats.ts';
import { isOutgoing, siteLabel } from '../../core/figures/site-label.ts';
import type { ResolvedCode } from '../../core/mapping/resolution.ts';
import type { Provenance } from '../../core/ports.ts';
import type { ComparedSide, CompareRequest } from '../../protocol/engine-figures.ts';
import type { Config } from '../config.ts';
import type { Engine } from '../engine.ts';
import { placeKey } from '../path-key.ts';
import type { Figures } from './figures.ts';

/** A function or call in the workspace whose latency or errors changed. */
export type ChangedFunction = {
  readonly name: string;
  /** Fingerprint of its site in the later sample. */
  readonly site: string;
  readonly service: string;
  /** A call to somebody else, as opposed to a function. */
  readonly outgoing: boolean;
  readonly place: ResolvedCode;
  readonly before: MergedStats;
  readonly after: MergedStats;
  readonly changes: readonly StatsChange[];
};

export type Comparison = {
  readonly changed: readonly ChangedFunction[];
  /** Changed, but not led to code of this workspace. */
  readonly elsewhere: number;
  readonly compared: number;
  readonly common: number;
  readonly provenance: Provenance;
};

export type CompareDeps = { readonly engine: Engine; readonly figures: Figures };

export function changeRules(config: Config): ChangeRules {
  return {
    minimumCalls: Math.max(2, config.get('regression.minimumCalls')),
    minimumFactor: 1 + Math.max(0, config.get('regression.minimumChange')) / 100,
  };
}

/** What changed between two windows or versions, led to code. */
export async function changedFunctions(
  { engine, figures }: CompareDeps,
  connection: string,
  request: CompareRequest,
  signal: AbortSignal,
): Promise<Comparison> {
  const { changed, ...rest } = await engine.call('figures.compare', { connection, request }, { signal });
  await figures.resolve(changed, signal);
  const byPlace = new Map<string, ChangedFunction>();
  let elsewhere = 0;
  for (const { site, id, before, after, changes } of changed) {
    const place = figures.resolutionOf(id)?.result;
    if (!place?.jump || place.role === 'called from' || place.role === 'threw here') {
      elsewhere++;
      continue;
    }
    const outgoing = isOutgoing(site);
    const name = outgoing || place.symbol === '' ? siteLabel(site).text : place.symbol;
    // The server's span and the handler's own tell of one function: the more certain one is enough.
    const key = `${placeKey(place)} ${outgoing ? place.line : place.symbol || place.line} ${name}`;
    const known = byPlace.get(key);
    if (known && (known.changes[0]?.pValue ?? 1) <= (changes[0]?.pValue ?? 1)) continue;
    byPlace.set(key, { name, site: id, service: site.service, outgoing, place, before, after, changes });
  }
  return { changed: [...byPlace.values()], elsewhere, ...rest };
}

/** The window as it is chosen, against the stretch before it. */
export function windowAgainstBefore(
  range: ComparedSide['range'],
  before: ComparedSide['range'],
  version: string | undefined,
): Pick<CompareRequest, 'before' | 'after'> {
  return { before: { range: before, version }, after: { range, version } };
}
