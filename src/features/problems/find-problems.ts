import * as vscode from 'vscode';
import { functionAtLine } from '../../core/figures/at-line.ts';
import type { CodeFunction } from '../../core/figures/measured-site.ts';
import { placeFinding } from '../../core/figures/place-finding.ts';
import { functionAround } from '../../core/figures/place-sites.ts';
import { siteLabel } from '../../core/figures/site-label.ts';
import { rangeBefore } from '../../core/figures/window.ts';
import type { CodeLocation, ResolvedCode } from '../../core/mapping/resolution.ts';
import type { Config } from '../../host/config.ts';
import type { Engine } from '../../host/engine.ts';
import {
  type ChangedFunction,
  changedFunctions,
  changeRules,
  windowAgainstBefore,
} from '../../host/figures/changed-functions.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { Indexer } from '../../host/indexer.ts';
import { pathKey, placeKey } from '../../host/path-key.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import { type Problem, type ProblemPlace, problemOfChange, problemOfFinding } from './problem.ts';

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
    return placed ? problemOfFinding(placed, siteOf, placeOf(figures, placed.at, siteOf(finding.doer))) : [];
  });
}

/** What an open file's figures say of the function a line is in. */
function placeOf(figures: Figures, { folder, file, line }: CodeLocation, doer: string): ProblemPlace {
  const key = placeKey({ folder, file });
  const document = vscode.workspace.textDocuments.find((d) => pathKey(d.uri.fsPath) === key);
  const known = document && figures.of(document);
  const fn = known && functionAtLine(known, line);
  const stats = figures.snapshot?.sites.get(doer)?.stats;
  return {
    changedMs:
      fn?.stale &&
      (fn.stale.changedMs ?? (fn.stale.state === 'changed' ? Number.POSITIVE_INFINITY : undefined)),
    code: fn
      ? { name: fn.code.symbol, sites: fn.sites, stats: fn.stats, mapping: fn.mapping }
      : stats && { name: nameOfSite(figures, doer), sites: [doer], stats, mapping: NO_MAPPING },
  };
}

const nameOfSite = (figures: Figures, id: string) => {
  const site = figures.snapshot?.sites.get(id)?.site;
  return figures.resolutionOf(id)?.result?.symbol || (site ? siteLabel(site).text : '');
};

const NO_MAPPING = {
  confidence: 'guess',
  role: 'code',
  ambiguous: false,
  evidence: [],
  moved: undefined,
} as const;

/** Functions that are worse than in the stretch of time before the window. */
export async function findRegressions(deps: FindDeps, signal: AbortSignal): Promise<Problem[]> {
  const { figures, config } = deps;
  const { snapshot } = figures;
  if (!snapshot) return [];
  const { connection, environment, version } = snapshot.selection;
  if (!(await canCompare(deps, connection, signal))) return [];
  const sides = windowAgainstBefore(snapshot.range, rangeBefore(snapshot.range), version);
  const request = { ...sides, environment, rules: changeRules(config) };
  const { changed } = await changedFunctions(deps, connection, request, signal);
  const functions = await functionsOfFiles(
    deps.indexer,
    changed.map((c) => c.place),
    signal,
  );
  const around = ({ place }: ChangedFunction) =>
    functionAround(functions.get(placeKey(place)) ?? [], place.line);
  // A slow call makes the function slow that makes it: that is one thing to be told, at the function.
  const owners = changed.filter((c) => !c.outgoing && around(c));
  const ownerOf = (call: ChangedFunction) =>
    call.outgoing ? owners.find((owner) => around(owner) === around(call)) : undefined;
  return changed
    .filter((c) => !ownerOf(c))
    .flatMap(
      (c) =>
        problemOfChange(
          c,
          changed.filter((call) => ownerOf(call) === c),
        ) ?? [],
    );
}

/** Backends that would have to be sampled twice for it are asked by the view only, when somebody wants to know. */
async function canCompare({ engine }: FindDeps, connection: string, signal: AbortSignal): Promise<boolean> {
  if (connection === LOCAL_CONNECTION) return true;
  const { capabilities } = await engine.call('backend.describe', { connection }, { signal });
  return capabilities.functionStats === 'native';
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
