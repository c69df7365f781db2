// One run of in-host tests: bundle them, start a VS Code on them through @vscode/test-electron, watch it, read the result.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import type { HostEvent, HostRunConfig } from './host-events.ts';
import { root } from './root.ts';

export type HostRunOptions = {
  /** Absolute paths of test files. */
  readonly files: readonly string[];
  readonly extensionDevelopmentPath: string;
  /** Undefined: @vscode/test-electron downloads a desktop build. */
  readonly executable: string | undefined;
  /** The folder the window opens. */
  readonly folder: string;
  /** Emptied, then filled with the bundle, the profile, the logs and a picture of a failure. Inside this repository. */
  readonly workDir: string;
  /** Milliseconds one test may take; a test that blocks the extension host for twice as long is hanging. */
  readonly testTimeout: number;
};

export type HostFailure = { readonly title: string; readonly message: string };

export type HostRun = { readonly passed: readonly string[]; readonly failures: readonly HostFailure[] };

/** How long the window may take to come up before the first test starts. */
const START_MS = 90_000;

export async function runInHost(options: HostRunOptions): Promise<HostRun> {
  const { workDir } = options;
  const report = path.join(workDir, 'events.jsonl');
  rmSync(workDir, { recursive: true, force: true });
  mkdirSync(workDir, { recursive: true });
  const broken = await bundle(options, report);
  if (broken) return { passed: [], failures: [broken] };
  const ended = await startAndWatch(options, report);
  return summarise(readEvents(report), ended);
}

/** Each test file becomes one CommonJS file beside the index: `vscode` and mocha are found at run time. */
async function bundle(options: HostRunOptions, report: string): Promise<HostFailure | undefined> {
  const outdir = path.join(options.workDir, 'bundle');
  const entryPoints: Record<string, string> = { index: path.join(import.meta.dirname, 'host-index.ts') };
  options.files.forEach((file, i) => {
    entryPoints[`${i}-${path.basename(file, '.test.ts')}`] = file;
  });
  try {
    await build({
      entryPoints,
      outdir,
      outExtension: { '.js': '.cjs' },
      absWorkingDir: root,
      bundle: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      external: ['vscode', 'mocha'],
      sourcemap: 'inline',
      logLevel: 'silent',
    });
  } catch (error) {
    return { title: 'bundling the in-host tests', message: (error as Error).message };
  }
  const config: HostRunConfig = {
    files: Object.keys(entryPoints)
      .filter((name) => name !== 'index')
      .map((name) => `${name}.cjs`),
    report,
    testTimeout: options.testTimeout,
  };
  writeFileSync(path.join(outdir, 'config.json'), JSON.stringify(config));
  writeFileSync(report, '');
  return undefined;
}

type Ended = { readonly reason: 'exit' | 'hang'; readonly output: string };

async function startAndWatch(options: HostRunOptions, report: string): Promise<Ended> {
  const { workDir, executable } = options;
  const profile = path.join(workDir, 'profile');
  let output = '';
  const sink = () =>
    new Writable({
      write(chunk, _encoding, done) {
        output += String(chunk);
        done();
      },
    });
  const watch = watchForHang(report, options.testTimeout * 2, () => endByLockFile(profile));
  try {
    await runTests({
      ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
      extensionDevelopmentPath: options.extensionDevelopmentPath,
      extensionTestsPath: path.join(workDir, 'bundle/index.cjs'),
      launchArgs: [
        options.folder,
        `--user-data-dir=${profile}`,
        `--extensions-dir=${path.join(workDir, 'extensions')}`,
      ],
      extensionTestsEnv: {
        SPANLIGHT_NODE: process.execPath,
        SPANLIGHT_FAILURE_PICTURE: path.join(workDir, 'failure.png'),
      },
      stdout: sink(),
      stderr: sink(),
    });
  } catch (error) {
    output += `\n${(error as Error).message}\n`;
  } finally {
    watch.stop();
    writeFileSync(path.join(workDir, 'vscode.log'), output);
  }
  return { reason: watch.fired() ? 'hang' : 'exit', output };
}

/** A test that awaits for ever is mocha's to fail; this is for one that never gives the thread back. */
function watchForHang(report: string, limit: number, end: () => void) {
  let size = 0;
  let since = performance.now();
  let fired = false;
  const timer = setInterval(() => {
    const now = readFileSync(report).length;
    if (now !== size) {
      size = now;
      since = performance.now();
    } else if (!fired && performance.now() - since > (size === 0 ? START_MS : limit)) {
      fired = true;
      end();
    }
  }, 250);
  return { stop: () => clearInterval(timer), fired: () => fired };
}

/** VS Code (and our stand-in) keeps the id of its main process in its profile. */
function endByLockFile(profile: string): void {
  const lock = path.join(profile, 'code.lock');
  const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : Number.NaN;
  if (Number.isInteger(pid) && pid > 1) process.kill(pid, 'SIGTERM');
}

const readEvents = (report: string): HostEvent[] =>
  readFileSync(report, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as HostEvent);

function summarise(events: readonly HostEvent[], ended: Ended): HostRun {
  const passed = events.flatMap((e) => (e.kind === 'pass' ? [e.title] : []));
  const failures: HostFailure[] = events.flatMap((e) =>
    e.kind === 'fail' ? [{ title: e.title, message: e.message }] : [],
  );
  if (!events.some((e) => e.kind === 'end')) failures.push(unfinished(events, ended));
  else if (passed.length + failures.length === 0)
    failures.push({ title: 'in-host tests', message: 'The test files define no test.' });
  return { passed, failures };
}

function unfinished(events: readonly HostEvent[], { reason, output }: Ended): HostFailure {
  const last = events.findLast((e) => e.kind === 'start');
  const title = last?.kind === 'start' ? last.title : 'start of the in-host tests';
  const tail = output.trim().split('\n').slice(-10).join('\n');
  if (!last) return { title, message: `VS Code did not get as far as the first test.\n${tail}` };
  return reason === 'hang'
    ? { title, message: 'The test hangs: it blocked the extension host, which was ended.' }
    : { title, message: 'The extension host crashed while this test ran.' };
}
