// What the editor shows, over the embedded store: real spans in, VS Code's own questions to the providers out.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/core/manifest.ts';
import { CHARGE_FILE, CHARGE_TS, chargeTraces, LINES } from '../support/charge-shop.ts';
import {
  closeEditors,
  eventuallyAsync,
  fileUri,
  openEditor,
  workspaceFolder,
} from '../support/figures-host.ts';
import { freePort } from '../support/free-port.ts';
import { sendTraces } from '../support/otlp-json.ts';

const SETTINGS = 'spanlight';
const RENAMED = 'src/billing.ts';

const write = (file: string) => {
  mkdirSync(path.dirname(path.join(workspaceFolder(), file)), { recursive: true });
  writeFileSync(path.join(workspaceFolder(), file), CHARGE_TS);
};
const setting = (key: string, value: unknown) =>
  vscode.workspace.getConfiguration(SETTINGS).update(key, value, vscode.ConfigurationTarget.Global);
const autoSave = (value: unknown) =>
  vscode.workspace.getConfiguration('files').update('autoSave', value, vscode.ConfigurationTarget.Global);
const choose = (change: Readonly<Record<string, unknown>>) =>
  vscode.commands.executeCommand(COMMANDS.chooseSelection, change);

/** All hovers at a word of a line (1-based), as one text. */
async function hoverText(uri: vscode.Uri, line: number, character: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    new vscode.Position(line - 1, character),
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n')
    .replaceAll('&ensp;', '');
}

async function lenses(uri: vscode.Uri): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
  );
  return found
    .filter((lens) => lens.command?.command.startsWith('spanlight.'))
    .map((lens) => `${lens.range.start.line + 1}: ${lens.command?.title}`);
}

const problems = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).filter((d) => d.source === 'Spanlight');
const problemLines = (uri: vscode.Uri) =>
  problems(uri).map((d) => `${d.range.start.line + 1} ${typeof d.code === 'object' ? d.code.value : d.code}`);

const is = (expected: unknown) => (value: unknown) => JSON.stringify(value) === JSON.stringify(expected);
const NAME = 22;

describe('what the editor shows of recorded traces', () => {
  const uri = () => fileUri(CHARGE_FILE);
  let port = 0;

  before(async function () {
    this.timeout(60_000);
    write(CHARGE_FILE);
    port = await freePort();
    await vscode.extensions.getExtension('spanlight.spanlight')?.activate();
    await autoSave('off');
    await setting('receiver.httpPort', port);
    await setting('receiver.grpcPort', 0);
    await vscode.commands.executeCommand(COMMANDS.startReceiver);
    await eventuallyAsync(
      () =>
        sendTraces(port, chargeTraces(40, Date.now(), { 'deployment.environment.name': 'prod' })).then(
          () => true,
          () => false,
        ),
      Boolean,
    );
    await openEditor(CHARGE_FILE);
    // Threads start, the workspace is indexed: that takes a while the first time.
    await eventuallyAsync(
      () => hoverText(uri(), LINES.throws, 12),
      (text) => text.includes('GatewayTimeout'),
      50_000,
    );
  });

  beforeEach(async () => {
    await openEditor(CHARGE_FILE);
    await eventuallyAsync(
      () => hoverText(uri(), LINES.charge, NAME),
      (text) => text.includes('40 calls'),
    );
  });

  afterEach(async () => {
    await choose({ window: '24 h', environment: null, version: null, backend: 'local' });
    for (const key of [
      'codeLens.enabled',
      'problems.nPlusOne',
      'problems.enabled',
      'hover.enabled',
      'hover.wholeLine',
    ])
      await setting(key, undefined);
    await closeEditors();
  });

  after(async () => {
    await vscode.commands.executeCommand(COMMANDS.stopReceiver);
    await autoSave(undefined);
    await setting('receiver.httpPort', undefined);
    await setting('receiver.grpcPort', undefined);
  });

  it('hover: the figures of the function, of a call and of a throw, each at its line', async () => {
    // Callers come with the traces that are looked at, a moment after the figures.
    const text = await eventuallyAsync(
      () => hoverText(uri(), LINES.charge, NAME),
      (shown) => /Called by/.test(shown),
    );
    assert.match(text, /usually takes 160 ms, but 1 call in 20 takes 521 ms or more/);
    assert.match(text, /\| calls \| rate \| errors \| p50 \| p95 \| p99 \|( self \|)? max \|/);
    assert.match(text, /10 % of 40 calls failed/);
    assert.match(text, /data:image\/svg\+xml;base64,/);
    assert.match(text, /Called by.*POST \/checkout/);
    assert.match(text, /Slowest.*Latest error.*All traces.*Compare.*Explain mapping/);
    assert.match(await hoverText(uri(), LINES.prices, 12), /SELECT prices.*Made 14 times in a call of/s);
    assert.match(await hoverText(uri(), LINES.throws, 12), /GatewayTimeout.*x 4/s);
    assert.doesNotMatch(await hoverText(uri(), LINES.refund, 24), /usually takes/, 'nothing was seen of it');
  });

  it('hover: settings switch it off, or to the name only', async () => {
    await setting('hover.wholeLine', false);
    assert.doesNotMatch(await hoverText(uri(), LINES.charge, 2), /usually takes/);
    assert.match(await hoverText(uri(), LINES.charge, NAME), /usually takes/);
    await setting('hover.enabled', false);
    assert.doesNotMatch(await hoverText(uri(), LINES.charge, NAME), /usually takes/);
  });

  it('CodeLens: off by default; the same figures above the function, which follow edits', async () => {
    assert.deepEqual(await lenses(uri()), []);
    await setting('codeLens.enabled', true);
    const [lens] = await eventuallyAsync(
      () => lenses(uri()),
      (l) => l.length === 1,
    );
    assert.equal(lens, `${LINES.charge}: p50 160 ms · p95 521 ms · 10 % errors · 40`);
    const editor = vscode.window.activeTextEditor;
    await editor?.edit((e) => e.insert(new vscode.Position(0, 0), '// one\n// two\n'));
    assert.deepEqual(await lenses(uri()), [
      `${LINES.charge + 2}: p50 160 ms · p95 521 ms · 10 % errors · 40`,
    ]);
  });

  it('problems: N+1 at its loop, with its call, its trace, its severity, and moved by edits above', async () => {
    const rule = `${LINES.loop} n-plus-one`;
    await eventuallyAsync(async () => problemLines(uri()), is([rule]));
    const [problem] = problems(uri());
    assert.match(
      problem?.message ?? '',
      /charge runs 14 queries.*SELECT prices\. Seen in 40 of 40 recent traces\./,
    );
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal((problem?.relatedInformation?.[0]?.location.range.start.line ?? 0) + 1, LINES.prices);
    await setting('problems.nPlusOne', 'error');
    await eventuallyAsync(async () => problems(uri())[0]?.severity, is(vscode.DiagnosticSeverity.Error));
    await vscode.window.activeTextEditor?.edit((e) => e.insert(new vscode.Position(0, 0), '\n\n'));
    await eventuallyAsync(async () => problemLines(uri()), is([`${LINES.loop + 2} n-plus-one`]));
    await setting('problems.nPlusOne', 'off');
    await eventuallyAsync(async () => problemLines(uri()), is([]));
  });

  it('problems: quick fixes; a comment with a reason silences the rule there, switching all off silences all', async () => {
    await eventuallyAsync(async () => problemLines(uri()), is([`${LINES.loop} n-plus-one`]));
    const [problem] = problems(uri());
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri(),
      problem?.range,
    );
    const titles = actions.map((a) => a.title);
    for (const title of ['Show the trace', 'Find traces of charge', 'Ignore "n-plus-one" here...'])
      assert.ok(titles.includes(title), `${title} among ${titles.join(', ')}`);
    await vscode.window.activeTextEditor?.edit((e) =>
      e.insert(new vscode.Position(LINES.loop - 1, 0), '  // spanlight-ignore n-plus-one: short lists\n'),
    );
    await eventuallyAsync(async () => problemLines(uri()), is([]));
    await vscode.commands.executeCommand('undo');
    await eventuallyAsync(async () => problemLines(uri()), is([`${LINES.loop} n-plus-one`]));
    await setting('problems.enabled', false);
    await eventuallyAsync(async () => problemLines(uri()), is([]));
  });

  it('another window, environment or version has other figures', async () => {
    await choose({ environment: 'staging' });
    await eventuallyAsync(
      () => hoverText(uri(), LINES.charge, NAME),
      (text) => !text.includes('usually'),
    );
    await choose({ environment: 'prod', window: '4 min' });
    // Sent over the last ten minutes, fifteen seconds apart; the store counts by whole minutes.
    const text = await eventuallyAsync(
      () => hoverText(uri(), LINES.charge, NAME),
      (t) => /last 4 min · prod/.test(t),
    );
    const calls = Number(/(\d+) calls/.exec(text)?.[1]);
    assert.ok(calls >= 10 && calls <= 22, `${calls} calls in four minutes`);
    await choose({ version: '9.9' });
    await eventuallyAsync(
      () => hoverText(uri(), LINES.charge, NAME),
      (t) => !t.includes('usually'),
    );
  });

  it('unsaved changes in the function are said to be newer than its figures', async () => {
    await vscode.window.activeTextEditor?.edit((e) =>
      e.insert(new vscode.Position(LINES.charge, 0), '  console.log(order);\n'),
    );
    await eventuallyAsync(
      () => hoverText(uri(), LINES.charge, NAME),
      (t) => t.includes('Measured before this code was changed'),
    );
  });

  it('lines that were edited and saved are found where they are now, without any revision', async () => {
    const editor = vscode.window.activeTextEditor;
    await editor?.edit((e) => e.insert(new vscode.Position(0, 0), '// one\n// two\n'));
    await editor?.document.save();
    await eventuallyAsync(async () => problemLines(uri()), is([`${LINES.loop + 2} n-plus-one`]));
    // Long enough for everything to have been worked out anew.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.deepEqual(problemLines(uri()), [`${LINES.loop + 2} n-plus-one`]);
    assert.match(await hoverText(uri(), LINES.charge + 2, NAME), /40 calls/);
    assert.match(await hoverText(uri(), LINES.prices + 2, 12), /SELECT prices/);
    assert.match(await hoverText(uri(), LINES.throws + 2, 12), /GatewayTimeout/);
    await editor?.edit((e) => e.delete(new vscode.Range(0, 0, 2, 0)));
    await editor?.document.save();
    await eventuallyAsync(async () => problemLines(uri()), is([`${LINES.loop} n-plus-one`]));
  });

  it('a renamed file keeps the figures of its functions', async () => {
    await closeEditors();
    await vscode.workspace.fs.rename(uri(), fileUri(RENAMED));
    await openEditor(RENAMED);
    try {
      await eventuallyAsync(
        () => hoverText(fileUri(RENAMED), LINES.charge, NAME),
        (t) => t.includes('usually takes'),
      );
    } finally {
      await closeEditors();
      await vscode.workspace.fs.rename(fileUri(RENAMED), uri());
      await openEditor(CHARGE_FILE);
    }
  });

  it('a backend that is down shows nothing, and what was known comes back with the one before', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await setting('connections', [{ id: 'away', name: 'Away', kind: 'zipkin', url }]);
    await choose({ backend: 'away' });
    await eventuallyAsync(
      () => hoverText(uri(), LINES.charge, NAME),
      (t) => !t.includes('usually'),
    );
    assert.deepEqual(problemLines(uri()), []);
    await choose({ backend: 'local' });
    await eventuallyAsync(
      () => hoverText(uri(), LINES.charge, NAME),
      (t) => t.includes('40 calls'),
    );
    await setting('connections', undefined);
  });
});
