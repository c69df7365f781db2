import type { CodeFunction } from '../../core/figures/measured-site.ts';
import { placeFinding } from '../../core/figures/place-finding.ts';
import { rangeBefore } from '../../core/figures/window.ts';
import type { CodeLocation, ResolvedCode } from '../../core/mapping/resolution.ts';
import type { Config } from '../../host/config.ts';
import type { Engine } from '../../host/engine.ts';
import { changedFunctions, changeRules, windowAgainstBefore } from '../../host/figures/changed-functions.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { Indexer } from '../../host/indexer.ts';
import { placeKey } from '../../host/path-key.ts';
import { type Problem, problemOfChange, problemOfFinding } from './problem.ts';

export type FindDeps = {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly figures: Figures;
  readonly config: Config;
};

/** Problems of the evidence at hand, at the lines where the code is now. */
export async function findProblems({ indexer, figures }: FindDeps, signal: AbortSignal): Promise<Problem[]> {
  const evidence = figures.evidence?.evidence;
  if (!evidence) return [];
  const siteOf = (index: number) => evidence.sites[index]?.id ?? '';
  const codeOf = (index: number) => figures.resolutionOf(siteOf(index))?.result ?? null;
  const placeable = evidence.findings.map((finding) => ({
    finding,
    doer: codeOf(finding.doer),
    call: codeOf(finding.call),
  }));
  const functions = await functionsOfFiles(
    indexer,
    placeable.flatMap(({ doer, call }) => [doer, call]),
    signal,
  );
  return placeable.flatMap(({ finding, doer, call }) => {
    const placed = placeFinding(finding, doer, call, (place) => functions.get(placeKey(place)) ?? []);
    return placed ? problemOfFinding(placed, siteOf) : [];
  });
}

/** Functions that are worse than in the stretch of time before the window. */
export async function findRegressions(deps: FindDeps, signal: AbortSignal): Promise<Problem[]> {
  const { figures, config } = deps;
  const { snapshot } = figures;
  if (!snapshot) return [];
  const { connection, environment, version } = snapshot.selection;
  const sides = windowAgainstBefore(snapshot.range, rangeBefore(snapshot.range), version);
  const request = { ...sides, environment, rules: changeRules(config) };
  const { changed } = await changedFunctions(deps, connection, request, signal);
  return changed.flatMap((change) => problemOfChange(change) ?? []);
}

async function functionsOfFiles(
  indexer: Indexer,
  places: readonly (ResolvedCode | null)[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly CodeFunction[]>> {
  const files = new Map<string, CodeLocation>();
  for (const place of places) if (place) files.set(placeKey(place), place);
  const found = new Map<string, readonly CodeFunction[]>();
  for (const [key, { folder, file }] of files)
    found.set(key, await indexer.call('index.functions', { path: `${folder}/${file}` }, { signal }));
  return found;
}
