// A fix applied to a folder, and the scan after it: the gap has to be gone.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { FolderGaps } from '../../../../src/indexer/gaps/folder-gaps.ts';
import { grammarsDir } from '../../../../src/indexer/parsing/grammars-dir.ts';
import { createParser } from '../../../../src/indexer/parsing/parser.ts';
import type { FixChoice, GapFix } from '../../../../src/protocol/indexer-gaps.ts';
import { type Files, withFolder } from '../../../support/gap-workspace.ts';

const APP = `import express from 'express';

const app = express();
app.get('/orders', async (req, res) => {
  res.json(await list(req.query));
});
app.listen(80);
`;
const MANIFEST =
  '{\n  "name": "shop",\n  "type": "module",\n  "scripts": { "start": "node app.js" },\n  "dependencies": {\n    "express": "^4.18.0"\n  }\n}\n';

const at = (finding: { rule: string; file: string; line: number }) =>
  `${finding.rule}@${finding.file}:${finding.line}`;

async function folderOf(folder: string, unsaved: (file: string) => string | undefined = () => undefined) {
  const one = new FolderGaps({ folder, parser: createParser(grammarsDir()), unsaved });
  await one.run(new AbortController().signal, () => {});
  return one;
}

/** Applies the fix of the finding at a place; gives the fix and the places that are left. */
async function applied(
  files: Files,
  place: string,
  choice: FixChoice,
): Promise<{ fix: GapFix; left: string[] }> {
  return withFolder(files, async (folder) => {
    const one = await folderOf(folder);
    const finding = one.report().findings.find((f) => at(f) === place);
    assert.ok(finding, `${place} is not among ${one.report().findings.map(at).join(', ')}`);
    const fix = await one.fix(finding.fingerprint, choice, {});
    if ('files' in fix)
      for (const { file, after } of fix.files) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), after);
      }
    return { fix, left: (await folderOf(folder)).report().findings.map(at) };
  });
}

test('installing closes the findings of the service', async () => {
  const files = { 'package.json': MANIFEST, 'app.js': APP };
  const { fix, left } = await applied(files, 'setup.no-otel@package.json:1', { kind: 'install' });
  assert.ok('files' in fix, JSON.stringify(fix));
  assert.deepEqual(fix.files.map((f) => f.file).sort(), ['instrumentation.mjs', 'package.json']);
  assert.deepEqual(fix.command, { folder: '', line: 'npm install' });
  assert.deepEqual(left, []);
});

test('wrapping closes the finding and brings the API', async () => {
  const { fix, left } = await applied({ 'package.json': MANIFEST, 'app.js': APP }, 'entry.http@app.js:4', {
    kind: 'wrap',
  });
  assert.ok('files' in fix, JSON.stringify(fix));
  assert.match(
    fix.files.find((f) => f.file === 'package.json')?.after ?? '',
    /"@opentelemetry\/api": "\^1\.9\.0"/,
  );
  assert.ok(!left.some((l) => l.startsWith('entry.http@app.js')), left.join());
});

test('a handler that another file declares is wrapped there', async () => {
  const app =
    "import express from 'express';\nimport * as orders from './orders.js';\n\nconst list = () => {};\nconst app = express();\napp.get('/orders', orders.list);\n";
  const files = {
    'package.json': MANIFEST,
    'src/app.js': app,
    'src/orders.js': 'export async function list(req, res) {\n  res.end();\n}\n',
  };
  const { fix, left } = await applied(files, 'entry.http@src/app.js:6', { kind: 'wrap' });
  assert.ok('files' in fix, JSON.stringify(fix));
  assert.deepEqual(
    fix.files.map((f) => f.file),
    ['src/orders.js', 'package.json'],
  );
  assert.match(fix.files[0]?.after ?? '', /tracer\.startActiveSpan\('GET \/orders'/);
  assert.ok(!left.some((l) => l.startsWith('entry.http@')), left.join());
});

test('ignoring here, the rule and by the baseline: the scan heeds each', async () => {
  const files = { 'package.json': MANIFEST, 'app.js': APP };
  for (const scope of ['here', 'file', 'rule', 'baseline'] as const) {
    const { fix, left } = await applied(files, 'entry.http@app.js:4', {
      kind: 'ignore',
      scope,
      reason: 'a test',
    });
    assert.ok('files' in fix, JSON.stringify(fix));
    assert.ok(!left.some((l) => l.startsWith('entry.http@app.js')), `${scope}: ${left.join()}`);
  }
});

test('unsaved text is what a fix is for', async () => {
  await withFolder({ 'package.json': MANIFEST, 'app.js': 'nothing\n' }, async (folder) => {
    const one = await folderOf(folder, (file) => (file.endsWith('app.js') ? `\n${APP}` : undefined));
    const finding = one.report().findings.find((f) => f.rule === 'entry.http');
    const fix = await one.fix(finding?.fingerprint ?? '', { kind: 'wrap' }, {});
    assert.ok('files' in fix);
    assert.equal(fix.files.find((f) => f.file === 'app.js')?.before, APP.length + 1);
    assert.equal(readFileSync(path.join(folder, 'app.js'), 'utf8'), 'nothing\n');
  });
});

test('a gap that is gone says so', async () => {
  await withFolder({ 'package.json': MANIFEST, 'app.js': APP }, async (folder) => {
    assert.deepEqual(await (await folderOf(folder)).fix('nobody', { kind: 'wrap' }, {}), {
      refused: 'This gap is not there any more.',
    });
  });
});
