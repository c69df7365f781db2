import { javaCoverage, jsCoverage, pythonCoverage } from '../coverage/tables.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Because, SiteKind } from '../model.ts';
import type { GapRule } from '../rule.ts';

export type Coverage =
  | { readonly state: 'covered'; readonly by: string; readonly because: Because | undefined }
  | { readonly state: 'not-enabled' | 'disabled'; readonly by: string; readonly because: Because }
  | { readonly state: 'unknown'; readonly because: Because }
  | { readonly state: 'gap' };

/** Kinds that tracers of other vendors make spans of by themselves. */
const BLANKET = /^(?:entry\.(?:http|grpc|queue|graphql|faas)|outbound\.)/;
const AUTO_JS = '@opentelemetry/auto-instrumentations-node';

/** Whether a service's tracing makes spans at the sites of a rule, and how that is known. */
export function coverageOf(rule: GapRule, kind: SiteKind, evidence: Evidence): Coverage {
  // What also knows the route comes first: it is the better answer to "by what".
  const ids = rule.coveredByKind?.[kind] ?? [...(rule.routeBy ?? []), ...rule.coveredBy];
  for (const id of ids) {
    const because = lookUp(evidence.enabled, id);
    if (!because) continue;
    const [off] = evidence.off;
    if (off) return { state: 'disabled', by: id, because: off };
    return { state: 'covered', by: id, because };
  }
  const [blanket] = evidence.blanket;
  if (blanket && BLANKET.test(kind)) return { state: 'covered', by: blanket.name, because: blanket.because };
  for (const id of ids) {
    const because = lookUp(evidence.disabled, id);
    if (because) return { state: 'disabled', by: id, because };
  }
  for (const id of ids) {
    const because = lookUp(evidence.installed, id) ?? metapackage(id, evidence);
    if (because) return { state: 'not-enabled', by: id, because };
  }
  const [unknown] = evidence.unknown;
  if (unknown) return { state: 'unknown', because: unknown };
  return { state: 'gap' };
}

/** What a metapackage or distribution would bring if it were switched on. */
const metapackage = (id: string, evidence: Evidence): Because | undefined => {
  const js = evidence.installed.get(AUTO_JS);
  if (js) return jsCoverage().some((c) => c.id === id && c.flag === 'auto') ? js : undefined;
  const agent = evidence.installed.get('java-agent');
  if (agent)
    return evidence.enabled.size === 0 && javaCoverage().some((c) => c.id === id && c.flag !== 'off')
      ? agent
      : undefined;
  const python =
    evidence.installed.get('opentelemetry-bootstrap') ?? evidence.installed.get('opentelemetry-distro');
  return python && evidence.enabled.size === 0 && pythonCoverage().some((c) => c.id === id)
    ? python
    : undefined;
};

/** An id may end in `*`. */
export function lookUp(map: ReadonlyMap<string, Because>, id: string): Because | undefined {
  if (!id.endsWith('*')) return map.get(id);
  for (const [key, because] of map) if (key.startsWith(id.slice(0, -1))) return because;
  return undefined;
}
