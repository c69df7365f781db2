import { ruleMatches } from '../match/suppressions.ts';
import type { Finding } from '../model.ts';

/** Findings that are known: what a run compares with. */
export type Baseline = ReadonlySet<string>;

export const isNew = (finding: Finding, baseline: Baseline | undefined): boolean =>
  !baseline?.has(finding.fingerprint);

/** A file that `--baseline` and the configuration take; the rest of each entry is for people. */
export function baselineText(findings: readonly Finding[]): string {
  const entries = [...findings]
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))
    .map(({ fingerprint, rule, file, title }) => ({ fingerprint, rule, file, title }));
  return `${JSON.stringify({ version: 1, findings: entries }, undefined, 2)}\n`;
}

/** Undefined where the text is none. */
export function readBaseline(text: string): Baseline | undefined {
  try {
    const json = JSON.parse(text) as { findings?: unknown } | null;
    const list = json?.findings;
    if (!Array.isArray(list)) return undefined;
    return new Set(
      list.flatMap((entry: unknown) => {
        const fingerprint =
          typeof entry === 'object' && entry !== null && 'fingerprint' in entry ? entry.fingerprint : entry;
        return typeof fingerprint === 'string' ? [fingerprint] : [];
      }),
    );
  } catch {
    return undefined;
  }
}

/** `new:high`, `any:warning`, `high`, `entry.http`, `new:context.*`: when a run fails. */
export type FailOn = { readonly onlyNew: boolean; readonly what: string };

const LEVELS = ['high', 'medium', 'low', 'warning', 'info', 'hint', 'any'];

export function parseFailOn(text: string): FailOn | undefined {
  const m = /^(?:(new|any|all):)?([\w.*-]+)$/.exec(text);
  const what = m?.[2] ?? '';
  if (
    !m ||
    (!LEVELS.includes(what) &&
      !/^(?:setup|entry|outbound|context|span|trace)(?:$|\.)/.test(what) &&
      what !== 'new')
  )
    return undefined;
  return what === 'new' ? { onlyNew: true, what: 'any' } : { onlyNew: m[1] === 'new', what };
}

const CONFIDENCE = ['low', 'medium', 'high'];
const SEVERITY = ['hint', 'info', 'warning'];

/** A level takes what is above it along. */
export function fails(finding: Finding, { onlyNew, what }: FailOn, baseline: Baseline | undefined): boolean {
  if (onlyNew && !isNew(finding, baseline)) return false;
  if (what === 'any') return true;
  if (CONFIDENCE.includes(what)) return CONFIDENCE.indexOf(finding.confidence) >= CONFIDENCE.indexOf(what);
  if (SEVERITY.includes(what)) return SEVERITY.indexOf(finding.severity) >= SEVERITY.indexOf(what);
  return ruleMatches(what, finding.rule);
}
