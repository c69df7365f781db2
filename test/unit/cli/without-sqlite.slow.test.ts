import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../../support/root.ts';
import { tempDir } from '../../support/temp-dir.ts';

// As on Node 20, which has no `node:sqlite`.
const run = (dir: string, ...args: string[]) =>
  spawnSync(
    process.execPath,
    ['--no-experimental-sqlite', '--no-warnings', path.join(root, 'src/cli.ts'), ...args],
    { cwd: dir, encoding: 'utf8', env: { ...process.env, SPANLIGHT_STORE: path.join(dir, 'traces.db') } },
  );

test('without SQLite the commands that need a store say which Node has it, the others work', (t) => {
  const dir = tempDir(t);
  writeFileSync(path.join(dir, 'traces.db'), '');
  for (const args of [
    ['search', '', '--store', 'traces.db'],
    ['receive', '--http', '0', '--grpc', 'off', '--store', 'traces.db'],
  ]) {
    const { status, stderr, stdout } = run(dir, ...args);
    assert.equal(status, 1, args.join(' '));
    assert.match(stderr, /needs Node 22\.13 or newer; this is v.* Run the command with a newer Node\./);
    assert.doesNotMatch(stderr, /\n {4}at /);
    assert.equal(stdout, '');
  }
  const trace = path.join(root, 'test/fixtures/formats/otlp.json');
  assert.equal(run(dir, 'trace', trace).status, 0);
});
