import { dirOf } from '../evidence/manifest.ts';
import { isEntry } from '../model.ts';
import type { Count, CoverageReport, FileCoverage, SiteVerdict } from '../report.ts';

type Sum = { entries: [number, number]; outbound: [number, number]; observed: [number, number] };

const empty = (): Sum => ({ entries: [0, 0], outbound: [0, 0], observed: [0, 0] });
const toCount = ([total, covered]: readonly [number, number]): Count => ({ total, covered });

/** Shares of entry points and outbound calls that make spans, by file and folder. */
export function coverageReport(
  verdicts: readonly SiteVerdict[],
  observed: ReadonlySet<string> | undefined,
): CoverageReport {
  const files = new Map<string, Sum>();
  const folders = new Map<string, Sum>();
  const all = empty();
  for (const verdict of verdicts) {
    if (verdict.state === 'quiet' || verdict.state === 'ignored' || verdict.site.kind === 'entry.cli')
      continue;
    const sums = [all, at(files, verdict.file)];
    for (let dir = dirOf(verdict.file); ; dir = dirOf(dir)) {
      sums.push(at(folders, dir));
      if (dir === '') break;
    }
    const entry = isEntry(verdict.site.kind);
    for (const sum of sums) {
      const pair = entry ? sum.entries : sum.outbound;
      pair[0]++;
      if (verdict.state === 'covered') pair[1]++;
      if (!entry || !observed) continue;
      sum.observed[0]++;
      if (observed.has(`${verdict.file}:${verdict.site.line}`)) sum.observed[1]++;
    }
  }
  const list = (map: ReadonlyMap<string, Sum>): FileCoverage[] =>
    [...map]
      .map(([file, sum]) => ({
        file,
        entries: toCount(sum.entries),
        outbound: toCount(sum.outbound),
        observed: toCount(sum.observed),
      }))
      .sort((a, b) => (a.file < b.file ? -1 : 1));
  return {
    entries: toCount(all.entries),
    outbound: toCount(all.outbound),
    observed: observed && toCount(all.observed),
    files: list(files),
    folders: list(folders),
  };
}

function at(map: Map<string, Sum>, key: string): Sum {
  let sum = map.get(key);
  if (!sum) {
    sum = empty();
    map.set(key, sum);
  }
  return sum;
}
