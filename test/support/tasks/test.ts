// `npm test`: unit, in-host and browser tests, and the demo's own check. Installs what is missing; the last line is the count.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { buildExtension } from '../build-extension.ts';
import { endAll } from '../cleanup.ts';
import { addCounts, type Counts, countLine, finish } from '../counts.ts';
import { runDemoCheck } from '../demo-suite.ts';
import { runE2ETests } from '../e2e-suite.ts';
import { runHostTests } from '../host-suite.ts';
import { progress, seconds } from '../progress.ts';
import { root } from '../root.ts';
import { runUnitTests } from '../unit-tests.ts';
import { ensureChromium } from '../vscode/chromium.ts';
import { ensureVSCodeServer } from '../vscode/install.ts';

async function suite(name: string, run: () => Promise<Counts>): Promise<Counts> {
  const started = performance.now();
  const counts = await run();
  console.log(`${name}: ${countLine(counts)} (${seconds(started)})`);
  return counts;
}

const download = process.argv.includes('--download');
rmSync(path.join(root, 'test/e2e/out'), { recursive: true, force: true });

// Installed while the unit tests run. What goes wrong is reported by the suite that needs it and tries again.
const installed = Promise.allSettled([ensureVSCodeServer(), ensureChromium()]);
progress('Building Spanlight');
const broken = await buildExtension().then(
  () => undefined,
  (error: Error) => error,
);
if (broken) console.log(`FAIL the build\n  ${broken.message}`);
progress('Running the unit tests');
const unit = await suite('unit', () => runUnitTests([]));
await installed;
const host = await suite('in-host', () => runHostTests({ wanted: [], download }));
const browser = await suite('browser', () => runE2ETests([]));
const demo = await suite('demo', runDemoCheck);
await endAll();
finish(addCounts(unit, host, browser, demo, { passed: 0, failed: broken ? 1 : 0 }));
