// The in-host suite: Spanlight's own tests in a real extension host, and the tests of this harness itself.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildExtension } from './build-extension.ts';
import { addCounts, type Counts } from './counts.ts';
import { runInHost } from './host-run.ts';
import { runNodeTests, testFiles } from './node-tests.ts';
import { progress } from './progress.ts';
import { root } from './root.ts';
import { ensureChromium } from './vscode/chromium.ts';
import { desktopExecutable } from './vscode/desktop.ts';
import { ensureVSCodeServer } from './vscode/install.ts';

export const shimExecutable = path.join(import.meta.dirname, 'vscode/vscode-shim');

type Options = {
  readonly wanted: readonly string[];
  /** Takes a desktop build from the network when none is installed. */
  readonly download: boolean;
};

export async function runHostTests({ wanted, download }: Options): Promise<Counts> {
  const files = testFiles('test/host', wanted);
  const harness = testFiles('test/harness', wanted);
  if (files.length + harness.length === 0) {
    console.log(`No in-host test file matches ${wanted.join(' ')}.`);
    return { passed: 0, failed: 0 };
  }
  try {
    const desktop = desktopExecutable();
    const executable = desktop ?? (download ? undefined : shimExecutable);
    await ensureVSCodeServer();
    await ensureChromium();
    const own = files.length > 0 ? await runOwnTests(files, executable) : { passed: 0, failed: 0 };
    if (harness.length > 0) progress('Running the tests of the harness');
    return addCounts(own, await runNodeTests({ files: harness, concurrency: 2, timeout: 300_000, onTest }));
  } catch (error) {
    console.log(`\nFAIL start of the in-host tests\n  ${(error as Error).message}`);
    return { passed: 0, failed: 1 };
  }
}

const onTest = (name: string, ok: boolean, ms: number) =>
  progress(`${ok ? 'ok  ' : 'FAIL'} ${name} (${(ms / 1000).toFixed(1)} s)`);

async function runOwnTests(files: readonly string[], executable: string | undefined): Promise<Counts> {
  progress('Building Spanlight');
  await buildExtension();
  progress(
    `Running the in-host tests (${executable === shimExecutable ? 'VS Code server' : 'desktop VS Code'})`,
  );
  const workDir = path.join(root, '.cache/host-tests');
  const temp = mkdtempSync(path.join(tmpdir(), 'spanlight-host-'));
  const folder = path.join(temp, 'workspace');
  const fixture = path.join(root, 'test/fixtures/workspace');
  if (existsSync(fixture)) cpSync(fixture, folder, { recursive: true });
  else mkdirSync(folder);
  const run = await runInHost({
    files: files.map((file) => path.join(root, file)),
    extensionDevelopmentPath: root,
    executable,
    folder,
    workDir,
    testTimeout: 20_000,
  });
  rmSync(temp, { recursive: true, force: true, maxRetries: 5 });
  for (const { title, message } of run.failures)
    console.log(`\nFAIL ${title}\n${message.trimEnd().replace(/^/gm, '  ')}`);
  if (run.failures.length > 0) console.log(`  log and screenshot: ${path.relative(root, workDir)}`);
  return { passed: run.passed.length, failed: run.failures.length };
}
