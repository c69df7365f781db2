// Everything quick: format and lint, both type checks, dead code, quick unit tests, build. Runs in parallel; prints what failed.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.ts';

type Step = { readonly name: string; readonly command: string; readonly args: readonly string[] };

/** A flood of lint findings helps nobody; the first ones name the cause. */
const MAX_LINES = 120;

const bin = (name: string) => path.join(root, 'node_modules/.bin', name);
const node = (...args: string[]) => ({
  command: process.execPath,
  args: ['--disable-warning=ExperimentalWarning', ...args],
});

const steps: readonly Step[] = [
  {
    name: 'format and lint',
    command: bin('biome'),
    args: ['ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=20', '.'],
  },
  { name: 'types (tests)', command: bin('tsc'), args: ['-p', 'test/tsconfig.json'] },
  { name: 'types (host)', command: bin('tsc'), args: ['-p', 'tsconfig.json'] },
  ...(globSync('webview/**/*.ts', { cwd: root }).length > 0
    ? [{ name: 'types (webview)', command: bin('tsc'), args: ['-p', 'webview/tsconfig.json'] }]
    : []),
  { name: 'dead code', ...node('node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints') },
  { name: 'unit tests', ...node('test/support/tasks/test-unit.ts', '--quick') },
  { name: 'build', ...node('esbuild.mjs') },
];

const run = (step: Step) =>
  new Promise<boolean>((resolve) => {
    const started = performance.now();
    const child = spawn(step.command, step.args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => {
      output += `${step.command} could not be started: ${error.message}\n`;
    });
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)`);
      if (code !== 0) console.log(shorten(output.trim()));
      resolve(code === 0);
    });
  });

function shorten(output: string): string {
  const lines = output.split('\n');
  if (lines.length <= MAX_LINES) return output;
  return [...lines.slice(0, MAX_LINES), `... ${lines.length - MAX_LINES} more lines`].join('\n');
}

const started = performance.now();
const results = await Promise.all(steps.map(run));
const failed = results.filter((ok) => !ok).length;
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  failed === 0
    ? `check: all ok (${seconds} s)`
    : `check: ${failed} of ${results.length} failed (${seconds} s)`,
);
process.exit(failed === 0 ? 0 : 1);
