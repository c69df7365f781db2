// Holds the in-host harness to its word: what goes wrong in a test fails, and says what happened.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { endAll } from '../support/cleanup.ts';
import { writeEmptyExtension } from '../support/empty-extension.ts';
import { type HostRun, runInHost } from '../support/host-run.ts';
import { shimExecutable } from '../support/host-suite.ts';
import { root } from '../support/root.ts';

const base = path.join(root, '.cache/harness-tests');

/** Runs one test file in the extension host of a window with an empty extension. */
async function runSource(name: string, source: string): Promise<HostRun> {
  const dir = path.join(base, name);
  rmSync(dir, { recursive: true, force: true });
  writeEmptyExtension(path.join(dir, 'extension'));
  const file = path.join(dir, `${name}.test.ts`);
  writeFileSync(file, source);
  return await runInHost({
    files: [file],
    extensionDevelopmentPath: path.join(dir, 'extension'),
    executable: shimExecutable,
    folder: dir,
    workDir: path.join(dir, 'run'),
    testTimeout: 1500,
  });
}

after(endAll);

describe('in-host harness', { concurrency: 2 }, () => {
  it('reports a syntax error with its place, before any VS Code starts', async () => {
    const run = await runSource('syntax', 'it("never runs", () => {\n  const = 1;\n});\n');
    assert.deepEqual(run.passed, []);
    assert.equal(run.failures.length, 1);
    assert.match(run.failures[0]?.message ?? '', /syntax\.test\.ts:2:8: ERROR: .*Expected identifier/);
  });

  it('names the test that made the extension host crash', async () => {
    const run = await runSource(
      'crash',
      'it("passes", () => {});\nit("kills", () => process.kill(process.pid, "SIGKILL"));\nit("is never reached", () => {});\n',
    );
    assert.deepEqual(run.passed, ['passes']);
    assert.deepEqual(run.failures, [
      { title: 'kills', message: 'The extension host crashed while this test ran.' },
    ]);
  });

  it('ends a test that never gives the thread back, and fails one that waits for ever', async () => {
    const run = await runSource(
      'hang',
      'it("waits", () => new Promise(() => {}));\nit("blocks", () => { for (;;); });\n',
    );
    assert.deepEqual(run.passed, []);
    assert.deepEqual(
      run.failures.map((failure) => failure.title),
      ['waits', 'blocks'],
    );
    assert.match(run.failures[0]?.message ?? '', /Timeout of 1500ms exceeded/);
    assert.equal(run.failures[1]?.message, 'The test hangs: it blocked the extension host, which was ended.');
  });

  it('counts passes and failures, failures in hooks and in loading included', async () => {
    const run = await runSource(
      'mixed',
      `import assert from 'node:assert/strict';
import * as vscode from 'vscode';
describe('a', () => {
  it('knows vscode', () => assert.ok(vscode.version));
  it('fails', () => assert.equal(1, 2));
  it('throws late', (done) => { setTimeout(() => { throw new Error('late'); }, 5); void done; });
});
describe('b', () => { before(() => { throw new Error('no setup'); }); it('depends on it', () => {}); });
`,
    );
    assert.deepEqual(run.passed, ['a knows vscode']);
    assert.deepEqual(
      run.failures.map((failure) => failure.title),
      ['a fails', 'a throws late', 'b "before all" hook for "depends on it"'],
    );
  });

  it('fails when a test file throws while it is loaded', async () => {
    const run = await runSource('load', 'throw new Error("no luck");\n');
    assert.deepEqual(run.passed, []);
    assert.equal(run.failures[0]?.title, 'loading the tests');
    assert.match(run.failures[0]?.message ?? '', /no luck/);
  });
});
