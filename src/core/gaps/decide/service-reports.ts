import type { Evidence } from '../evidence/evidence.ts';
import type { Service } from '../evidence/service.ts';
import { isEntry } from '../model.ts';
import type { Count, ServiceReport } from '../report.ts';
import type { Decided } from './decide-sites.ts';

/** What is said of a service: how it is traced, and what was looked at. */
export function serviceReport(
  service: Service,
  evidence: Evidence,
  decided: readonly Decided[],
  findings: number,
  files: number,
): ServiceReport {
  const entries = count(decided, true);
  const outbound = count(decided, false);
  const state = stateOf(evidence, decided, entries, outbound);
  const quiet = decided.filter((d) => d.state === 'quiet').length;
  return {
    name: service.name,
    root: service.root,
    language: service.family,
    manifest: service.manifest,
    state,
    summary: summary(state, evidence),
    lookedAt: [
      `${files} source file${files === 1 ? '' : 's'}, ${service.dependencies.size} dependencies`,
      `${entries.total} entry point${entries.total === 1 ? '' : 's'}, ${entries.covered} with a span`,
      `${outbound.total} outbound client${outbound.total === 1 ? '' : 's'}, ${outbound.covered} with a span`,
      ...(quiet > 0 ? [`${quiet} health, metrics and static routes left out`] : []),
      deployment(service),
    ],
    instrumentations: evidence.instrumentations,
    entries,
    outbound,
    findings,
  };
}

export const isCounted = (d: Decided): boolean =>
  d.state !== 'quiet' && d.state !== 'ignored' && d.site.kind !== 'entry.cli';

export function count(decided: readonly Decided[], entries: boolean): Count {
  const list = decided.filter((d) => isCounted(d) && isEntry(d.site.kind) === entries);
  return { total: list.length, covered: list.filter((d) => d.state === 'covered').length };
}

function stateOf(
  evidence: Evidence,
  decided: readonly Decided[],
  entries: Count,
  outbound: Count,
): ServiceReport['state'] {
  if (evidence.off.length > 0) return 'disabled';
  if (decided.some((d) => d.folded === 'not-enabled')) return 'not-enabled';
  const total = entries.total + outbound.total;
  const covered = entries.covered + outbound.covered;
  if (total === 0) return 'nothing-to-trace';
  if (covered === total) return 'traced';
  if (covered > 0 || evidence.enabled.size > 0 || evidence.blanket.length > 0) return 'partly';
  return evidence.unknown.length > 0 ? 'unknown' : 'none';
}

const SAYS: Readonly<Record<ServiceReport['state'], string>> = {
  traced: 'Everything found here makes spans',
  partly: 'Some of it makes spans',
  none: 'No tracing was found',
  'not-enabled': 'Instrumentation is installed, but nothing switches it on',
  disabled: 'Tracing is switched off',
  unknown: 'Tracing may be injected where it runs; traces would tell',
  'nothing-to-trace': 'Nothing here needs a span',
};

function summary(state: ServiceReport['state'], evidence: Evidence): string {
  const by = evidence.instrumentations.filter((i) => i.state === 'enabled' || i.state === 'observed');
  const [first] = by;
  const because = first?.because[0];
  const proof =
    first && because
      ? ` (${first.id}: ${because.file === '' ? because.text : `${because.file}:${because.line}`})`
      : '';
  const more = by.length > 1 ? ` and ${by.length - 1} more` : '';
  return `${SAYS[state]}${proof}${proof === '' ? '' : more}.`;
}

/** Which deployment files spoke of it. */
function deployment(service: Service): string {
  const files = [...new Set(service.settings.map((s) => s.file))];
  if (files.length === 0) return 'no Dockerfile, compose or deployment file that speaks of it';
  const shown = files.slice(0, 4).join(', ');
  return `settings of ${shown}${files.length > 4 ? ` and ${files.length - 4} more files` : ''}`;
}
