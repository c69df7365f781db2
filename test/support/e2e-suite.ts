import type { Counts } from './counts.ts';
import { startE2EServer } from './e2e-server.ts';
import { runNodeTests, testFiles } from './node-tests.ts';
import { progress } from './progress.ts';
import { ensureChromium } from './vscode/chromium.ts';

/** All browser tests on one server; a failure to get that far counts as one failed test. */
export async function runE2ETests(wanted: readonly string[]): Promise<Counts> {
  const files = testFiles('test/e2e', wanted);
  if (files.length === 0) {
    console.log(`No browser test file matches ${wanted.join(' ')}.`);
    return { passed: 0, failed: 0 };
  }
  try {
    await ensureChromium();
    await startE2EServer();
  } catch (error) {
    console.log(`FAIL start of the browser tests\n  ${(error as Error).message}`);
    return { passed: 0, failed: 1 };
  }
  progress(`Running the browser tests (${files.length} file${files.length === 1 ? '' : 's'})`);
  return await runNodeTests({
    files,
    // A window keeps about one core busy.
    concurrency: 1,
    timeout: 600_000,
    echo: files.length === 1,
    onTest: (name, ok, ms) => progress(`${ok ? 'ok  ' : 'FAIL'} ${name} (${(ms / 1000).toFixed(1)} s)`),
  });
}
