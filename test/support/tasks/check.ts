// Everything quick: format and lint, both type checks, dead code, unit tests, build. Runs in parallel; prints what failed.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const bin = (name: string) => path.join(root, 'node_modules/.bin', name);

type Step = { name: string; command: string; args: string[] };

const unitTests = readdirSync(path.join(root, 'test/unit'), { recursive: true, encoding: 'utf8' })
  .filter((f) => f.endsWith('.test.ts'))
  .map((f) => path.join('test/unit', f));

const steps: Step[] = [
  { name: 'format and lint', command: bin('biome'), args: ['ci', '--error-on-warnings', '.'] },
  { name: 'types (host)', command: bin('tsc'), args: ['-p', 'tsconfig.json'] },
  { name: 'types (webview)', command: bin('tsc'), args: ['-p', 'webview/tsconfig.json'] },
  { name: 'dead code', command: process.execPath, args: [path.join(root, 'node_modules/knip/bin/knip.js')] },
  {
    name: 'unit tests',
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', '--test', '--test-reporter=dot', ...unitTests],
  },
  { name: 'build', command: process.execPath, args: ['esbuild.mjs'] },
];

const run = (step: Step) =>
  new Promise<{ step: Step; code: number; output: string; ms: number }>((resolve) => {
    const started = performance.now();
    const child = spawn(step.command, step.args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (d) => (output += d));
    child.stderr.on('data', (d) => (output += d));
    child.on('close', (code) => resolve({ step, code: code ?? 1, output, ms: performance.now() - started }));
  });

const started = performance.now();
const results = await Promise.all(steps.map(run));
for (const r of results) {
  console.log(`${r.code === 0 ? 'ok  ' : 'FAIL'} ${r.step.name} (${(r.ms / 1000).toFixed(1)} s)`);
  if (r.code !== 0) console.log(r.output.trim());
}
console.log(`check: ${((performance.now() - started) / 1000).toFixed(1)} s`);
process.exit(results.every((r) => r.code === 0) ? 0 : 1);
