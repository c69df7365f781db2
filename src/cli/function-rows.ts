import { FIGURES_ONLY, joinFile } from '../core/figures/join-file.ts';
import type { CodeFunction, MeasuredSite } from '../core/figures/measured-site.ts';
import type { MergedStats } from '../core/figures/merge-stats.ts';
import { type SitesOfFile, sitesByFile } from '../core/figures/sites-by-file.ts';

/** One element of the output of `spanlight stats`, the contract of the command line. */
export type FunctionRow = {
  readonly folder: string;
  readonly file: string;
  readonly line: number;
  readonly symbol: string;
  readonly count: number;
  readonly errors: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  /** The figures rest on some of the calls only. */
  readonly sampled: boolean;
};

export type RowsInput = {
  readonly sites: readonly MeasuredSite[];
  readonly functionsOf: (folder: string, file: string) => readonly CodeFunction[];
  /** The backend looked at some of the traces only. */
  readonly sampled: boolean;
};

/**
 * What the editor shows at functions, most calls first: one call of a function counts once, however many spans it
 * sends. A function of which only calls to others were seen is told by those lines. Guesses are left out: a wrong
 * figure misleads.
 */
export function functionRows({ sites, functionsOf, sampled }: RowsInput): FunctionRow[] {
  const known = sites.filter((site) => site.resolution.result?.confidence !== 'guess');
  const rows = sitesByFile(known).flatMap((at) => rowsOf(at, functionsOf(at.folder, at.file), sampled));
  return rows.sort((a, b) => b.count - a.count || (a.file < b.file ? -1 : 1) || a.line - b.line);
}

function rowsOf(at: SitesOfFile, functions: readonly CodeFunction[], sampled: boolean): FunctionRow[] {
  const { folder, file } = at;
  const figures = joinFile({ ...at, functions, ...FIGURES_ONLY });
  const row = (line: number, symbol: string, stats: MergedStats) => ({
    folder,
    file,
    line,
    symbol,
    count: stats.count,
    errors: stats.errors,
    p50Ns: Math.round(stats.p50),
    p95Ns: Math.round(stats.p95),
    p99Ns: Math.round(stats.p99),
    sampled: sampled || stats.approximate,
  });
  const measured = new Set(figures.functions.map(({ code }) => code.symbol));
  return [
    ...figures.functions.map(({ code, stats }) => row(code.line, code.symbol, stats)),
    ...figures.calls
      .filter(({ within }) => !measured.has(within))
      .map(({ line, within, stats }) => row(line, within, stats)),
  ];
}
