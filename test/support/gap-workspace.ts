// A folder with files, scanned for gaps.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GapConfig } from '../../src/core/gaps/config.ts';
import type { GapReport } from '../../src/core/gaps/report.ts';
import type { TraceFacts } from '../../src/core/gaps/traces/trace-facts.ts';
import { scanWorkspace } from '../../src/indexer/gaps/scan-workspace.ts';

export type Files = Readonly<Record<string, string>>;

/** Runs with a folder that holds the files, and takes it away afterwards. */
export async function withFolder<T>(files: Files, run: (dir: string) => Promise<T>): Promise<T> {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'spanlight-gaps-')));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), text);
    }
    return await run(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export const gapsOf = (
  files: Files,
  { rules, ...withoutRules }: Partial<GapConfig> = {},
  traces?: TraceFacts,
): Promise<GapReport> =>
  withFolder(files, async (folder) => {
    const scanned = await scanWorkspace({
      folder,
      signal: new AbortController().signal,
      config: withoutRules,
    });
    return scanned.report(rules, traces);
  });

/** `rule@file:line`, sorted; without the findings about whole services. */
export const places = (report: GapReport): string[] =>
  report.findings
    .filter((f) => !f.rule.startsWith('setup.'))
    .map((f) => `${f.rule}@${f.file}:${f.line}`)
    .sort();

export const setups = (report: GapReport): string[] =>
  report.findings.filter((f) => f.rule.startsWith('setup.')).map((f) => f.rule);

/** package.json with these dependencies. */
export const npm = (dependencies: readonly string[], more: object = {}): string =>
  JSON.stringify(
    { name: 'app', ...more, dependencies: Object.fromEntries(dependencies.map((d) => split(d))) },
    undefined,
    2,
  );

const split = (spec: string): [string, string] => {
  const at = spec.lastIndexOf('@');
  return at > 0 ? [spec.slice(0, at), spec.slice(at + 1)] : [spec, '1.0.0'];
};
