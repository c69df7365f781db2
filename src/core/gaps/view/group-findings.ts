import type { Finding } from '../model.ts';
import { saysOf } from '../taxonomy.ts';
import { groupOfRule } from './filter-findings.ts';

export const GROUPINGS = ['service', 'kind', 'file', 'rule'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A finding with the folder it was found in. */
export type Placed = { readonly folder: string; readonly finding: Finding };

export type FindingGroup = {
  readonly key: string;
  readonly label: string;
  readonly findings: readonly Placed[];
};

const KINDS: Readonly<Record<string, string>> = {
  setup: 'Setup',
  entry: 'Entry points',
  outbound: 'Outgoing calls',
  context: 'Context',
  span: 'Spans',
  trace: 'Seen in traces',
};

/** Groups in the order of their most valuable finding; within one the most valuable first. */
export function groupFindings(findings: readonly Placed[], by: Exclude<Grouping, 'service'>): FindingGroup[] {
  const groups = new Map<string, Placed[]>();
  for (const one of findings) {
    const key = keyOf(one.finding, by);
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  return [...groups]
    .map(([key, list]) => ({ key, label: labelOf(key, by), findings: list.sort(byValue) }))
    .sort((a, b) => best(b) - best(a) || (a.label < b.label ? -1 : 1));
}

const keyOf = ({ rule, file }: Finding, by: Exclude<Grouping, 'service'>): string =>
  by === 'file' ? file : by === 'rule' ? rule : groupOfRule(rule);

const labelOf = (key: string, by: Exclude<Grouping, 'service'>): string =>
  by === 'kind' ? (KINDS[key] ?? key) : by === 'rule' ? saysOf(key) : key;

const best = ({ findings }: FindingGroup): number => findings[0]?.finding.value ?? 0;

export const byValue = (a: Placed, b: Placed): number =>
  b.finding.value - a.finding.value ||
  (a.finding.file < b.finding.file
    ? -1
    : a.finding.file > b.finding.file
      ? 1
      : a.finding.line - b.finding.line);

export type RemedyGroup = { readonly remedy: string; readonly findings: readonly Placed[] };

/** Two or more findings that one package would close stand together; the rest stand alone. */
export function remedyGroups(findings: readonly Placed[]): {
  readonly remedies: readonly RemedyGroup[];
  readonly alone: readonly Placed[];
} {
  const groups = new Map<string, Placed[]>();
  for (const one of findings) {
    const { remedy, rule } = one.finding;
    if (remedy === '' || rule.startsWith('setup.')) continue;
    groups.set(remedy, [...(groups.get(remedy) ?? []), one]);
  }
  const remedies = [...groups]
    .filter(([, list]) => list.length > 1)
    .map(([remedy, list]) => ({ remedy, findings: list.sort(byValue) }))
    .sort((a, b) => b.findings.length - a.findings.length);
  const together = new Set(remedies.flatMap((r) => r.findings));
  return { remedies, alone: findings.filter((f) => !together.has(f)).sort(byValue) };
}
