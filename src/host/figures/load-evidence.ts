import { callersOf } from '../../core/evidence/callers.ts';
import type { Evidence, Thrown } from '../../core/evidence/evidence.ts';
import type { SeenThrow } from '../../core/figures/measured-site.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import type { Engine } from '../engine.ts';
import type { Selection } from '../selection.ts';
import type { SiteResolver } from './site-resolver.ts';
import type { EvidenceSnapshot, Snapshot } from './snapshot.ts';

/** Traces looked at: those of this machine cost nobody anything. */
const LOCAL = { recent: 100, failed: 50 };
const REMOTE = { recent: 20, failed: 10 };

export async function loadEvidence(
  engine: Engine,
  resolver: SiteResolver,
  { selection, range }: Pick<Snapshot, 'selection' | 'range'>,
  signal: AbortSignal,
): Promise<EvidenceSnapshot> {
  const { connection, environment, version }: Selection = selection;
  const most = connection === LOCAL_CONNECTION ? LOCAL : REMOTE;
  const request = { range, environment, version, ...most };
  const evidence = await engine.call('figures.evidence', { connection, request }, { signal });
  resolver.setCallers(callersOf(evidence));
  const inFindings = new Set(evidence.findings.flatMap((f) => [f.doer, f.call]));
  const sites = [...inFindings].flatMap((index) => {
    const known = evidence.sites[index];
    return known ?? [];
  });
  await resolver.resolve(sites, signal);
  return {
    evidence,
    loadedMs: Date.now(),
    thrown: await placeThrown(evidence, resolver, signal),
    placedMs: Date.now(),
    criticalShare: new Map(
      evidence.critical.flatMap(({ site, ns, requestNs }) => {
        const id = evidence.sites[site]?.id;
        return id !== undefined && requestNs > 0 ? [[id, Math.min(1, ns / requestNs)] as const] : [];
      }),
    ),
  };
}

/** Stack traces are led to code by their frames alone, whatever else the span says. */
export async function placeThrown(
  { sites, thrown }: Evidence,
  resolver: SiteResolver,
  signal: AbortSignal,
): Promise<SeenThrow[]> {
  if (thrown.length === 0) return [];
  const asked = thrown.map((one) => stackOnly(sites[one.site]?.site, one));
  const resolutions = await resolver.ask(asked, signal);
  return thrown.flatMap(({ site, type, message, count, lastMs, traceId, spanId }, i) => {
    const resolution = resolutions[i];
    const id = sites[site]?.id;
    if (!resolution || id === undefined) return [];
    return [{ site: id, type, message, resolution, count, lastMs, traceId, spanId }];
  });
}

function stackOnly(site: SpanSite | undefined, { stack }: Thrown): SpanSite {
  return {
    service: site?.service ?? '',
    language: site?.language ?? '',
    kind: 0,
    name: '',
    scope: '',
    revisions: site?.revisions ?? [],
    attributes: {},
    resource: site?.resource ?? {},
    stack,
    callStack: '',
  };
}
