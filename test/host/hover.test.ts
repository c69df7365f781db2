import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SiteFigures } from '../../src/core/figures/measured-site.ts';
import { SETTINGS } from '../../src/core/manifest.ts';
import type { FunctionStats } from '../../src/core/ports.ts';
import { hoverProviders } from '../../src/features/hover/register-hover.ts';
import { localConnection } from '../../src/host/connections.ts';
import { FunctionDetails } from '../../src/host/figures/function-details.ts';
import type { Links } from '../../src/host/links.ts';
import { memoryConfig, memoryLog } from '../support/fake-host.ts';
import { codeAt, functionAt, resolvedTo, siteOf, statsOf } from '../support/figures-fixture.ts';
import {
  closeEditors,
  eventually,
  figuresHost,
  openEditor,
  type World,
  workspaceFolder,
} from '../support/figures-host.ts';

const FILE = 'src/checkout.ts';
const LINE = 6;
const checkout: SiteFigures = {
  id: 'fn',
  site: siteOf({ name: 'checkout' }),
  stats: statsOf(Array.from({ length: 100 }, (_, i) => 100 + i)),
  totalNs: 1,
};
const faster = statsOf(Array.from({ length: 100 }, (_, i) => 10 + i / 10));

const none = () => Promise.resolve();

describe('hover', () => {
  let host: ReturnType<typeof figuresHost>;
  let document: vscode.TextDocument;
  /** What the engine says of windows before and parts of this one. */
  let series: (ranges: number) => Promise<readonly (FunctionStats | undefined)[]>;

  async function start(more: Partial<World> = {}) {
    host = figuresHost({
      sites: () => [checkout],
      resolve: () => resolvedTo({ ...codeAt(FILE, LINE), folder: workspaceFolder() }),
      functions: () => [functionAt('checkout', LINE, 11, { column: 22 })],
      ...more,
    });
    host.engine.handlers = {
      ...host.engine.handlers,
      'figures.series': async ({ ranges }) => ({
        stats: await series(ranges.length),
        provenance: { exact: true, notes: [] },
      }),
    };
    ({ document } = await openEditor(FILE));
    host.figures.watch();
    await eventually(
      () => host.figures.of(document)?.functions.length,
      (n) => n === 1,
    );
    const links = {
      to: () => 'command:none',
      lasting: () => ({ address: '', number: 0, dispose: () => {} }),
    };
    const onDidChange = new vscode.EventEmitter<void>().event;
    return hoverProviders(
      {
        figures: host.figures,
        details: new FunctionDetails(host.engine.thread, host.figures),
        selection: host.selection,
        connections: { all: [localConnection()], onDidChange },
        links: links as unknown as Links,
        actions: { openSlowest: none, openLatestError: none, findTraces: none, compare: none, explain: none },
        showTrace: () => {},
        config: memoryConfig(SETTINGS),
        log: memoryLog(),
      },
      () => {},
    );
  }
  const at = new vscode.Position(LINE - 1, 24);
  const source = () => new vscode.CancellationTokenSource();
  const textOf = (hover: vscode.Hover | null | undefined) =>
    (hover?.contents ?? [])
      .map((c) => (c as vscode.MarkdownString).value)
      .join('\n')
      .replaceAll('&ensp;', '');

  afterEach(async () => {
    host.dispose();
    await closeEditors();
  });

  it('says what changed against the time before, when that is at hand', async () => {
    series = async (n) => Array.from({ length: n }, () => faster);
    const { known, late } = await start();
    await known.provideHover(document, at, source().token);
    const text = textOf(await known.provideHover(document, at, source().token));
    assert.match(text, /p95 is up from 19\.\d ms/);
    assert.match(text, /\| now \| 100 \|/);
    assert.match(text, /\| before \| 100 \|/);
    assert.match(text, /p95 over the window, oldest first: 19\.\d ms/);
    assert.equal(await late.provideHover(document, at, source().token), undefined, 'nothing is said twice');
  });

  it('a slow backend: what is known is shown at once, the rest below it when it comes', async () => {
    let answer: ((stats: readonly FunctionStats[]) => void) | undefined;
    series = (n) =>
      new Promise((resolve) => {
        answer = () => resolve(Array.from({ length: n }, () => faster));
      });
    const { known, late } = await start();
    const coming = late.provideHover(document, at, source().token);
    const text = textOf(await known.provideHover(document, at, source().token));
    assert.match(text, /usually takes 149 ms/);
    assert.doesNotMatch(text, /before/);
    await eventually(() => answer !== undefined, Boolean);
    answer?.([]);
    assert.match(textOf(await coming), /\| before \| 100 \|/);
  });

  it('one that was moved away from adds nothing later, and one that fails is no error', async () => {
    let fail: ((error: Error) => void) | undefined;
    series = () => new Promise((_, reject) => (fail = reject));
    const { known, late } = await start();
    const cancelled = source();
    const coming = late.provideHover(document, at, cancelled.token);
    assert.match(textOf(await known.provideHover(document, at, source().token)), /usually takes/);
    cancelled.cancel();
    await eventually(() => fail !== undefined, Boolean);
    fail?.(new Error('Jaeger cannot be reached.'));
    assert.equal(await coming, undefined);
  });

  it('is not there where nothing is known', async () => {
    series = async () => [];
    const { known } = await start();
    assert.equal(await known.provideHover(document, new vscode.Position(0, 3), source().token), undefined);
    host.world.sites = () => [];
    await host.selection.update({ window: { kind: 'last', minutes: 15 } });
    assert.equal(await known.provideHover(document, at, source().token), undefined);
  });

  it('says why when the backend went away, beside what was known', async () => {
    series = async () => [];
    const { known } = await start();
    host.world.sites = () => {
      throw new Error('Jaeger at 127.0.0.1:1 cannot be reached. Start it, or choose another backend.');
    };
    host.figures.refresh();
    await eventually(
      () => host.figures.health.state,
      (s) => s === 'failed',
    );
    assert.match(textOf(await known.provideHover(document, at, source().token)), /cannot be reached/);
  });
});
