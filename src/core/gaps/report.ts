import type { CodeSite, Finding, Instrumentation } from './model.ts';
import type { RuleFamily } from './rule.ts';

/** A site with what was decided about it. */
export type SiteVerdict = {
  readonly file: string;
  readonly service: string;
  readonly site: CodeSite;
  readonly tech: string;
  /** `folded`: told once for the service (not switched on, disabled); `quiet`: a health route or the like. */
  readonly state: 'covered' | 'gap' | 'folded' | 'unknown' | 'quiet' | 'ignored';
  readonly sentence: string;
};

export type Count = { readonly total: number; readonly covered: number };

export type ServiceReport = {
  readonly name: string;
  readonly root: string;
  readonly language: RuleFamily;
  readonly manifest: string;
  readonly state: 'traced' | 'partly' | 'none' | 'not-enabled' | 'disabled' | 'unknown' | 'nothing-to-trace';
  /** One sentence: how it is traced. */
  readonly summary: string;
  /** What was looked at, with numbers: said for clean services too. */
  readonly lookedAt: readonly string[];
  readonly instrumentations: readonly Instrumentation[];
  readonly entries: Count;
  readonly outbound: Count;
  readonly findings: number;
};

export type FileCoverage = {
  readonly file: string;
  readonly entries: Count;
  readonly outbound: Count;
  readonly observed: Count;
};

export type CoverageReport = {
  readonly entries: Count;
  readonly outbound: Count;
  /** Of the entries, those that traces show; without traces nothing was observed. */
  readonly observed: Count | undefined;
  readonly files: readonly FileCoverage[];
  readonly folders: readonly FileCoverage[];
};

export type GapReport = {
  readonly findings: readonly Finding[];
  readonly services: readonly ServiceReport[];
  readonly coverage: CoverageReport;
  readonly verdicts: readonly SiteVerdict[];
  /** Findings that a comment, the configuration or a baseline takes out. */
  readonly ignored: number;
  readonly notes: readonly string[];
};
