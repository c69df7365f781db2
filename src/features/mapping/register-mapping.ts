import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import type { SelectionState } from '../../host/selection.ts';
import { selectionText } from '../../host/selection-text.ts';
import type { UserMappings } from '../../host/user-mappings.ts';
import { Doctor, type DoctorDeps, explainSpan, type Subject } from './doctor.ts';
import { FilesAtRevision } from './files-at-revision.ts';
import type { AdviceNode, Node, ShareNode, TaughtNode } from './mapping-nodes.ts';
import { MappingTree } from './mapping-tree.ts';
import { showExplanation } from './show-explanation.ts';
import { askForRoot, askForServiceFolder, askWhatToForget } from './teach.ts';

export type MappingDeps = DoctorDeps & {
  readonly mappings: UserMappings;
  readonly selection: SelectionState;
  /** The trace that a panel shows, the one used last. */
  readonly shownTrace: () => { readonly handle: number; readonly label: string } | undefined;
  readonly log: Logger;
};

export type Mapping = vscode.Disposable & {
  /** What was tried for a span of an open trace. */
  explainSpan(handle: number, span: number): Promise<void>;
};

type Empty = 'loading' | 'nothing' | 'failed' | 'no';
const EMPTY_KEY = 'spanlight.mapping.empty';

/** The mapping doctor: how well spans are led to code, why not better, and what would help. */
export function registerMapping(deps: MappingDeps): Mapping {
  const { t } = vscode.l10n;
  const { engine, indexer, mappings, selection, log } = deps;
  const store = new DisposableStore();
  const past = store.add(new FilesAtRevision(indexer));
  const explaining = { indexer, mappings, openAtRevision: past.open };
  const doctor = store.add(new Doctor(deps));
  const tree = store.add(new MappingTree(doctor, mappings));
  const view = store.add(
    vscode.window.createTreeView<Node>(VIEWS.mapping, { treeDataProvider: tree, showCollapseAll: true }),
  );

  const say = () => {
    const { known, failure, subject } = doctor;
    const empty: Empty = !tree.isEmpty ? 'no' : failure !== '' ? 'failed' : known ? 'nothing' : 'loading';
    void vscode.commands.executeCommand('setContext', EMPTY_KEY, empty);
    void vscode.commands.executeCommand('setContext', 'spanlight.mapping.ofTrace', subject.kind === 'trace');
    // VS Code shows the welcome text only where there is no message.
    view.message = empty === 'failed' ? failure : empty === 'no' ? subjectText(subject, selection) : '';
    const state = known?.index.state;
    view.description =
      state === 'indexing' || state === 'listing' ? t('indexing, answers may still change') : '';
  };
  const update = () => {
    if (!view.visible) return;
    tree.update();
    say();
  };
  const visible = () => {
    doctor.watch(view.visible);
    update();
  };
  const show = async (subject: Subject) => {
    await vscode.commands.executeCommand(`${VIEWS.mapping}.focus`);
    await doctor.show(subject);
  };
  store.add(view.onDidChangeVisibility(visible));
  store.add(doctor.onDidChange(update));
  store.add(mappings.onDidChange(update));

  const command = <T>(id: string, run: (given: T | undefined) => Promise<void>) =>
    store.add(
      vscode.commands.registerCommand(id, async (given?: T) => {
        try {
          await run(given);
        } catch (error) {
          await reportError(log, error);
        }
      }),
    );
  command<Node>(COMMANDS.explainMapping, async (node) => {
    if (node?.kind === 'site') {
      const explanation = await node.site.explain(new AbortController().signal);
      return showExplanation(explaining, explanation);
    }
    const subject = await askForSubject(deps);
    if (subject) await show(subject);
  });
  command(COMMANDS.mappingOfWindow, () => show({ kind: 'window' }));
  command<ShareNode>(COMMANDS.teachRoot, (node) => askForRoot(deps, node?.share.service));
  command<ShareNode>(COMMANDS.teachFolder, async (node) => {
    if (node) await askForServiceFolder(deps, node.share.service);
  });
  command<TaughtNode>(COMMANDS.forgetTaught, (node) =>
    node ? mappings.forget(node.taught) : askWhatToForget(deps),
  );
  command<AdviceNode>(COMMANDS.copySetup, async (node) => {
    if (!node) return;
    await vscode.env.clipboard.writeText(node.advice.snippet);
    vscode.window.setStatusBarMessage(t('Copied {0}', node.advice.snippet), 3000);
  });
  visible();
  say();
  return {
    async explainSpan(handle, span) {
      const group = await engine.call('trace.sites', { handle });
      await showExplanation(
        explaining,
        await explainSpan(indexer, group, span, new AbortController().signal),
      );
    },
    dispose: () => store.dispose(),
  };
}

const subjectText = (subject: Subject, selection: SelectionState): string =>
  subject.kind === 'window' ? selectionText(selection) : vscode.l10n.t('Trace {0}', subject.label);

/** The whole window, or the trace that is on screen; not asked where there is none. */
async function askForSubject({ shownTrace, selection }: MappingDeps): Promise<Subject | undefined> {
  const { t } = vscode.l10n;
  const trace = shownTrace();
  if (!trace) return { kind: 'window' };
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: t('The trace that is shown'),
        description: trace.label,
        subject: { kind: 'trace', ...trace } satisfies Subject as Subject,
      },
      {
        label: t('All spans of the window'),
        description: selectionText(selection),
        subject: { kind: 'window' } satisfies Subject as Subject,
      },
    ],
    { title: t('Explain the mapping of which spans?') },
  );
  return picked?.subject;
}
