import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { reportError } from '../../host/errors.ts';
import type { Indexer } from '../../host/indexer.ts';
import { type FoundStack, findStack, selectedText, stackOf, terminalSelection } from './stack-source.ts';
import { pickFrame, StackWalk } from './stack-walk.ts';

export type StackTraceDeps = {
  readonly indexer: Indexer;
  readonly log: Logger;
  /** Opens the trace that a text names; false where it names none. */
  readonly openNamed: (text: string) => Promise<boolean>;
};

/** Opens a pasted stack trace and walks through it, frame by frame. */
export function registerStackTrace({ indexer, log, openNamed }: StackTraceDeps): vscode.Disposable {
  const { t } = vscode.l10n;
  const store = new DisposableStore();
  let walk: StackWalk | undefined;
  const command = (id: string, run: () => Promise<unknown>) =>
    store.add(vscode.commands.registerCommand(id, () => run().catch((error) => reportError(log, error))));

  const open = async (found: FoundStack) => {
    walk = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: t('Finding the code of the stack trace') },
      () => StackWalk.open(found, indexer, new AbortController().signal),
    );
    await vscode.commands.executeCommand('setContext', 'spanlight.stackOpen', walk.first >= 0);
    if (walk.first >= 0) return pickFrame(walk);
    const [reason = ''] = new Set(walk.frames.map(({ resolution }) => resolution.reason ?? ''));
    void vscode.window.showInformationMessage(
      t('None of the {0} frames leads to code of this workspace. {1}', walk.frames.length, reason),
    );
  };
  /** A stack trace may stand in a log line that names its trace, too: the frames are what was selected. */
  const openText = async (text: string) => {
    const found = stackOf(text);
    if (found) return open(found);
    if (await openNamed(text)) return;
    void vscode.window.showInformationMessage(
      text.trim() === ''
        ? t('Nothing is selected. Select a trace id, a header, an address or a stack trace.')
        : t('What is selected names no trace and has no stack frame.'),
    );
  };
  command(COMMANDS.openStackTrace, async () => {
    const found = await findStack();
    if (found) await open(found);
  });
  command(COMMANDS.openSelection, () => openText(selectedText()));
  command(COMMANDS.openTerminalSelection, async () => openText(await terminalSelection()));

  const step = (direction: 1 | -1, end: string) => async () => {
    const next = walk?.next(direction);
    if (walk && next !== undefined) await walk.goTo(next, false);
    const { length } = walk?.frames ?? [];
    vscode.window.setStatusBarMessage(
      next === undefined ? end : t('Frame {0} of {1}', next + 1, length),
      3000,
    );
  };
  command(COMMANDS.nextFrame, step(1, t('This is the outermost frame with code.')));
  command(COMMANDS.previousFrame, step(-1, t('This is the innermost frame with code.')));
  return store;
}
