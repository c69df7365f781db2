import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { liveIndex } from '../../support/live-index.ts';
import { tempDir } from '../../support/temp-dir.ts';

const handler = (name: string, at = 1) =>
  `${'\n'.repeat(at - 1)}export class Orders {\n  ${name}() {\n    return 1;\n  }\n}\n`;

const place = { attributes: { 'code.namespace': 'Orders', 'code.function': 'place' } };

function workspaceIn(dir: string, files: Readonly<Record<string, string>>): string {
  const root = path.join(dir, 'ws');
  for (const [file, text] of Object.entries(files)) write(path.join(root, file), text);
  return root;
}

function write(file: string, text: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test('what was indexed is kept for the next session, and only what changed is read again', async (t) => {
  const dir = tempDir(t);
  const root = workspaceIn(dir, {
    'src/orders.ts': handler('place'),
    'src/names.ts': "export const NAMES = { checkout: 'check out' };\n",
    'src/app.ts': `import { trace } from '@opentelemetry/api';\nconst tracer = trace.getTracer('app');\nexport function run(id) {\n  tracer.startActiveSpan(\`load \${id}\`, () => {});\n}\n`,
    'api/routes.ts':
      "import express from 'express';\nconst app = express();\napp.get('/orders/:id', function show(req, res) {\n  db.query('SELECT * FROM orders WHERE id = $1', [1]);\n});\n",
    'gone.ts': 'export function vanished() {}\n',
  });
  const storage = path.join(dir, 'storage');
  const first = liveIndex(t, [root], storage);
  await first.ready();
  const sites = [
    place,
    { name: 'load 7', scope: 'app' },
    { kind: 2, attributes: { 'http.route': '/orders/:id', 'http.request.method': 'GET' } },
    {
      kind: 3,
      attributes: { 'db.query.text': 'SELECT * FROM orders WHERE id = ?', 'db.system': 'postgresql' },
    },
    { attributes: { 'code.function': 'vanished' } },
  ];
  const before = [];
  for (const site of sites) before.push(await first.resolve(site));
  assert.deepEqual(
    before.map((r) => r.result?.file),
    ['src/orders.ts', 'src/app.ts', 'api/routes.ts', 'api/routes.ts', 'gone.ts'],
  );
  await first.close();
  assert.equal(readdirSync(path.join(storage, 'code-index')).length, 1);

  // Unchanged by size and time, so its text is not looked at: the answer must come from what was kept.
  const names = path.join(root, 'api/routes.ts');
  const { length } = readFileSync(names);
  const at = new Date('2026-01-01');
  utimesSync(names, at, at);
  const marked = liveIndex(t, [root], storage);
  await marked.ready();
  await marked.close();
  writeFileSync(names, ' '.repeat(length));
  utimesSync(names, at, at);
  rmSync(path.join(root, 'gone.ts'));
  write(path.join(root, 'src/orders.ts'), handler('place', 11));
  write(path.join(root, 'src/new.ts'), 'export function arrived() {}\n');
  const second = liveIndex(t, [root], storage);
  await second.ready();
  assert.deepEqual(second.logs, []);
  const after = [];
  for (const site of [...sites, { attributes: { 'code.function': 'arrived' } }])
    after.push((await second.resolve(site)).result);
  assert.deepEqual(
    after.map((r) => r && `${r.file}:${r.line}`),
    ['src/orders.ts:12', 'src/app.ts:4', 'api/routes.ts:3', 'api/routes.ts:4', null, 'src/new.ts:1'],
  );
});

test('a kept index that is damaged is dropped and made anew', async (t) => {
  const dir = tempDir(t);
  const root = workspaceIn(dir, { 'src/orders.ts': handler('place') });
  const storage = path.join(dir, 'storage');
  const first = liveIndex(t, [root], storage);
  await first.ready();
  await first.close();
  const [name = ''] = readdirSync(path.join(storage, 'code-index'));
  const file = path.join(storage, 'code-index', name);
  const bytes = readFileSync(file);
  for (const damage of [bytes.subarray(0, bytes.length >> 1), Buffer.from('nonsense'), zeroed(bytes)]) {
    writeFileSync(file, damage);
    const next = liveIndex(t, [root], storage);
    await next.ready();
    assert.equal((await next.resolve(place)).result?.line, 2);
    await next.close();
  }
});

const zeroed = (bytes: Buffer) => Buffer.from(bytes).fill(0, 200, bytes.length - 40);

test('files that are saved, made, renamed, ignored and deleted are followed', async (t) => {
  const dir = tempDir(t);
  const root = workspaceIn(dir, { '.gitignore': 'dist/\n', 'src/a.ts': handler('place') });
  execFileSync('git', ['init', '-q'], { cwd: root });
  const live = liveIndex(t, [root]);
  await live.ready();
  const change = async (...paths: string[]) => {
    const done = live.updated();
    await live.call('index.changed', { paths: paths.map((p) => path.join(root, p)) });
    await done;
    const { result, alternatives } = await live.resolve(place);
    return [...(result ? [result] : []), ...alternatives].map((r) => `${r.file}:${r.line}`).sort();
  };
  write(path.join(root, 'src/a.ts'), handler('place', 5));
  assert.deepEqual(await change('src/a.ts'), ['src/a.ts:6']);
  write(path.join(root, 'dist/a.ts'), handler('place'));
  assert.deepEqual(await change('dist/a.ts'), ['src/a.ts:6'], 'what git ignores stays out');
  write(path.join(root, 'lib/deep/b.ts'), handler('place'));
  assert.deepEqual(await change('lib'), ['lib/deep/b.ts:2', 'src/a.ts:6'], 'a new folder brings its files');
  rmSync(path.join(root, 'lib'), { recursive: true });
  assert.deepEqual(await change('lib'), ['src/a.ts:6'], 'a deleted folder takes its files');
  rmSync(path.join(root, 'src/a.ts'));
  write(path.join(root, 'src/c.ts'), handler('place'));
  assert.deepEqual(await change('src/a.ts', 'src/c.ts'), ['src/c.ts:2'], 'renamed');
  write(path.join(root, '.gitignore'), 'src/c.ts\n');
  assert.deepEqual(await change('.gitignore'), ['dist/a.ts:2'], 'other files are ignored now');
});

test('unsaved text wins over the disk until it is saved or dropped', async (t) => {
  const dir = tempDir(t);
  const root = workspaceIn(dir, { 'src/a.ts': handler('place') });
  const live = liveIndex(t, [root]);
  const file = path.join(root, 'src/a.ts');
  const edit = async (text: string | undefined) => {
    const done = live.updated();
    await live.call('index.unsaved', { path: file, text });
    await done;
    return (await live.resolve(place)).result?.line;
  };
  await live.ready();
  assert.equal(await edit(handler('place', 31)), 32);
  assert.equal(await edit(handler('other', 31)), undefined);
  assert.equal(await edit(undefined), 2);
});
