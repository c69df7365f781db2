import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS, VIEWS } from '../../core/manifest.ts';
import { formatInteger } from '../../core/trace/units.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import { openPlace } from '../../host/open-place.ts';
import { applyFix } from './apply-fix.ts';
import { choicesOf, ignoresOf, type NamedChoice, withReason } from './fix-choices.ts';
import { FixPreview } from './fix-preview.ts';
import { registerGapActions } from './gap-actions.ts';
import { asGrouping, chooseFilter, chooseGrouping, groupingText } from './gap-commands.ts';
import { GapCoverage } from './gap-coverage.ts';
import { GapDiagnostics } from './gap-diagnostics.ts';
import { GapFileDecorations } from './gap-file-decorations.ts';
import { GapList } from './gap-list.ts';
import type { EvidenceNode, FindingNode, RemedyNode, ServiceNode } from './gap-nodes.ts';
import { GapPages, summaryPage } from './gap-pages.ts';
import { GapTraces, type GapTracesDeps } from './gap-traces.ts';
import { GapsTree } from './gaps-tree.ts';

export type GapsDeps = GapTracesDeps & {
  readonly config: Config;
  /** Of the workspace. */
  readonly state: vscode.Memento;
};

const GROUPING = 'spanlight.gaps.grouping';
/** ms after the window is up; other extensions go first. */
const RESCAN_AFTER_MS = 3000;

/** The Instrumentation Gaps view, diagnostics with fixes, coverage and marks in the Explorer. */
export function registerGaps(deps: GapsDeps): vscode.Disposable {
  const { indexer, config, state, log } = deps;
  const { t } = vscode.l10n;
  const store = new DisposableStore();
  const list = store.add(new GapList(indexer, state, log));
  const tree = store.add(new GapsTree(list, asGrouping(state.get(GROUPING))));
  const view = store.add(
    vscode.window.createTreeView(VIEWS.gaps, { treeDataProvider: tree, showCollapseAll: true }),
  );
  const diagnostics = store.add(new GapDiagnostics(list, config));
  store.add(registerGapActions(diagnostics));
  store.add(new GapFileDecorations(list, config));
  store.add(new GapTraces(list, deps));
  const coverage = store.add(new GapCoverage(list, indexer, log));
  const pages = store.add(new GapPages(list));
  const preview = store.add(new FixPreview());
  const command = (id: string, run: (...args: never[]) => unknown) =>
    store.add(
      vscode.commands.registerCommand(id, async (...args: never[]) => {
        try {
          return await run(...args);
        } catch (error) {
          await reportError(log, error);
          return undefined;
        }
      }),
    );
  const scan = (fresh = false) =>
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: t('Looking for instrumentation gaps'),
        cancellable: true,
      },
      async (progress, token) => {
        const stopped = new AbortController();
        token.onCancellationRequested(() => stopped.abort());
        let shown = 0;
        await list.scan({
          fresh,
          signal: stopped.signal,
          onProgress: ({ done, total }) => {
            const now = total > 0 ? (done / total) * 100 : 0;
            progress.report({
              increment: now - shown,
              message: t('{0} of {1} files', formatInteger(done), formatInteger(total)),
            });
            shown = now;
          },
        });
      },
    );
  const fix = async (target: { folder: string; fingerprint: string }, choice: NamedChoice) => {
    const chosen = await withReason(choice);
    if (chosen)
      await applyFix({ ...deps, preview }, { folder: target.folder, finding: target }, chosen, choice.title);
  };
  const pick = async (choices: readonly NamedChoice[], title: string) =>
    choices.length === 1
      ? choices[0]
      : (
          await vscode.window.showQuickPick(
            choices.map((choice) => ({ label: choice.title, choice })),
            { title },
          )
        )?.choice;

  command(COMMANDS.scanGaps, async () => {
    await vscode.commands.executeCommand(`${VIEWS.gaps}.focus`);
    await scan();
  });
  command(COMMANDS.rescanGaps, () => scan(true));
  command(COMMANDS.stopGapScan, () => list.stop());
  command(COMMANDS.groupGaps, async () => {
    const grouping = await chooseGrouping(tree.grouping);
    if (grouping === undefined) return;
    tree.grouping = grouping;
    describe(list, tree, view);
    await state.update(GROUPING, grouping);
  });
  command(COMMANDS.filterGaps, async () => {
    const filter = await chooseFilter(list.filter);
    if (filter) await list.setFilter(filter);
  });
  command(COMMANDS.showAllGaps, () => list.setFilter({ confidence: 'low', withTraffic: false, hidden: [] }));
  command(COMMANDS.exportGaps, async () => {
    if (list.reports.length === 0) await scan();
    const document = await vscode.workspace.openTextDocument({
      language: 'markdown',
      content: summaryPage(list),
    });
    await vscode.window.showTextDocument(document, { preview: false });
  });
  command(COMMANDS.showGapCoverage, async () => {
    if (list.reports.length === 0) await scan();
    if (coverage.show() > 0) await vscode.commands.executeCommand('testing.openCoverage');
    else
      void vscode.window.showInformationMessage(
        t('No entry point and no outgoing call was found, so there is nothing to cover.'),
      );
  });
  command(COMMANDS.goToGap, ({ folder, finding }: FindingNode) =>
    openPlace({ folder, file: finding.file, line: finding.line }),
  );
  command(INTERNAL_COMMANDS.openGap, (folder: string, file: string, line: number) =>
    openPlace({ folder, file, line }, { preserveFocus: true }),
  );
  command(COMMANDS.explainGap, (node: FindingNode | ServiceNode | EvidenceNode) =>
    node.kind === 'finding' ? pages.explain(node) : pages.service(node),
  );
  command(INTERNAL_COMMANDS.explainGapOf, (folder: string, fingerprint: string) => {
    const finding = list.find(folder, fingerprint);
    return finding && pages.explain({ folder, finding });
  });
  command(COMMANDS.fixGap, async (node: FindingNode | RemedyNode) => {
    const one = node.kind === 'remedy' ? node.group.findings[0] : node;
    if (!one) return;
    const { folder, finding } = one;
    const choices = choicesOf(finding).filter(({ choice }) =>
      node.kind === 'remedy' ? choice.kind === 'install' : choice.kind !== 'ignore',
    );
    const choice = await pick(choices, finding.title);
    if (choice) await fix({ folder, fingerprint: finding.fingerprint }, choice);
  });
  command(COMMANDS.ignoreGap, async ({ folder, finding }: FindingNode) => {
    const choice = await pick(ignoresOf(finding), finding.title);
    if (choice) await fix({ folder, fingerprint: finding.fingerprint }, choice);
  });
  command(INTERNAL_COMMANDS.fixGapWith, (folder: string, fingerprint: string, choice: NamedChoice) =>
    fix({ folder, fingerprint }, choice),
  );
  command(COMMANDS.applyGapFix, () => preview.answer(true));
  command(COMMANDS.discardGapFix, () => preview.answer(false));
  command(COMMANDS.copyGap, ({ finding }: FindingNode) =>
    vscode.env.clipboard.writeText(
      [
        `${finding.title} (${finding.rule}, ${finding.confidence})`,
        `${finding.file}:${finding.line}`,
        ...finding.why,
      ].join('\n'),
    ),
  );

  store.add(list.onDidChange(() => describe(list, tree, view)));
  describe(list, tree, view);
  // What was scanned once is looked at again, from what is kept: only what changed is read.
  if (list.wasScanned && config.get('gaps.rescanOnStartup')) {
    const timer = setTimeout(() => void list.scan(), RESCAN_AFTER_MS);
    store.add({ dispose: () => clearTimeout(timer) });
  }
  return store;
}

/** Above the rows, beside the title, and in place of the rows where there are none. */
function describe(list: GapList, tree: GapsTree, view: vscode.TreeView<unknown>): void {
  const { t } = vscode.l10n;
  const { state } = list;
  const all = list.all().length;
  const shown = list.shown().length;
  const rows = list.reports.some((r) => r.services.length > 0 || r.findings.length > 0);
  context('scanning', state.state === 'scanning');
  context(
    'empty',
    rows && shown === 0 && all > 0 && tree.grouping !== 'service'
      ? 'filtered'
      : rows && (shown > 0 || tree.grouping === 'service')
        ? undefined
        : emptyState(list),
  );
  view.badge =
    shown > 0
      ? {
          value: shown,
          tooltip: shown === 1 ? t('1 instrumentation gap') : t('{0} instrumentation gaps', shown),
        }
      : undefined;
  view.description = groupingText(tree.grouping);
  view.message = messageOf(list, shown, all);
}

function emptyState({ state, reports }: GapList): string {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) return 'noFolder';
  if (state.state === 'scanning') return 'scanning';
  if (state.state === 'failed') return 'failed';
  if (state.state === 'stopped') return 'stopped';
  if (state.state === 'never') return 'never';
  return reports.some((r) => r.services.length > 0) ? 'clean' : 'nothing';
}

function messageOf(list: GapList, shown: number, all: number): string {
  const { t } = vscode.l10n;
  const { state, reports } = list;
  const { done, total } = 'progress' in state ? state.progress : { done: 0, total: 0 };
  const parts = [
    state.state === 'scanning'
      ? total === 0
        ? t('Listing files...')
        : t('{0} of {1} files looked at...', formatInteger(done), formatInteger(total))
      : '',
    // The welcome text says it where there are no rows.
    state.state === 'stopped' && reports.length > 0
      ? t('The scan was stopped after {0} of {1} files.', formatInteger(done), formatInteger(total))
      : '',
    state.state === 'failed' ? state.sentence : '',
    shown < all ? t('{0} of {1} gaps shown', shown, all) : '',
    reports.reduce((n, r) => n + r.ignored, 0) > 0 && state.state === 'ready'
      ? t(
          '{0} ignored',
          reports.reduce((n, r) => n + r.ignored, 0),
        )
      : '',
    reports.flatMap((r) => r.notes).find((n) => n.startsWith('.spanlight/')) ?? '',
  ];
  return parts.filter((p) => p !== '').join(' · ');
}

const context = (key: string, value: unknown) =>
  void vscode.commands.executeCommand('setContext', `spanlight.gaps.${key}`, value);
