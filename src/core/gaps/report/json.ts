import type { Finding } from '../model.ts';
import type { GapReport } from '../report.ts';
import { type Baseline, isNew } from './baseline.ts';

/** The contract of `spanlight gaps --format json`. */
export function jsonReport(
  report: GapReport,
  shown: readonly Finding[],
  baseline: Baseline | undefined,
): unknown {
  return {
    findings: shown.map((f) => ({
      rule: f.rule,
      service: f.service,
      tech: f.tech,
      file: f.file,
      line: f.line,
      endLine: f.endLine,
      symbol: f.symbol,
      title: f.title,
      confidence: f.confidence,
      severity: f.severity,
      why: f.why,
      evidence: f.evidence,
      keys: f.keys,
      observed: f.observed ?? null,
      fixes: f.fixes,
      fingerprint: f.fingerprint,
      remedy: f.remedy === '' ? null : f.remedy,
      value: Math.round(f.value * 100) / 100,
      new: isNew(f, baseline),
    })),
    services: report.services,
    coverage: report.coverage,
    ignored: report.ignored,
    notes: report.notes,
  };
}
