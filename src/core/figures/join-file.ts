import { levelOf } from '../mapping/candidate.ts';
import type { ResolvedCode } from '../mapping/resolution.ts';
import type {
  CallFigures,
  FileFigures,
  FunctionFigures,
  Mapping,
  Stale,
  ThrowFigures,
} from './file-figures.ts';
import type { CodeFunction, LineRange, MeasuredSite, SeenThrow } from './measured-site.ts';
import { type MergedStats, mergeStats } from './merge-stats.ts';
import { functionAround, type PlacedSite, placeInFunction } from './place-sites.ts';
import { siteLabel } from './site-label.ts';
import { stalenessByRevision, stalenessOf, worseStale } from './staleness.ts';

export type JoinInput = {
  /** As resolutions name them. */
  readonly folder: string;
  readonly file: string;
  readonly functions: readonly CodeFunction[];
  /** Those of other files are passed over. */
  readonly sites: readonly MeasuredSite[];
  readonly throws: readonly SeenThrow[];
  /** ns on the critical path / ns of the requests, by site. */
  readonly criticalShare: (site: string) => number | undefined;
  /** When a function was last changed; undefined where nobody saw it change. */
  readonly changedMs: (code: CodeFunction) => number | undefined;
  /** Lines that differ from a commit; undefined where nobody knows. */
  readonly changedSince?: (revision: string) => readonly LineRange[] | undefined;
  /** Start of the window. */
  readonly fromMs: number;
};

/** For whoever has no editor: nothing thrown is looked for, nothing is known to have changed. */
export const FIGURES_ONLY: Pick<JoinInput, 'throws' | 'criticalShare' | 'changedMs' | 'fromMs'> = {
  throws: [],
  criticalShare: () => undefined,
  changedMs: () => undefined,
  fromMs: 0,
};

/** Puts what was measured where it belongs in one file. */
export function joinFile(input: JoinInput): FileFigures {
  const here = (code: ResolvedCode | null): code is ResolvedCode =>
    code !== null && code.file === input.file && code.folder === input.folder;
  const byFunction = new Map<CodeFunction | undefined, PlacedSite[]>();
  const unnamed = new Map<string, CodeFunction>();
  for (const site of input.sites) {
    const code = site.resolution.result;
    if (!here(code)) continue;
    const around = codeOf(input.functions, code, unnamed);
    const list = byFunction.get(around);
    if (list) list.push({ ...site, code });
    else byFunction.set(around, [{ ...site, code }]);
  }
  const functions: FunctionFigures[] = [];
  const calls: CallFigures[] = [];
  for (const [code, sites] of byFunction) {
    if (!code) {
      calls.push(...lineFigures(input, undefined, undefined, sites));
      continue;
    }
    const { own, lines } = placeInFunction(code, sites);
    const figures = own.length > 0 ? functionFigures(input, code, own) : undefined;
    if (figures) functions.push(figures);
    calls.push(...lineFigures(input, code, figures?.stats, lines));
  }
  return {
    functions: functions.sort((a, b) => a.code.line - b.code.line),
    calls: calls.sort((a, b) => a.line - b.line || b.stats.count - a.stats.count),
    throws: throwFigures(input, here),
  };
}

/** A handler without a name is a function too: where a resolution has a range that no declaration starts. */
function codeOf(
  functions: readonly CodeFunction[],
  code: ResolvedCode,
  unnamed: Map<string, CodeFunction>,
): CodeFunction | undefined {
  const around = functionAround(functions, code.line);
  const isRange = code.endLine > code.line && code.role === 'code';
  if (!isRange || (around && (code.line <= around.line || code.endLine >= around.endLine))) return around;
  const key = `${code.line}:${code.endLine}`;
  const made = unnamed.get(key) ?? {
    symbol: code.symbol,
    line: code.line,
    column: code.column ?? 0,
    startLine: code.line,
    endLine: code.endLine,
    loops: [],
  };
  unnamed.set(key, made);
  return made;
}

function functionFigures(input: JoinInput, code: CodeFunction, own: readonly PlacedSite[]): FunctionFigures {
  const stats = mergeStats(own.map((s) => s.stats));
  return {
    code,
    stats,
    ...common(own),
    operations: distinct(byCount(own).map((s) => siteLabel(s.site).text)),
    criticalShare: shareOf(input, own),
    stale: staleOf(input, code, own, stats),
  };
}

function staleOf(
  input: JoinInput,
  code: CodeFunction,
  sites: readonly PlacedSite[],
  stats: MergedStats,
): Stale | undefined {
  return worseStale(
    stalenessOf(stats, input.changedMs(code), input.fromMs),
    stalenessByRevision(
      sites.map((s) => s.code.revision),
      code,
      input.changedSince ?? (() => undefined),
    ),
  );
}

function shareOf({ criticalShare }: JoinInput, sites: readonly PlacedSite[]): number | undefined {
  const shares = sites.map((s) => criticalShare(s.id)).filter((share) => share !== undefined);
  return shares.length > 0
    ? Math.min(
        1,
        shares.reduce((a, b) => a + b, 0),
      )
    : undefined;
}

/** Sites of one line that do the same are one row: dynamic statements, several services. */
function lineFigures(
  input: JoinInput,
  code: CodeFunction | undefined,
  around: MergedStats | undefined,
  sites: readonly PlacedSite[],
): CallFigures[] {
  const groups = new Map<string, PlacedSite[]>();
  for (const site of sites) {
    const key = `${site.code.line} ${siteLabel(site.site).text}`;
    const group = groups.get(key);
    if (group) group.push(site);
    else groups.set(key, [site]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const stats = mergeStats(group.map((s) => s.stats));
    const { kind, text } = siteLabel(first.site);
    return {
      line: first.code.line,
      label: text,
      kind,
      stats,
      perCall: around && around.count > 0 ? stats.count / around.count : undefined,
      within: code?.symbol ?? first.code.symbol,
      criticalShare: shareOf(input, group),
      ...common(group),
      stale: code && staleOf(input, code, group, stats),
    };
  });
}

function throwFigures(input: JoinInput, here: (code: ResolvedCode | null) => code is ResolvedCode) {
  const out: ThrowFigures[] = [];
  for (const { resolution, type, message, count, lastMs, traceId, spanId } of input.throws) {
    const code = resolution.result;
    if (!here(code)) continue;
    const around = functionAround(input.functions, code.line);
    const changedMs = around && input.changedMs(around);
    const stale = stalenessOf({ lastSeenMs: lastMs }, changedMs, input.fromMs);
    const mapping = mappingOf([code]);
    out.push({ line: code.line, type, message, count, lastMs, traceId, spanId, mapping, stale });
  }
  return out.sort((a, b) => a.line - b.line || b.count - a.count);
}

function common(sites: readonly PlacedSite[]) {
  return {
    sites: sites.map((s) => s.id),
    services: distinct(byCount(sites).map((s) => s.site.service)),
    mapping: mappingOf(byCount(sites).map((s) => s.code)),
  };
}

/** As sure as the least sure of what was added up. */
function mappingOf(codes: readonly ResolvedCode[]): Mapping {
  const weakest = [...codes].sort((a, b) => levelOf(a.confidence) - levelOf(b.confidence))[0];
  return {
    confidence: weakest?.confidence ?? 'guess',
    role: weakest?.role ?? 'code',
    ambiguous: codes.some((code) => !code.jump),
    evidence: distinct(codes.flatMap((code) => code.evidence)),
    moved: codes.find((code) => code.stale !== null)?.stale ?? undefined,
  };
}

const byCount = (sites: readonly PlacedSite[]) => [...sites].sort((a, b) => b.stats.count - a.stats.count);

const distinct = <T>(items: readonly T[]) => [...new Set(items)];
