import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { emit } from '../../src/core/emitters/emit.ts';
import { COMMANDS } from '../../src/core/manifest.ts';
import { findProjects } from '../../src/features/code-attributes/find-projects.ts';
import { writeText } from '../../src/features/code-attributes/write-text.ts';
import { eventually } from '../support/figures-host.ts';

const FILES = {
  'cart/package.json': '{"name":"cart","type":"module","dependencies":{"@opentelemetry/sdk-node":"1"}}',
  'cart/src/server.js': '',
  'cart/node_modules/dep/package.json': '{"name":"dep"}',
  'pricing/pyproject.toml': '[project]\nname = "pricing"\n',
  'pricing/requirements.txt': 'opentelemetry-distro',
  'pricing/src/pricing/__init__.py': '',
  'site/package.json': '{"name":"site"}',
};

describe('code attributes', () => {
  let dir = '';
  let root: vscode.Uri;
  before(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'spanlight-emit-'));
    root = vscode.Uri.file(dir);
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), text);
    }
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  it('has its command', async () => {
    await vscode.extensions.getExtension('spanlight.spanlight')?.activate();
    assert.ok((await vscode.commands.getCommands(true)).includes(COMMANDS.addCodeAttributes));
  });

  it('finds the projects of a folder, once each, those with OpenTelemetry first', async () => {
    const found = await findProjects([root]);
    assert.deepEqual(
      found.map(({ name, folder, language, sources, hasSdk }) => ({
        name,
        folder,
        language,
        sources,
        hasSdk,
      })),
      [
        { name: 'cart', folder: 'cart', language: 'node', sources: 'src', hasSdk: true },
        { name: 'pricing', folder: 'pricing', language: 'python', sources: 'src/pricing', hasSdk: true },
        { name: 'site', folder: 'site', language: 'node', sources: '', hasSdk: false },
      ],
    );
  });

  it('writes the file, and replaces what was changed', async () => {
    const [project] = await findProjects([root]);
    assert.ok(project);
    const emission = emit(project);
    const target = vscode.Uri.joinPath(project.uri, emission.path);
    const read = async () => new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
    await writeText(target, emission.text);
    assert.equal(await read(), emission.text);
    writeFileSync(target.fsPath, `${emission.text}\n// mine\n`);
    // The editor holds what it wrote until it hears that the file changed.
    const document = await vscode.workspace.openTextDocument(target);
    await eventually(
      () => document.getText(),
      (text) => text.includes('// mine'),
    );
    await writeText(target, emission.text);
    assert.equal(await read(), emission.text);
  });
});
