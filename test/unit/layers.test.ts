// Holds every import of src and webview against the layer table of ARCHITECTURE.md: deny by default.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');

/** First match wins. `packages` are exact package names; `node:` stands for every built-in. */
const layers: { layer: string; match: RegExp; may: string[]; packages: string[] }[] = [
  { layer: 'core', match: /^src\/core\//, may: ['core'], packages: [] },
  { layer: 'protocol', match: /^src\/protocol\//, may: ['protocol', 'core'], packages: [] },
  {
    // A page that shows a trace without an editor brings the part of the engine along that answers panels.
    layer: 'standalone page',
    match: /^webview\/standalone\//,
    may: ['standalone page', 'webview', 'core', 'protocol', 'engine view'],
    packages: [],
  },
  {
    layer: 'engine view',
    match: /^src\/engine\/view\//,
    may: ['engine view', 'core', 'protocol'],
    packages: [],
  },
  {
    layer: 'engine',
    match: /^src\/engine\//,
    may: ['engine', 'core', 'protocol'],
    packages: ['node:', 'undici', '@grpc/grpc-js', 'valibot'],
  },
  {
    layer: 'indexer',
    match: /^src\/indexer\//,
    may: ['indexer', 'core', 'protocol'],
    packages: ['node:', 'web-tree-sitter', '@jridgewell/trace-mapping', 'valibot'],
  },
  { layer: 'host', match: /^src\/host\//, may: ['host', 'core', 'protocol'], packages: ['node:', 'vscode'] },
  // What agents ask, over the two threads: the editor and the command line offer the same.
  { layer: 'agents', match: /^src\/agents\//, may: ['agents', 'core', 'protocol'], packages: [] },
  {
    layer: 'features',
    match: /^src\/features\//,
    may: ['features', 'core', 'protocol', 'host', 'agents'],
    packages: ['vscode'],
  },
  {
    layer: 'webview',
    match: /^webview\//,
    may: ['webview', 'core/trace', 'core/analysis', 'protocol'],
    packages: ['@vscode/webview-ui-toolkit'],
  },
  {
    layer: 'cli',
    match: /^src\/cli(\/|\.ts$)/,
    may: ['cli', 'core', 'protocol', 'engine', 'indexer', 'agents'],
    packages: ['node:'],
  },
  {
    layer: 'extension',
    match: /^src\/extension(\/|\.ts$)/,
    may: ['extension', 'core', 'protocol', 'host', 'features'],
    packages: ['node:', 'vscode'],
  },
];

/** Statements start a line; what follows a quote on its line is text, such as the examples of gap rules. */
const IMPORT =
  /^(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|^[^'"`\n]*\b(?:import|require)\(\s*['"]([^'"]+)['"]/gm;

const TEMPLATE = /`(?:[^`\\]|\\.)*`/gs;

const layerOf = (file: string) => layers.find((l) => l.match.test(file));

const under = (target: string, allowed: string) =>
  target.startsWith(`src/${allowed}/`) ||
  target.startsWith(`${allowed}/`) ||
  layerOf(target)?.layer === allowed;

/** The packages' public name, so that `a/b/c` counts as `a` and `@s/p/x` as `@s/p`. */
const packageOf = (spec: string) =>
  spec
    .split('/')
    .slice(0, spec.startsWith('@') ? 2 : 1)
    .join('/');

function violations(file: string, source: string): string[] {
  const own = layerOf(file);
  if (!own) return [`${file}: belongs to no layer`];
  const found: string[] = [];
  for (const m of source.replace(TEMPLATE, '``').matchAll(IMPORT)) {
    const spec = m[1] ?? m[2] ?? m[3] ?? '';
    const bad = (why: string) => found.push(`${file}: imports ${spec}: ${why}`);
    if (spec.startsWith('.')) {
      const target = path.posix.join(path.posix.dirname(file), spec);
      if (!own.may.some((a) => under(target, a))) bad(`${own.layer} may import only ${own.may.join(', ')}`);
      const feature = (f: string) => /^src\/features\/([^/]+)\//.exec(f)?.[1];
      if (own.layer === 'features' && feature(target) && feature(target) !== feature(file))
        bad('a feature never imports another feature');
    } else if (spec.startsWith('node:')) {
      if (!own.packages.includes('node:')) bad('no Node here');
    } else if (!own.packages.includes(packageOf(spec))) bad('package not allowed here');
    else if (packageOf(spec) === '@vscode/webview-ui-toolkit' && file !== 'webview/shared/controls.ts')
      bad('only webview/shared/controls.ts may');
  }
  return found;
}

const sources = ['src', 'webview'].flatMap((dir) =>
  readdirSync(path.join(root, dir), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts'))
    .map((f) => path.posix.join(dir, f.split(path.sep).join('/'))),
);

test('every import of src and webview is allowed by the layer table', () => {
  assert.ok(sources.length > 0);
  assert.deepEqual(
    sources.flatMap((f) => violations(f, readFileSync(path.join(root, f), 'utf8'))),
    [],
  );
});

const forbidden: [string, string][] = [
  ['src/core/trace/a.ts', "import fs from 'node:fs';"],
  ['src/core/trace/a.ts', "import { x } from 'undici';"],
  ['src/core/trace/a.ts', "import type { E } from '../../engine/e.ts';"],
  ['src/engine/a.ts', "import * as vscode from 'vscode';"],
  ['src/engine/a.ts', "import { x } from '../indexer/x.ts';"],
  ['src/features/hover/a.ts', "import { x } from '../decorations/x.ts';"],
  ['src/features/hover/a.ts', "import { readFile } from 'node:fs/promises';"],
  ['webview/waterfall/rows.ts', "import { x } from '../../src/core/query/x.ts';"],
  ['webview/waterfall/rows.ts', "import { x } from '@vscode/webview-ui-toolkit';"],
  ['src/host/a.ts', "const e = await import('../engine/e.ts');"],
  ['src/elsewhere.ts', ''],
];

for (const [file, source] of forbidden)
  test(`refuses ${source || 'a file in no layer'} in ${file}`, () => {
    assert.equal(violations(file, source).length, 1);
  });
