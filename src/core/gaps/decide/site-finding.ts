import type { Service } from '../evidence/service.ts';
import type { CodeSite, Confidence, Finding, FixRef, Keys } from '../model.ts';
import { isEntry } from '../model.ts';
import type { GapRule } from '../rule.ts';
import { severityOf, weightOf } from '../taxonomy.ts';
import { fingerprint } from './fingerprint.ts';

const CONFIDENCE: Readonly<Record<Confidence, number>> = { high: 1, medium: 0.6, low: 0.3 };

/** Value of a finding without traces: its kind, how sure it is, and what else speaks for it (spec/gaps.md 4.5). */
export const staticValue = (rule: string, confidence: Confidence, uses: number): number =>
  weightOf(rule) * CONFIDENCE[confidence] * Math.log10(1 + 9 * Math.max(1, Math.min(uses, 1000)));

export function siteFinding(
  file: string,
  site: CodeSite,
  rule: GapRule,
  service: Service | undefined,
  checked: readonly string[],
): Finding {
  const confidence = confidenceOf(site, service);
  const name = service?.name ?? '';
  const title = `${siteTitle(site, rule.tech)}: no span`;
  return {
    rule: site.kind,
    service: name,
    tech: rule.tech,
    file,
    line: site.line,
    column: site.column,
    endLine: site.endLine,
    symbol: site.symbol,
    title,
    confidence,
    severity: severityOf(site.kind, confidence),
    why: why(site, rule, name),
    evidence: [knownSentence(site, rule), ...checked],
    keys: site.keys,
    observed: undefined,
    fixes: fixes(site, rule),
    fingerprint: fingerprint([site.kind, file, site.symbol, rule.id, ...keyParts(site.keys)]),
    remedy: rule.install?.package ?? '',
    value: staticValue(site.kind, confidence, site.uses),
  };
}

/** What is found by looks, in a program that may not run as a service, or by a timer, is less sure. */
function confidenceOf(site: CodeSite, service: Service | undefined): Confidence {
  if (site.kind === 'entry.cli') return 'low';
  if (!service) return 'low';
  if (site.known === 'name') return 'medium';
  return site.kind === 'entry.scheduled' && site.rule.endsWith('.timer') ? 'medium' : 'high';
}

const keyParts = (keys: Keys): string[] => Object.entries(keys).map(([k, v]) => `${k}=${v}`);

export function siteTitle(site: CodeSite, tech: string): string {
  const { route, method, topic, schedule, rpc, job, url, field } = site.keys;
  if (route !== undefined) return `${method ?? 'Request'} ${route}`;
  if (rpc) return rpc;
  if (topic) return `${site.kind === 'entry.queue' ? 'Messages of' : 'Messages to'} ${topic}`;
  if (job ?? field) return job ?? field ?? '';
  if (schedule) return `${site.symbol || 'Job'} at ${schedule}`;
  if (url) return `${method ?? tech} ${url}`;
  return site.symbol !== '' && isEntry(site.kind)
    ? site.symbol
    : `${tech}${site.symbol === '' ? '' : ` in ${site.symbol}`}`;
}

const EXPECTED: Readonly<Record<string, string>> = {
  'entry.http': 'a request that comes in here',
  'entry.grpc': 'an RPC that comes in here',
  'entry.queue': 'a message that is processed here',
  'entry.scheduled': 'a run of this job',
  'entry.cli': 'a run of this command',
  'entry.graphql': 'an operation that is resolved here',
  'entry.faas': 'an invocation of this function',
  'entry.websocket': 'a message that arrives here',
  'outbound.http': 'a request that goes out here',
  'outbound.db': 'a query of this client',
  'outbound.cache': 'a command of this client',
  'outbound.queue': 'a message that is sent here',
  'outbound.rpc': 'a call of this client',
  'outbound.llm': 'a call of this model',
};

function why(site: CodeSite, rule: GapRule, service: string): string[] {
  const where = service === '' ? 'here' : `in ${service}`;
  const out = [
    `Nothing ${where} makes a span for ${EXPECTED[site.kind] ?? 'this'}: no instrumentation of ${rule.tech} is switched on, and no span is started by hand.`,
  ];
  if (site.uses > 1) out.push(`${site.uses} calls of this file go through it.`);
  if (rule.note) out.push(rule.note);
  return out;
}

const knownSentence = (site: CodeSite, rule: GapRule): string =>
  site.known !== 'name'
    ? `${rule.tech} is what the file uses here.`
    : `${rule.tech} is a dependency, and the code looks like a use of it.`;

function fixes(site: CodeSite, rule: GapRule): FixRef[] {
  const out: FixRef[] = [];
  if (rule.install)
    out.push({ kind: 'install', title: `Install ${rule.install.package}: ${rule.install.enable}` });
  // Where a client is made, nothing is sent yet: a span there would tell nothing.
  if (isEntry(site.kind) || !madeOnce(site, rule))
    out.push({
      kind: 'wrap',
      title: isEntry(site.kind) ? 'Wrap the handler in a span' : 'Wrap the call in a span',
    });
  out.push({ kind: 'ignore', title: 'Ignore here' });
  return out;
}

/** Rows that find where a client is made, not where it is used. */
const MAKES = /^(?:[nN]ew(?![a-z])|[oO]pen|[dD]ial|[cC]onnect|create|producer$|from_url$)/;

const madeOnce = (site: CodeSite, rule: GapRule): boolean => {
  const rows = rule.sites.filter((row) => row.kind === site.kind);
  return (
    rows.length > 0 &&
    rows.every((row) => row.on === 'new' || (row.on === 'call' && row.names.every((n) => MAKES.test(n))))
  );
};
