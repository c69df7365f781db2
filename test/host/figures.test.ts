import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SiteFigures } from '../../src/core/figures/measured-site.ts';
import { codeAt, functionAt, resolvedTo, siteOf, statsOf } from '../support/figures-fixture.ts';
import {
  closeEditors,
  eventually,
  figuresHost,
  fileUri,
  openEditor,
  type World,
  workspaceFolder,
} from '../support/figures-host.ts';

const FILE = 'src/checkout.ts';
const checkout: SiteFigures = {
  id: 'a',
  site: siteOf({ name: 'checkout' }),
  stats: statsOf([10, 12, 14]),
  totalNs: 36e6,
};

const inCheckout = (line = 6) => resolvedTo({ ...codeAt(FILE, line), folder: workspaceFolder() });

const world = (): Partial<World> => ({
  sites: () => [checkout],
  resolve: () => inCheckout(),
  functions: (path) => (path.endsWith(FILE) ? [functionAt('checkout', 6, 11)] : []),
});

type Host = ReturnType<typeof figuresHost>;

describe('figures', () => {
  let host: Host;
  const start = (more: Partial<World> = {}) => {
    host = figuresHost({ ...world(), ...more });
    return host;
  };
  const linesOf = ({ figures }: Host, document: vscode.TextDocument) =>
    figures.of(document)?.functions.map((f) => [f.code.symbol, f.code.line, f.stats.count]);
  const shown = (h: Host, document: vscode.TextDocument, expected: unknown) =>
    eventually(
      () => JSON.stringify(linesOf(h, document)),
      (lines) => lines === JSON.stringify(expected),
    );

  afterEach(async () => {
    host.dispose();
    await closeEditors();
  });

  it('are not asked for while nothing shows them, or no file is open', async () => {
    const { engine, figures } = start();
    const { document } = await openEditor(FILE);
    engine.emit('store.changed', { spans: 5, removed: false });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(engine.calls.length, 0);
    figures.watch();
    await shown(host, document, [['checkout', 6, 3]]);
    assert.equal(engine.called('figures.sites'), 1);
  });

  it('are asked for without any file by a view of all of them, and no longer than it is seen', async () => {
    const { engine, figures } = start();
    const view = figures.watch('always');
    await eventually(
      () => figures.snapshot?.services.map((s) => [s.service, s.stats.count]),
      (services) => JSON.stringify(services) === '[["shop",3]]',
    );
    view.dispose();
    const asked = engine.calls.length;
    engine.emit('store.changed', { spans: 5, removed: false });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.equal(engine.calls.length, asked);
  });

  it('stand at the lines of a file that is opened later, without asking the backend again', async () => {
    const { engine, figures } = start();
    await openEditor('src/payments.ts');
    figures.watch();
    await eventually(
      () => figures.health.state,
      (state) => state === 'ok',
    );
    const { document } = await openEditor(FILE);
    await shown(host, document, [['checkout', 6, 3]]);
    assert.equal(engine.called('figures.sites'), 1);
  });

  it('go at once with another window, and come again with it', async () => {
    const { figures, selection, world: w } = start();
    const { document } = await openEditor(FILE);
    figures.watch();
    await shown(host, document, [['checkout', 6, 3]]);
    const asked: number[] = [];
    w.sites = ({ range }) => {
      asked.push(Math.round((range.toMs - range.fromMs) / 60_000));
      return [{ ...checkout, stats: statsOf([9]) }];
    };
    await selection.update({ window: { kind: 'last', minutes: 15 } });
    assert.equal(figures.of(document), undefined);
    await shown(host, document, [['checkout', 6, 1]]);
    assert.deepEqual(asked, [15]);
  });

  it('of the window chosen last are shown, also when an older answer comes late', async () => {
    const { figures, selection, world: w } = start();
    const { document } = await openEditor(FILE);
    let answerDay: ((sites: readonly SiteFigures[]) => void) | undefined;
    w.sites = ({ range }) =>
      range.toMs - range.fromMs > 3_600_000
        ? new Promise((resolve) => {
            answerDay = resolve;
          })
        : [{ ...checkout, stats: statsOf([9]) }];
    figures.watch();
    await eventually(() => answerDay !== undefined, Boolean);
    await selection.update({ window: { kind: 'last', minutes: 15 } });
    await shown(host, document, [['checkout', 6, 1]]);
    answerDay?.([checkout]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(linesOf(host, document), [['checkout', 6, 1]]);
  });

  it('follow edits above the function at once, and are worked out anew when the index has read them', async () => {
    const { figures, indexer, world: w } = start();
    const editor = await openEditor(FILE);
    const { document } = editor;
    figures.watch();
    await shown(host, document, [['checkout', 6, 3]]);
    await editor.edit((e) => e.insert(new vscode.Position(0, 0), '// one\n// two\n'));
    assert.deepEqual(linesOf(host, document), [['checkout', 8, 3]]);
    w.resolve = () => inCheckout(8);
    w.functions = () => [functionAt('checkout', 8, 13)];
    indexer.emit('index.updated', { paths: [document.uri.fsPath] });
    await new Promise((resolve) => setTimeout(resolve, 900));
    assert.deepEqual(linesOf(host, document), [['checkout', 8, 3]]);
  });

  it('are stale while the function has unsaved changes, and fresh again once they are undone', async () => {
    const { figures, indexer } = start();
    const editor = await openEditor(FILE);
    const { document } = editor;
    figures.watch();
    await shown(host, document, [['checkout', 6, 3]]);
    const state = () => figures.of(document)?.functions[0]?.stale?.state;
    assert.equal(state(), undefined);
    const line = document.lineAt(6);
    await editor.edit((e) => e.insert(line.range.end, ' console.log(item);'));
    indexer.emit('index.updated', { paths: [document.uri.fsPath] });
    await eventually(state, (s) => s === 'changed');
    await editor.edit((e) => e.delete(new vscode.Range(6, line.text.length, 6, line.text.length + 19)));
    indexer.emit('index.updated', { paths: [document.uri.fsPath] });
    await eventually(state, (s) => s === undefined);
  });

  it('of files of the same name in two folders are told apart', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'spanlight-folder-'));
    mkdirSync(path.join(other, 'src'));
    cpSync(fileUri(FILE).fsPath, path.join(other, FILE));
    const api = {
      ...checkout,
      id: 'b',
      site: siteOf({ name: 'checkout', service: 'api' }),
      stats: statsOf([1]),
    };
    const { figures } = start({
      sites: () => [checkout, api],
      resolve: ({ service }) =>
        service === 'api' ? resolvedTo({ ...codeAt(FILE, 6), folder: other }) : inCheckout(),
    });
    const { document } = await openEditor(FILE);
    figures.watch();
    await shown(host, document, [['checkout', 6, 3]]);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path.join(other, FILE)), {
      preview: false,
    });
    const second = vscode.window.activeTextEditor?.document;
    assert.ok(second && second.uri.fsPath !== document.uri.fsPath);
    await shown(host, second, [['checkout', 6, 1]]);
    assert.deepEqual(linesOf(host, document), [['checkout', 6, 3]]);
    await closeEditors();
    rmSync(other, { recursive: true, force: true });
  });

  it('move with a file that is renamed', async () => {
    const { figures, indexer, world: w } = start();
    const { document } = await openEditor(FILE);
    figures.watch();
    await shown(host, document, [['checkout', 6, 3]]);
    w.resolve = () => resolvedTo({ ...codeAt('src/payments.ts', 1), folder: workspaceFolder() });
    w.functions = (path) => (path.endsWith('payments.ts') ? [functionAt('charge', 1, 8)] : []);
    indexer.emit('index.updated', { paths: [fileUri(FILE).fsPath, fileUri('src/payments.ts').fsPath] });
    await shown(host, document, []);
    const moved = await openEditor('src/payments.ts');
    await shown(host, moved.document, [['charge', 1, 3]]);
  });

  it('of a file closed while they load are dropped', async () => {
    let answer: (() => void) | undefined;
    const { figures, indexer } = start({
      functions: () =>
        new Promise((resolve) => {
          answer = () => resolve([functionAt('checkout', 6, 11)]);
        }),
    });
    const { document } = await openEditor(FILE);
    figures.watch();
    await eventually(() => answer !== undefined, Boolean);
    await closeEditors();
    await eventually(() => document.isClosed, Boolean);
    answer?.();
    await eventually(
      () => figures.of(document),
      (known) => known === undefined,
    );
    assert.equal(indexer.called('index.functions'), 1);
  });

  it('stay when the backend goes away, which is said once with its reason, and refresh when it is back', async () => {
    const { figures, world: w } = start();
    const { document } = await openEditor(FILE);
    const heard: string[] = [];
    figures.onDidChangeHealth((health) => heard.push(health.state));
    figures.watch();
    await shown(host, document, [['checkout', 6, 3]]);
    w.sites = () => {
      throw new Error('Jaeger at 127.0.0.1:1 cannot be reached. Start it, or choose another backend.');
    };
    figures.refresh();
    const health = await eventually(
      () => figures.health,
      (h) => h.state === 'failed',
    );
    assert.match(health.state === 'failed' ? health.sentence : '', /cannot be reached/);
    assert.deepEqual(linesOf(host, document), [['checkout', 6, 3]]);
    w.sites = () => [{ ...checkout, stats: statsOf([1, 1]) }];
    figures.refresh();
    await shown(host, document, [['checkout', 6, 2]]);
    assert.deepEqual(heard, ['loading', 'ok', 'failed', 'ok']);
  });

  it('follow what comes in', async () => {
    const { figures, engine, world: w } = start();
    const { document } = await openEditor(FILE);
    figures.watch();
    await shown(host, document, [['checkout', 6, 3]]);
    w.sites = () => [{ ...checkout, stats: statsOf([1, 1, 1, 1]) }];
    for (let i = 0; i < 20; i++) engine.emit('store.changed', { spans: 100, removed: false });
    await shown(host, document, [['checkout', 6, 4]]);
    assert.equal(engine.called('figures.sites'), 2);
  });

  it('of exceptions stand where their stack trace leads', async () => {
    const stack = 'Error: late\n    at charge (/app/src/checkout.ts:8:5)';
    const { figures } = start({
      resolve: (site) => (site.stack === '' ? inCheckout() : inCheckout(8)),
      evidence: () => ({
        sites: [{ id: 'a', site: checkout.site }],
        traces: 1,
        provenance: { exact: true, notes: [] },
        critical: [{ site: 0, ns: 30, requestNs: 100 }],
        edges: [],
        findings: [],
        thrown: [
          { site: 0, type: 'Error', message: 'late', stack, count: 7, lastMs: 5, traceId: 't', spanId: 's' },
        ],
      }),
    });
    const { document } = await openEditor(FILE);
    figures.watch();
    const found = await eventually(
      () => figures.of(document),
      (f) => (f?.throws.length ?? 0) > 0,
    );
    assert.deepEqual(
      found?.throws.map((t) => [t.line, t.type, t.count]),
      [[8, 'Error', 7]],
    );
    assert.equal(found?.functions[0]?.criticalShare, 0.3);
  });
});
