import * as vscode from 'vscode';
import { type Evidence, NO_EVIDENCE } from '../../src/core/evidence/evidence.ts';
import type { CodeFunction, SiteFigures } from '../../src/core/figures/measured-site.ts';
import { serviceFigures } from '../../src/core/figures/service-figures.ts';
import type { Resolution } from '../../src/core/mapping/resolution.ts';
import type { SpanSite } from '../../src/core/mapping/span-site.ts';
import type { SiteStatsRequest } from '../../src/core/ports.ts';
import { CodeChanges } from '../../src/host/figures/code-changes.ts';
import { Figures } from '../../src/host/figures/figures.ts';
import { MovedLines } from '../../src/host/figures/moved-lines.ts';
import { SelectionState } from '../../src/host/selection.ts';
import type { EngineApi, EngineHostApi } from '../../src/protocol/engine.ts';
import type { IndexerApi, IndexerHostApi } from '../../src/protocol/indexer.ts';
import { FakeThread } from './fake-thread.ts';
import { resolvedTo } from './figures-fixture.ts';
import { memoryMemento } from './memory-memento.ts';

export const workspaceFolder = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
export const fileUri = (file: string): vscode.Uri => vscode.Uri.file(`${workspaceFolder()}/${file}`);

export const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What the two threads of a test answer; a test changes it and says that something changed. */
export type World = {
  sites: (
    request: SiteStatsRequest,
    connection: string,
  ) => readonly SiteFigures[] | Promise<readonly SiteFigures[]>;
  evidence: () => Evidence;
  /** Whether all there was has been counted. */
  exact: boolean;
  resolve: (site: SpanSite) => Resolution;
  functions: (path: string) => readonly CodeFunction[] | Promise<readonly CodeFunction[]>;
};

/** Figures over threads that a test holds in its hands. */
export function figuresHost(world: Partial<World>) {
  const current: World = {
    sites: () => [],
    evidence: () => NO_EVIDENCE,
    exact: true,
    resolve: () => resolvedTo(null),
    functions: () => [],
    ...world,
  };
  const engine = new FakeThread<EngineApi, EngineHostApi>({
    'figures.sites': async ({ request, connection }, { part }) => {
      const sites = await current.sites(request, connection);
      part(sites);
      return { services: serviceFigures(sites), provenance: { exact: current.exact, notes: [] } };
    },
    'figures.evidence': () => current.evidence(),
    'figures.series': ({ ranges }) => ({
      stats: ranges.map(() => undefined),
      provenance: { exact: true, notes: [] },
    }),
    'store.dimensions': () => [],
  });
  const indexer = new FakeThread<IndexerApi, IndexerHostApi>({
    'index.resolveSpans': ({ sites, siteOf }) => ({
      resolutions: sites.map((site) => current.resolve(site)),
      of: siteOf,
    }),
    'index.resolve': ({ sites }) => sites.map((site) => current.resolve(site)),
    'index.changedLines': () => undefined,
    'index.functions': async ({ path }) =>
      (await current.functions(path)).map((code) => ({ name: code.symbol, ...code })),
  });
  const run = { lastRunMs: undefined, onDidChange: () => new vscode.Disposable(() => {}) };
  const memento = memoryMemento();
  const selection = new SelectionState(memento, run);
  const changes = new CodeChanges(memento);
  const lines = new MovedLines(memento);
  const figures = new Figures({
    engine: engine.thread,
    indexer: indexer.thread,
    selection,
    changes,
    lines,
    log: silent,
  });
  const dispose = () => {
    figures.dispose();
    selection.dispose();
    changes.dispose();
    lines.dispose();
  };
  return { world: current, engine, indexer, selection, figures, dispose };
}

/** Waits for what an event or a timer brings about; fails with what was there instead. */
export async function eventually<T>(read: () => T, wanted: (value: T) => boolean): Promise<T> {
  const until = Date.now() + 15_000;
  for (;;) {
    const value = read();
    if (wanted(value)) return value;
    if (Date.now() > until) throw new Error(`Never came to be; at last it was ${JSON.stringify(value)}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The same for what must be asked for. */
export async function eventuallyAsync<T>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  patienceMs = 15_000,
): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (Date.now() > until) throw new Error(`Never came to be; at last it was ${JSON.stringify(value)}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** As a user opens it: nobody but its editor holds the document. */
export async function openEditor(file: string): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('vscode.open', fileUri(file), { preview: false });
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new Error(`${file} did not open.`);
  return editor;
}

/** Closes everything and leaves no change behind. */
export async function closeEditors(): Promise<void> {
  for (const document of vscode.workspace.textDocuments)
    if (document.isDirty) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
