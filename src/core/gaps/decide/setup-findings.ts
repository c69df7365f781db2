import { dotnetCoverage, javaCoverage, jsCoverage, pythonCoverage } from '../coverage/tables.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Service } from '../evidence/service.ts';
import { fits } from '../evidence/versions.ts';
import { type Because, type Confidence, type Finding, isEntry, type Severity } from '../model.ts';
import { severityOf } from '../taxonomy.ts';
import type { Decided } from './decide-sites.ts';
import { fingerprint } from './fingerprint.ts';
import { staticValue } from './site-finding.ts';

type Said = {
  readonly title: string;
  readonly why: readonly string[];
  readonly because: readonly Because[];
  readonly confidence?: Confidence;
  readonly severity?: Severity;
  readonly remedy?: string;
  readonly install?: string;
  readonly at?: { readonly file: string; readonly line: number } | undefined;
  readonly weight?: number;
  readonly tech?: string;
};

/** Findings about how a service is set up, at most one of each rule. */
export function setupFindings(service: Service, evidence: Evidence, decided: readonly Decided[]): Finding[] {
  const out: Finding[] = [];
  const add = (rule: string, said: Said) => out.push(setupFinding(rule, service, said));
  const notEnabled = decided.filter((d) => d.folded === 'not-enabled');
  const disabled = decided.filter((d) => d.folded === 'disabled');
  const entries = decided.filter((d) => isEntry(d.site.kind) && d.site.kind !== 'entry.cli');
  const silent = evidence.enabled.size === 0 && evidence.blanket.length === 0;
  if (notEnabled.length > 0) {
    const names = [...new Set(notEnabled.map((d) => d.because?.text ?? ''))];
    add('setup.not-enabled', {
      title: `Instrumentation is installed in ${service.name}, but nothing switches it on`,
      why: [`${places(notEnabled)} would be covered: ${names.slice(0, 3).join('; ')}.`, LOOKED],
      because: notEnabled.flatMap((d) => d.because ?? []).slice(0, 3),
      weight: notEnabled.length,
      install: 'Switch the instrumentation on',
      remedy: notEnabled[0]?.by ?? '',
    });
  } else if (
    silent &&
    // A library is traced by the programs it is built into.
    !(service.application === false && service.dependents.length > 0) &&
    entries.some((d) => d.state === 'gap') &&
    evidence.unknown.length === 0 &&
    evidence.off.length === 0
  ) {
    const open = decided.filter((d) => d.state === 'gap');
    add('setup.no-otel', {
      title: `${service.name} has no tracing`,
      why: [
        `${places(open)} make no span: no OpenTelemetry, Micrometer, Datadog, Sentry, New Relic or Elastic tracing was found.`,
        LOOKED,
      ],
      because: [],
      weight: open.length,
      install: 'Install and enable OpenTelemetry',
      remedy: open.find((d) => d.rule.install)?.rule.install?.package ?? '',
    });
  }
  if (evidence.off.length > 0)
    add('setup.disabled', {
      title: `Tracing of ${service.name} is switched off`,
      why: [`${evidence.off[0]?.text}.`],
      because: evidence.off,
      at: evidence.off[0],
    });
  else if (disabled.length > 0)
    add('setup.disabled', {
      title: `${disabled[0]?.by} is switched off in ${service.name}`,
      why: [`${places(disabled)} make no span because of it.`],
      because: disabled.flatMap((d) => d.because ?? []).slice(0, 3),
      at: disabled[0]?.because,
    });
  const version = outOfRange(service, evidence);
  if (version) add('setup.version-out-of-range', version);
  return out;
}

const LOOKED =
  'Looked at: manifest and lock file, Dockerfiles, compose, Kubernetes and Helm, Procfile, scripts, Makefiles, CI, .env, launch configurations.';

const places = (list: readonly Decided[]): string => {
  const entries = list.filter((d) => isEntry(d.site.kind)).length;
  const out = list.length - entries;
  const parts = [
    ...(entries > 0 ? [`${entries} entry point${entries === 1 ? '' : 's'}`] : []),
    ...(out > 0 ? [`${out} outbound client${out === 1 ? '' : 's'}`] : []),
  ];
  return parts.join(' and ');
};

/** A library whose locked version its instrumentation, which is on, does not support. */
function outOfRange(service: Service, evidence: Evidence): Said | undefined {
  const tables = {
    js: jsCoverage,
    python: pythonCoverage,
    jvm: javaCoverage,
    dotnet: dotnetCoverage,
  } as const;
  if (
    service.family === 'go' ||
    service.family === 'ruby' ||
    service.family === 'php' ||
    service.family === 'rust'
  )
    return undefined;
  const ranges = new Map<string, { ranges: string[]; id: string }>();
  for (const { id, libraries } of tables[service.family]()) {
    if (!evidence.enabled.has(id)) continue;
    for (const { name, range } of libraries) {
      const known = ranges.get(name) ?? { ranges: [], id };
      known.ranges.push(range);
      ranges.set(name, known);
    }
  }
  const wrong = [...service.dependencies.values()].flatMap((d) => {
    const known = ranges.get(service.family === 'python' ? pythonName(d.name, ranges) : d.name);
    if (!known || d.dev) return [];
    const fit = fits(d.version, known.ranges);
    return fit === 'below' || fit === 'above' ? [{ d, fit, ...known }] : [];
  });
  const [first] = wrong.sort((a, b) => (a.fit < b.fit ? 1 : -1));
  if (!first) return undefined;
  return {
    title: `${first.d.name} ${first.d.version} is ${first.fit === 'above' ? 'newer' : 'older'} than ${first.id} supports`,
    why: [
      `Supported: ${first.ranges.join(' or ')}.`,
      ...wrong
        .slice(1, 4)
        .map((w) => `Also ${w.d.name} ${w.d.version}: ${w.id} supports ${w.ranges.join(' or ')}.`),
    ],
    because: [{ text: `${first.d.name} ${first.d.version}`, file: first.d.file, line: first.d.line }],
    confidence: first.fit === 'above' ? 'medium' : 'high',
    // Newer majors often work before the list says so.
    ...(wrong.every((w) => w.fit === 'above') ? { severity: 'info' as const } : {}),
    at: first.d,
    tech: first.d.name,
  };
}

const pythonName = (name: string, known: ReadonlyMap<string, unknown>): string => {
  if (known.has(name)) return name;
  for (const key of known.keys()) if (key.toLowerCase().replace(/[-_.]+/g, '-') === name) return key;
  return name;
};

export function setupFinding(rule: string, service: Service, said: Said): Finding {
  const confidence = said.confidence ?? 'high';
  return {
    rule,
    service: service.name,
    tech: said.tech ?? '',
    file: said.at?.file ?? service.manifest,
    line: said.at?.line ?? 1,
    endLine: said.at?.line ?? 1,
    symbol: '',
    title: said.title,
    confidence,
    severity: said.severity ?? severityOf(rule, confidence),
    why: said.why,
    evidence: said.because.map((b) => (b.file === '' ? b.text : `${b.text} (${b.file}:${b.line})`)),
    keys: {},
    observed: undefined,
    fixes: [
      ...(said.install ? [{ kind: 'install', title: said.install } as const] : []),
      { kind: 'ignore', title: 'Ignore this rule here' },
    ],
    fingerprint: fingerprint([rule, service.id, said.tech ?? '']),
    remedy: said.remedy ?? '',
    value: staticValue(rule, confidence, said.weight ?? 1),
  };
}
