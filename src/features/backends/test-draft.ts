import type { Config } from '../../host/config.ts';
import type { Engine } from '../../host/engine.ts';
import type { GrafanaDatasource, ProbeResult } from '../../protocol/engine-backends.ts';
import { type Draft, probeRequest } from './draft.ts';

/** What trying a draft told. */
export type Outcome = {
  readonly ok: boolean;
  readonly needsAuth: boolean;
  readonly sentence: string;
  readonly datasources: readonly GrafanaDatasource[];
  /** The draft with what was found out filled in. */
  readonly draft: Draft;
};

export async function testDraft(
  { engine, config }: { readonly engine: Engine; readonly config: Config },
  draft: Draft,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const request = probeRequest(draft, config.proxy());
    return outcomeOf(draft, await engine.call('backend.probe', request, { signal }));
  } catch (error) {
    if ((error as { code?: unknown }).code === 'cancelled') throw error;
    const sentence = error instanceof Error ? error.message : String(error);
    return { ok: false, needsAuth: false, sentence, datasources: [], draft };
  }
}

function outcomeOf(draft: Draft, result: ProbeResult): Outcome {
  const { kind, url, datasources, sentence, needsAuth } = result;
  if (kind === undefined) return { ok: false, needsAuth, sentence, datasources, draft };
  const { datasource: before, ...rest } = draft;
  const [only] = datasources;
  const datasource =
    kind === 'grafana'
      ? (before ?? result.datasource ?? (datasources.length === 1 ? only?.uid : undefined))
      : undefined;
  const found = { ...rest, kind, url, ...(datasource === undefined ? {} : { datasource }) };
  return { ok: !needsAuth, needsAuth, sentence, datasources, draft: found };
}
