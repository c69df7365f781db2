// Runs node:test files one process each.
import { globSync } from 'node:fs';
import path from 'node:path';
import type { Counts } from './counts.ts';
import { root } from './root.ts';
import { runTestFiles } from './test-events.ts';
import { type ReportOptions, TestReport } from './test-report.ts';

export type NodeTestOptions = ReportOptions & {
  readonly files: readonly string[];
  /** Files run at the same time. */
  readonly concurrency: number;
  /** A file that takes longer (ms) is ended and counted as failed. */
  readonly timeout: number;
};

/** Test files below `dir` whose path contains one of the wanted words (all of them when there is none). */
export function testFiles(dir: string, wanted: readonly string[]): string[] {
  return globSync(`${dir}/**/*.test.ts`, { cwd: root, exclude: ['**/node_modules/**'] })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
    .sort();
}

export async function runNodeTests(options: NodeTestOptions): Promise<Counts> {
  const report = new TestReport(options);
  await runInto(report, options);
  return report.counts;
}

export async function runInto(report: TestReport, options: NodeTestOptions): Promise<void> {
  const { files, concurrency, timeout } = options;
  if (files.length === 0) return;
  const absolute = files.map((file) => path.join(root, file));
  const execArgv = ['--disable-warning=ExperimentalWarning'];
  for await (const event of runTestFiles({ files: absolute, concurrency, timeout, execArgv }))
    report.add(event);
}
