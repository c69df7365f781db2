import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/core/manifest.ts';
import { closeEditors, eventually, eventuallyAsync, fileUri, openEditor } from '../support/figures-host.ts';

const APP = 'gaps-shop/app.js';
const CODE = `import express from 'express';

const app = express();
app.get('/orders', async (req, res) => {
  res.json(await list(req.query));
});
app.post('/orders', (req, res) => res.end());
`;
const MANIFEST =
  '{\n  "name": "gaps-shop",\n  "type": "module",\n  "dependencies": {\n    "express": "^4.18.0"\n  }\n}\n';

const write = (file: string, text: string) => vscode.workspace.fs.writeFile(fileUri(file), Buffer.from(text));
const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(command, ...args);
const gapsOf = (file: string) =>
  vscode.languages.getDiagnostics(fileUri(file)).filter((d) => d.source === 'Spanlight gaps');
const said = (file: string) => gapsOf(file).map((d) => `${d.code}@${d.range.start.line + 1}`);

async function actionsAt(file: string, line: number): Promise<vscode.CodeAction[]> {
  const range = new vscode.Range(line - 1, 0, line - 1, 1);
  const kind = vscode.CodeActionKind.QuickFix.value;
  const all = await run('vscode.executeCodeActionProvider', fileUri(file), range, kind);
  return (all as vscode.CodeAction[]).filter(
    (a) => a.diagnostics?.some((d) => d.source === 'Spanlight gaps') || a.command,
  );
}

async function act(file: string, line: number, title: string): Promise<unknown> {
  const actions = await eventuallyAsync(
    () => actionsAt(file, line),
    (list) => list.some((a) => a.title.startsWith(title)),
  );
  const { command } = actions.find((a) => a.title.startsWith(title)) ?? {};
  assert.ok(command);
  return run(command.command, ...(command.arguments ?? []));
}

describe('instrumentation gaps', () => {
  beforeEach(async () => {
    await write(APP, CODE);
    await write('gaps-shop/package.json', MANIFEST);
    await openEditor(APP);
    await run(COMMANDS.rescanGaps);
    await eventually(
      () => said(APP),
      (list) => list.length === 2,
    );
  });

  afterEach(async () => {
    await run(COMMANDS.discardGapFix);
    await closeEditors();
    await vscode.workspace.fs.delete(fileUri('gaps-shop'), { recursive: true });
    await vscode.workspace.fs.delete(fileUri('.spanlight'), { recursive: true }).then(undefined, () => {});
  });

  it('are diagnostics of open files; certain ones warn, and the setting tones them down', async () => {
    assert.deepEqual(said(APP), ['entry.http@4', 'entry.http@7']);
    assert.ok(gapsOf(APP).every((d) => d.severity === vscode.DiagnosticSeverity.Warning));
    assert.deepEqual(said('gaps-shop/package.json'), [], 'the manifest is not open');
    const settings = vscode.workspace.getConfiguration('spanlight');
    await settings.update('gaps.severity', 'hint', vscode.ConfigurationTarget.Workspace);
    await settings.update('gaps.diagnostics', 'allFiles', vscode.ConfigurationTarget.Workspace);
    try {
      await eventually(
        () => said('gaps-shop/package.json'),
        (list) => list.join() === 'setup.no-otel@1',
      );
      assert.ok(gapsOf(APP).every((d) => d.severity === vscode.DiagnosticSeverity.Hint));
    } finally {
      await settings.update('gaps.severity', undefined, vscode.ConfigurationTarget.Workspace);
      await settings.update('gaps.diagnostics', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await eventually(
      () => said('gaps-shop/package.json'),
      (list) => list.length === 0,
    );
  });

  it('follow edits without another scan', async () => {
    const editor = vscode.window.activeTextEditor;
    await editor?.edit((edit) => edit.insert(new vscode.Position(3, 0), '// one more line\n'));
    await eventually(
      () => said(APP),
      (list) => list.join() === 'entry.http@5,entry.http@8',
    );
  });

  it('are wrapped after a look at the change', async () => {
    const applied = act(APP, 4, 'Wrap the handler');
    await eventually(
      () => vscode.window.tabGroups.all.flatMap((g) => g.tabs).map((t) => t.label),
      (labels) => labels.some((l) => l.startsWith('Wrap the handler')),
    );
    const document = await vscode.workspace.openTextDocument(fileUri(APP));
    assert.equal(document.getText(), CODE, 'nothing changes before somebody agrees');
    await run(COMMANDS.applyGapFix);
    await applied;
    assert.match(document.getText(), /tracer\.startActiveSpan\('GET \/orders', \{ kind: SpanKind\.SERVER \}/);
    assert.match(
      Buffer.from(await vscode.workspace.fs.readFile(fileUri('gaps-shop/package.json'))).toString(),
      /"@opentelemetry\/api"/,
    );
    await eventually(
      () => said(APP).length,
      (count) => count === 1,
    );
    await eventually(
      () => vscode.window.tabGroups.all.flatMap((g) => g.tabs).map((t) => t.label),
      (labels) => !labels.some((l) => l.startsWith('Wrap the handler')),
    );
  });

  it('stay when the change is discarded, or its preview closed', async () => {
    const discarded = act(APP, 4, 'Wrap the handler');
    await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '',
      (label) => label.startsWith('Wrap the handler'),
    );
    await run('workbench.action.closeActiveEditor');
    await discarded;
    assert.equal((await vscode.workspace.openTextDocument(fileUri(APP))).getText(), CODE);
    assert.equal(said(APP).length, 2);
  });

  it('are ignored by the baseline and by switching their rule off', async () => {
    await act(APP, 7, 'Add to the baseline');
    await eventually(
      () => said(APP).join(),
      (list) => list === 'entry.http@4',
    );
    await act(APP, 4, 'Switch entry.http off');
    await eventually(
      () => said(APP).length,
      (count) => count === 0,
    );
    const config = JSON.parse(
      Buffer.from(await vscode.workspace.fs.readFile(fileUri('.spanlight/gaps.json'))).toString(),
    ) as { rules: unknown; baseline: unknown[] };
    assert.deepEqual(config.rules, { 'entry.http': 'off' });
    assert.equal(config.baseline.length, 1);
  });

  it('fill a page and the coverage of the Testing view', async () => {
    await run(COMMANDS.exportGaps);
    const page = vscode.window.activeTextEditor?.document;
    assert.equal(page?.languageId, 'markdown');
    assert.match(page?.getText() ?? '', /# Instrumentation gaps[\s\S]*gaps-shop[\s\S]*GET \/orders/);
    await run(COMMANDS.showGapCoverage);
  });

  it('a scan can be stopped, and goes on with what it has', async () => {
    const scan = run(COMMANDS.rescanGaps);
    await run(COMMANDS.stopGapScan);
    await scan;
    await run(COMMANDS.scanGaps);
    await eventually(
      () => said(APP).length,
      (count) => count === 2,
    );
  });
});
