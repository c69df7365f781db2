import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { packageProblems } from '../../support/vsix.ts';
import { zipEntries } from '../../support/zip-entries.ts';

const good = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/dist/extension.cjs',
  'extension/dist/engine.cjs',
  'extension/dist/receiver.cjs',
  'extension/dist/grpc.cjs',
  'extension/dist/indexer.cjs',
  'extension/dist/cli.cjs',
  'extension/dist/third-party-notices.txt',
  'extension/dist/webview/waterfall.js',
  'extension/dist/webview/waterfall.css',
  'extension/dist/webview/standalone.js',
  'extension/media/icon.png',
  'extension/media/grammars/runtime.wasm',
  'extension/l10n/bundle.l10n.json',
  'extension/src/features/api/spanlight.d.ts',
];
const pack = (entries: readonly string[], bytes = 1000) => ({ file: 'x.vsix', bytes, entries });

test('a package of what users need has no problem', () => {
  assert.deepEqual(packageProblems(pack(good)), []);
});

test('whatever else slips in is named', () => {
  for (const entry of [
    'extension/src/extension.ts',
    'extension/dist/extension.cjs.map',
    'extension/dist/meta.json',
    'extension/node_modules/undici/package.json',
    'extension/test/host/package.json',
    'extension/.vscode/launch.json',
    'extension/examples/shop/index.js',
  ])
    assert.deepEqual(packageProblems(pack([...good, entry])), [
      `${entry} must not be in the package: see .vscodeignore.`,
    ]);
});

test('what the extension cannot run without must be in it', () => {
  const without = good.filter((entry) => entry !== 'extension/dist/engine.cjs');
  assert.deepEqual(packageProblems(pack(without)), [
    'extension/dist/engine.cjs is missing from the package.',
  ]);
});

test('the package has at most 12 MB', () => {
  assert.deepEqual(packageProblems(pack(good, 12 * 1024 * 1024)), []);
  assert.deepEqual(packageProblems(pack(good, 13 * 1024 * 1024)), [
    'The package has 13.0 MB; the limit is 12.0 MB.',
  ]);
});

test('the names in a zip file are read from its directory', (t) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'spanlight-zip-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const names = ['a.txt', 'dir/b.txt'];
  // A central directory alone: 46 bytes and the name for each file, then the 22 bytes of its end.
  const entries = names.map((name) => {
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE(name.length, 28);
    return Buffer.concat([head, Buffer.from(name)]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 10);
  const file = path.join(dir, 'x.zip');
  writeFileSync(file, Buffer.concat([...entries, end]));
  assert.deepEqual(zipEntries(file), names);
  writeFileSync(file, 'not a zip, but long enough to hold an end record');
  assert.throws(() => zipEntries(file), /is not a zip file/);
});
