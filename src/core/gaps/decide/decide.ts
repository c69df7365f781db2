import type { Evidence } from '../evidence/evidence.ts';
import { ruleMatches } from '../match/suppressions.ts';
import { type Finding, isEntry } from '../model.ts';
import type { GapReport, SiteVerdict } from '../report.ts';
import { isOptIn } from '../taxonomy.ts';
import { bootstrap } from './bootstrap.ts';
import { coverageReport } from './coverage-report.ts';
import { type Decided, decideSites } from './decide-sites.ts';
import { unheardSource } from './dotnet-sources.ts';
import { type DecideInput, familyOfFile, isLookedAt, serviceIndex } from './input.ts';
import { issueFindings } from './issue-findings.ts';
import { neverObserved } from './never-observed.ts';
import { noRoute } from './no-route.ts';
import { queueContext } from './queue-context.ts';
import { serviceReport } from './service-reports.ts';
import { setupFinding, setupFindings } from './setup-findings.ts';
import { siteFinding } from './site-finding.ts';
import { tornTraces } from './torn-traces.ts';
import { unexplainedTime } from './unexplained-time.ts';
import { joinTraces, seenPlaces, withTraffic } from './with-traces.ts';

const NO_EVIDENCE: Evidence = {
  instrumentations: [],
  enabled: new Map(),
  installed: new Map(),
  disabled: new Map(),
  blanket: [],
  unknown: [],
  off: [],
};

/** From sites and evidence to findings, services and coverage. Everything here is fast: it runs on every save. */
export function decide(input: DecideInput): GapReport {
  const { decided, joined } = joinTraces(input, decideSites(input));
  const byService = new Map<string, Decided[]>();
  for (const one of decided) {
    const id = one.service?.id ?? '';
    const list = byService.get(id);
    if (list) list.push(one);
    else byService.set(id, [one]);
  }
  const findings: Finding[] = [];
  for (const one of decided)
    if (one.state === 'gap')
      findings.push(
        withTraffic(
          siteFinding(one.file.path, one.site, one.rule, one.service, checked(one, input)),
          one,
          joined,
        ),
      );
  // Where a route was seen, spans know their routes.
  const routed = new Set([...(joined?.operations.keys() ?? [])].map((one) => one.service));
  findings.push(...noRoute(decided.filter((one) => !routed.has(one.service))));
  for (const service of input.services) {
    const evidence = input.evidence.get(service.id) ?? NO_EVIDENCE;
    const own = byService.get(service.id) ?? [];
    findings.push(...setupFindings(service, evidence, own));
    const unheard = unheardSource(service, evidence, input.signals?.get(service.id) ?? []);
    if (unheard) findings.push(unheard);
    const late = lateStart(input, service.id);
    if (late) findings.push(late);
  }
  findings.push(...queueContext(input, decided));
  if (joined)
    findings.push(
      ...neverObserved(input, decided, joined),
      ...unexplainedTime(input, decided, joined),
      ...tornTraces(input, decided, joined),
    );
  const issues = issueFindings(input);
  findings.push(...issues.findings);

  const kept = findings.filter((f) => isWanted(f, input));
  kept.sort((a, b) => b.value - a.value || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  const numbered = distinct(kept);
  const accepted = new Set(input.config.baseline);
  const shown = numbered.filter((f) => !accepted.has(f.fingerprint));
  const verdicts = decided.map(toVerdict);
  return {
    findings: shown,
    services: input.services.map((service) =>
      serviceReport(
        service,
        input.evidence.get(service.id) ?? NO_EVIDENCE,
        byService.get(service.id) ?? [],
        shown.filter((f) => f.service === service.name).length,
        input.read.get(service.id) ?? 0,
      ),
    ),
    coverage: coverageReport(verdicts, joined && seenPlaces(joined)),
    verdicts,
    ignored:
      numbered.length - shown.length + issues.ignored + verdicts.filter((v) => v.state === 'ignored').length,
    notes: [],
  };
}

/** What was looked at and did not cover the site. */
function checked(one: Decided, input: DecideInput): string[] {
  const evidence = one.service && input.evidence.get(one.service.id);
  if (!evidence || !one.service) return [];
  const on = evidence.instrumentations
    .filter((i) => i.state === 'enabled' || i.state === 'observed')
    .map((i) => i.id);
  const looked = `${one.service.manifest}${one.service.settings.length > 0 ? ` and ${new Set(one.service.settings.map((s) => s.file)).size} files that say how it runs` : ''}`;
  return [
    on.length === 0
      ? `${looked}: nothing that traces is switched on.`
      : `Switched on in ${one.service.name}: ${on.slice(0, 5).join(', ')}${on.length > 5 ? ` and ${on.length - 5} more` : ''}; none of it covers ${one.rule.tech}.`,
    ...(one.rule.coveredBy.length > 0
      ? [`Would be covered by ${one.rule.coveredBy.slice(0, 3).join(' or ')}.`]
      : [`No instrumentation of ${one.rule.tech} is known.`]),
  ];
}

const toVerdict = (one: Decided): SiteVerdict => ({
  file: one.file.path,
  service: one.service?.name ?? '',
  site: one.site,
  tech: one.rule.tech,
  state: one.state,
  sentence: one.sentence,
});

/** Rules that are off, and opt-in ones that are not on; the most specific entry decides. */
function isWanted(finding: Finding, { config }: DecideInput): boolean {
  const entries = Object.entries(config.rules).filter(([pattern]) => ruleMatches(pattern, finding.rule));
  entries.sort((a, b) => b[0].length - a[0].length);
  const said = entries[0]?.[1];
  return said === undefined ? !isOptIn(finding.rule) : said === 'on';
}

/** Equal findings of one symbol are numbered, so that each has a fingerprint of its own. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  const inOrder = [...findings].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line,
  );
  const numbers = new Map<Finding, number>();
  for (const one of inOrder) {
    const n = (seen.get(one.fingerprint) ?? 0) + 1;
    seen.set(one.fingerprint, n);
    numbers.set(one, n);
  }
  return findings.map((one) => {
    const n = numbers.get(one) ?? 1;
    return n === 1 ? one : { ...one, fingerprint: `${one.fingerprint}-${n}` };
  });
}

function lateStart(input: DecideInput, id: string): Finding | undefined {
  const service = input.services.find((s) => s.id === id);
  if (service?.family !== 'js') return undefined;
  const serviceOf = serviceIndex(input.services);
  const files = input.files.filter(
    (f) => isLookedAt(f, input.config) && serviceOf(f.path, familyOfFile(f))?.id === id,
  );
  const signals = files.flatMap((f) => f.gaps.signals.map((s) => ({ ...s, file: f.path })));
  const { late } = bootstrap(service, files, signals);
  if (!late || !files.some((f) => f.gaps.sites.some((s) => isEntry(s.kind)))) return undefined;
  return setupFinding('setup.init-order', service, {
    title: `Tracing of ${service.name} starts too late`,
    why: [late.why],
    because: [{ text: 'it is loaded here', file: late.file, line: late.line }],
    at: late,
  });
}
