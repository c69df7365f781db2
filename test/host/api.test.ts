import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SpanlightApi, SpanlightExports } from '../../src/features/api/spanlight.d.ts';
import { closeEditors, fileUri } from '../support/figures-host.ts';

/** As another extension gets it. */
async function api(): Promise<SpanlightApi> {
  const spanlight = vscode.extensions.getExtension<SpanlightExports>('spanlight.spanlight');
  const exported = await spanlight?.activate();
  if (!exported) throw new Error('Spanlight exports nothing.');
  return exported.getApi(1);
}

describe('the API for other extensions', () => {
  afterEach(closeEditors);

  it('is of a version, and says so when it is not offered', async () => {
    const spanlight = vscode.extensions.getExtension<SpanlightExports>('spanlight.spanlight');
    const exported = await spanlight?.activate();
    assert.equal(exported?.getApi(1).version, 1);
    assert.throws(() => exported?.getApi(2 as 1), /offers version 1 of its API, not 2/);
    assert.throws(
      () => Object.assign(exported?.getApi(1) ?? {}, { version: 3 }),
      'nobody changes it for others',
    );
  });

  it('tells what the user looks at', async () => {
    const { selection } = await api();
    assert.equal(selection.backend, 'Local traces');
    assert.equal(selection.to.getTime() - selection.from.getTime(), 24 * 3600_000);
  });

  it('finds the code of a span', async () => {
    const spanlight = await api();
    const code = await spanlight.findCode({
      name: 'charge',
      service: 'payments',
      attributes: { 'code.file.path': '/app/src/payments.ts', 'code.line.number': 6 },
    });
    assert.equal(code?.file.fsPath, fileUri('src/payments.ts').fsPath);
    assert.equal(code?.line, 5);
    assert.equal(code?.confidence, 'exact');
    assert.ok((code?.evidence.length ?? 0) > 0);
    assert.equal(await spanlight.findCode({ name: 'no such thing anywhere' }), undefined);
  });

  it('finds traces and figures, refuses what is no query, and stops when told', async () => {
    const spanlight = await api();
    assert.deepEqual(await spanlight.findTraces('service:nobody'), []);
    assert.deepEqual(await spanlight.functionsOf(fileUri('src/payments.ts')), []);
    await assert.rejects(spanlight.findTraces('{ name = }'), /./);
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    await assert.rejects(spanlight.findTraces('', {}, source.token), vscode.CancellationError);
  });

  it('opens files, and says when a text names no trace', async () => {
    const spanlight = await api();
    assert.equal(await spanlight.openTrace('nothing in here'), false);
    assert.equal(await spanlight.openTrace(fileUri('traces/checkout.json')), true);
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    for (let i = 0; i < 100 && tabs().length === 0; i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(tabs().some(({ input }) => input instanceof vscode.TabInputWebview));
  });
});
