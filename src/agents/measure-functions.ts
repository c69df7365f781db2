import type { CallFigures, FunctionFigures } from '../core/figures/file-figures.ts';
import { FIGURES_ONLY, joinFile } from '../core/figures/join-file.ts';
import type { MeasuredSite, SiteFigures } from '../core/figures/measured-site.ts';
import { sitesByFile } from '../core/figures/sites-by-file.ts';
import type { Provenance, TimeRange } from '../core/ports.ts';
import type { AgentDeps } from './agent-tool.ts';

/** A function that spans were measured of, with the calls it makes. */
export type MeasuredFunction = FunctionFigures & {
  readonly folder: string;
  readonly file: string;
  readonly calls: readonly CallFigures[];
};

export type Measured = {
  readonly functions: readonly MeasuredFunction[];
  readonly sites: ReadonlyMap<string, MeasuredSite>;
  readonly provenance: Provenance;
  /** The code index was still being built: more may be found later. */
  readonly provisional: boolean;
};

const MOST_SITES = 5000;
/** Sites resolved in one message. */
const BATCH = 500;

/** Everything measured in the window, where its code is: what the editor shows at functions. */
export async function measureFunctions(
  { engine, indexer, scope }: AgentDeps,
  range: TimeRange,
  signal: AbortSignal,
): Promise<Measured> {
  const { connection, environment, version } = scope();
  const seen: SiteFigures[] = [];
  const request = { service: undefined, range, environment, version, limit: MOST_SITES };
  const { provenance } = await engine.call(
    'figures.sites',
    { connection, request },
    { signal, onPart: (part) => void seen.push(...part) },
  );
  const sites = new Map<string, MeasuredSite>();
  let provisional = false;
  for (let from = 0; from < seen.length; from += BATCH) {
    const batch = seen.slice(from, from + BATCH);
    const resolutions = await indexer.call('index.resolve', { sites: batch.map((s) => s.site) }, { signal });
    for (const [i, figures] of batch.entries()) {
      const resolution = resolutions[i];
      if (!resolution) continue;
      provisional ||= resolution.provisional;
      sites.set(figures.id, { ...figures, resolution });
    }
  }
  return {
    functions: await placed([...sites.values()], { indexer }, signal),
    sites,
    provenance,
    provisional,
  };
}

async function placed(
  sites: readonly MeasuredSite[],
  { indexer }: Pick<AgentDeps, 'indexer'>,
  signal: AbortSignal,
): Promise<MeasuredFunction[]> {
  const out: MeasuredFunction[] = [];
  for (const at of sitesByFile(sites)) {
    const { folder, file } = at;
    const path = `${folder}/${file}`;
    const known = await indexer.call('index.functions', { path }, { signal });
    const { functions, calls } = joinFile({ ...at, functions: known, ...FIGURES_ONLY });
    for (const measured of functions)
      out.push({
        ...measured,
        folder,
        file,
        calls: calls.filter(({ within }) => within === measured.code.symbol),
      });
  }
  return out.sort((a, b) => b.stats.count - a.stats.count);
}
