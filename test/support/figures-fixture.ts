import { LatencySketch } from '../../src/core/analysis/latency-sketch.ts';
import type { CodeFunction, MeasuredSite } from '../../src/core/figures/measured-site.ts';
import type { Resolution, ResolvedCode } from '../../src/core/mapping/resolution.ts';
import type { SpanSite } from '../../src/core/mapping/span-site.ts';
import type { FunctionStats } from '../../src/core/ports.ts';
import { KIND, type KindName } from '../../src/core/trace/columns.ts';

export const MS = 1e6;
export const FOLDER = '/work/app';

export function siteOf(site: Partial<Omit<SpanSite, 'kind'>> & { readonly kind?: KindName } = {}): SpanSite {
  const { kind = 'internal', ...rest } = site;
  return {
    service: 'shop',
    language: 'nodejs',
    name: 'work',
    scope: 'shop',
    revisions: [],
    attributes: {},
    resource: {},
    stack: '',
    callStack: '',
    ...rest,
    kind: KIND[kind],
  };
}

/** Figures of calls of these durations (ms), the first `errors` of which failed. */
export function statsOf(durations: readonly number[], more: Partial<FunctionStats> = {}): FunctionStats {
  const sketch = new LatencySketch();
  for (const ms of durations) sketch.add(ms * MS);
  const sorted = [...durations].sort((a, b) => a - b);
  const at = (q: number) => (sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0) * MS;
  return {
    count: durations.length,
    errors: 0,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
    selfP50: undefined,
    lastSeenMs: 1000,
    lastErrorMs: undefined,
    sketch: durations.length > 0 ? sketch.toBytes() : undefined,
    ...more,
  };
}

export function codeAt(file: string, line: number, more: Partial<ResolvedCode> = {}): ResolvedCode {
  return {
    folder: FOLDER,
    file,
    line,
    endLine: line,
    symbol: '',
    column: undefined,
    confidence: 'exact',
    strategy: 'file-line',
    role: 'code',
    evidence: [`The span says ${file}:${line}.`],
    stale: null,
    revision: null,
    jump: true,
    ...more,
  };
}

export function resolvedTo(result: ResolvedCode | null): Resolution {
  return {
    result,
    reason: result ? null : 'Nothing on the span names its code.',
    alternatives: [],
    library: null,
    rejected: [],
    provisional: false,
  };
}

export function measured(
  id: string,
  code: ResolvedCode | null,
  stats: FunctionStats,
  site: SpanSite = siteOf(),
): MeasuredSite {
  return { id, site, stats, resolution: resolvedTo(code) };
}

export function functionAt(
  symbol: string,
  line: number,
  endLine: number,
  more: Partial<CodeFunction> = {},
): CodeFunction {
  return { symbol, line, column: 9, startLine: line, endLine, loops: [], ...more };
}
