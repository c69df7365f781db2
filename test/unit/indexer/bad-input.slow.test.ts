// Everything that a workspace can have wrong: answered all the same, and said in the doctor.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { FILE } from '../../../src/indexer/files/classify-file.ts';
import { Workspace } from '../../../src/indexer/workspace.ts';
import { workspaceNotes } from '../../../src/indexer/workspace-notes.ts';
import { liveIndex, siteOf } from '../../support/live-index.ts';
import { tempDir } from '../../support/temp-dir.ts';

const GOOD = 'export class Orders {\n  place() {\n    return 1;\n  }\n}\n';
const span = siteOf({ attributes: { 'code.function': 'place', 'code.namespace': 'Orders' } });
const lineOf = (revision: string) =>
  siteOf({
    revisions: [revision],
    attributes: { 'code.file.path': '/app/src/orders.ts', 'code.line.number': '3' },
  });

function git(cwd: string, ...args: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...who, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] })
    .toString()
    .trim();
}

function repository(t: TestContext): { dir: string; first: string } {
  const dir = path.join(tempDir(t), 'ws');
  mkdirSync(path.join(dir, 'src'), { recursive: true });
  writeFileSync(path.join(dir, 'src/orders.ts'), GOOD);
  git(dir, 'init', '-q', '-b', 'main');
  git(dir, 'add', '-A');
  git(dir, 'commit', '-qm', 'one');
  const first = git(dir, 'rev-parse', 'HEAD');
  writeFileSync(path.join(dir, 'src/orders.ts'), `// now with a heading\n${GOOD}`);
  git(dir, 'commit', '-qam', 'two');
  return { dir, first };
}

/** The notes of the doctor, after the span was led to its code in spite of it all. */
async function open(t: TestContext, dir: string, line = 2): Promise<readonly string[]> {
  const live = liveIndex(t, [dir]);
  await live.ready();
  const { result } = await live.resolve(span);
  assert.equal(result && `${result.file}:${result.line}`, `src/orders.ts:${line}`);
  assert.deepEqual(live.logs, []);
  return (await live.call('index.status', undefined)).notes;
}

const FILES: readonly (readonly [name: string, bytes: () => Buffer, note: RegExp])[] = [
  ['binary', () => Buffer.from('export const a = 1;\0\0\0'), /src\/bad\.ts: no text/],
  ['50 MB', () => Buffer.alloc(50 * 2 ** 20, 'x = 1;\n'), /src\/bad\.ts: larger than 1 MB/],
  ['invalid UTF-8', () => Buffer.from('// caf\xe9\nexport const a = 1;\n', 'latin1'), /bad\.ts: not UTF-8/],
  ['syntax errors', () => Buffer.from('export function ( { class } => ;;; "no end\n'), /finds errors in it/],
];

for (const [name, bytes, note] of FILES)
  test(`a file with ${name} is stated and stops nothing`, async (t) => {
    const dir = path.join(tempDir(t), 'ws');
    mkdirSync(path.join(dir, 'src'), { recursive: true });
    writeFileSync(path.join(dir, 'src/orders.ts'), GOOD);
    writeFileSync(path.join(dir, 'src/bad.ts'), bytes());
    assert.match((await open(t, dir)).join('\n'), note);
  });

test('a replacement character that was written on purpose is no encoding error', async (t) => {
  const dir = path.join(tempDir(t), 'ws');
  mkdirSync(path.join(dir, 'src'), { recursive: true });
  writeFileSync(path.join(dir, 'src/orders.ts'), GOOD);
  writeFileSync(path.join(dir, 'src/fine.ts'), "export const bad = '\ufffd';\n");
  assert.doesNotMatch((await open(t, dir)).join('\n'), /UTF-8/);
});

test('a file that cannot be read is stated', (t) => {
  // Whoever runs this may be allowed to read everything, so the reader's own verdict is given.
  const workspace = new Workspace({ grammarsDir: '' });
  workspace.setFolders([tempDir(t)]);
  const entry = workspace.index.addFile(0, 'src/secret.ts');
  workspace.take(entry, { hash: '', generated: false, summary: undefined, skipped: 'unreadable' });
  assert.match(workspaceNotes(workspace).join('\n'), /src\/secret\.ts: cannot be read.*permissions/);
  assert.equal(entry.flags & FILE.generated, 0);
});

test('a folder that is not there is stated', async (t) => {
  const dir = repository(t).dir;
  const live = liveIndex(t, [path.join(dir, 'nowhere'), dir]);
  await live.ready();
  assert.equal((await live.resolve(span)).result?.line, 3);
  assert.match((await live.call('index.status', undefined)).notes.join('\n'), /nowhere could not be opened/);
});

test('without git everything but drift works, and that is stated', async (t) => {
  const { dir, first } = repository(t);
  rmSync(path.join(dir, '.git'), { recursive: true });
  assert.match((await open(t, dir, 3)).join('\n'), /not in a git repository/);
  const live = liveIndex(t, [dir]);
  await live.ready();
  const { result } = await live.resolve(lineOf(first));
  assert.equal(result?.line, 3);
  assert.match(result?.stale ?? '', /no git history/);
});

test('a shallow clone flags older revisions instead of fetching them', async (t) => {
  const { dir, first } = repository(t);
  const clone = path.join(tempDir(t), 'clone');
  git(dir, 'clone', '-q', '--depth', '1', `file://${dir}`, clone);
  assert.match((await open(t, clone, 3)).join('\n'), /shallow clone.*--unshallow/);
  const live = liveIndex(t, [clone]);
  await live.ready();
  const { result } = await live.resolve(lineOf(first));
  assert.equal(result?.line, 3);
  assert.notEqual(result?.confidence, 'exact');
  assert.match(result?.stale ?? '', /does not have/);
  git(clone, 'fetch', '-q', '--unshallow');
  const told = live.updated();
  await live.call('index.changed', { paths: [path.join(clone, '.git/FETCH_HEAD')] });
  await told;
  const after = (await live.resolve(lineOf(first))).result;
  assert.equal(after?.line, 4, 'once the history is fetched the line is followed');
  assert.match(after?.stale ?? '', /3→4/);
});

test('a detached worktree follows lines by the history of its repository', async (t) => {
  const { dir, first } = repository(t);
  const tree = path.join(tempDir(t), 'tree');
  git(dir, 'worktree', 'add', '-q', '--detach', tree);
  assert.match((await open(t, tree, 3)).join('\n'), /tree is a worktree/);
  const live = liveIndex(t, [tree]);
  await live.ready();
  const { result } = await live.resolve(lineOf(first));
  assert.equal(result?.line, 4);
  assert.match(result?.stale ?? '', /3→4/);
});

test('a file can be had as it was when it was recorded, under the name it had, and nothing else of git', async (t) => {
  const { dir, first } = repository(t);
  git(dir, 'mv', 'src/orders.ts', 'src/sales.ts');
  git(dir, 'commit', '-qm', 'three');
  const live = liveIndex(t, [dir]);
  await live.ready();
  const sales = path.join(dir, 'src/sales.ts');
  const was = await live.call('index.atRevision', { path: sales, revision: first });
  assert.deepEqual(was, { path: 'src/orders.ts', text: GOOD });
  for (const revision of ['HEAD', '--output=/tmp/x', `${first}^{tree}`, '0'.repeat(40)])
    assert.equal(await live.call('index.atRevision', { path: sales, revision }), undefined, revision);
  assert.equal(await live.call('index.atRevision', { path: '/etc/passwd', revision: first }), undefined);
});

test('a worktree whose repository is gone is listed without git', async (t) => {
  const { dir } = repository(t);
  const tree = path.join(tempDir(t), 'tree');
  git(dir, 'worktree', 'add', '-q', '--detach', tree);
  rmSync(path.join(dir, '.git'), { recursive: true });
  const notes = (await open(t, tree, 3)).join('\n');
  assert.match(notes, /git could not list the folder/);
});
