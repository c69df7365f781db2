import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { liveIndex } from '../../support/live-index.ts';
import { tempDir } from '../../support/temp-dir.ts';

const lines = (...text: readonly string[]) => `${text.join('\n')}\n`;
const git = (root: string, ...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: root,
    encoding: 'utf8',
  }).trim();

test('lines that differ from a commit, in the file as it is now', async (t) => {
  const root = path.join(tempDir(t), 'ws');
  mkdirSync(path.join(root, 'src'), { recursive: true });
  const file = path.join(root, 'src/a.ts');
  writeFileSync(file, lines('function a() {', '  return 1;', '}', 'function b() {', '  return 2;', '}'));
  git(root, 'init', '-q');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'first');
  const sha = git(root, 'rev-parse', 'HEAD');
  writeFileSync(
    file,
    lines('// new', 'function a() {', '  return 1;', '}', 'function b() {', '  return 3;', '}'),
  );
  const index = liveIndex(t, [root]);
  await index.ready();
  const changed = (at: string, revision = sha) => index.call('index.changedLines', { path: at, revision });
  assert.deepEqual(await changed(file), [
    { line: 1, endLine: 1 },
    { line: 6, endLine: 6 },
  ]);
  assert.equal(await changed(file, 'f'.repeat(40)), undefined, 'a commit this clone does not have');
  assert.equal(await changed(path.join(root, 'none.ts')), undefined);

  const updated = index.updated();
  await index.call('index.unsaved', {
    path: file,
    text: lines(
      '// unsaved',
      '',
      '// new',
      'function a() {',
      '  return 1;',
      '}',
      'function b() {',
      '  return 3;',
      '}',
    ),
  });
  await updated;
  assert.deepEqual((await changed(file))?.at(-1), { line: 8, endLine: 8 }, 'led to the text of the editor');
  const saved = index.updated();
  await index.call('index.unsaved', { path: file, text: undefined });
  await saved;

  const moved = path.join(root, 'src/moved.ts');
  renameSync(file, moved);
  git(root, 'add', '-A');
  const heard = index.updated();
  await index.call('index.changed', { paths: [file, moved] });
  await heard;
  assert.deepEqual((await changed(moved))?.at(-1), { line: 6, endLine: 6 }, 'a renamed file');
});
