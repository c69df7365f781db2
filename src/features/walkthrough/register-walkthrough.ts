import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS, VIEWS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import type { Connections } from '../../host/connections.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import { reportError } from '../../host/errors.ts';
import { pageOpen, reach, tellMilestones } from '../../host/milestones.ts';

export type WalkthroughDeps = {
  readonly engine: Engine;
  readonly connections: Connections;
  readonly extensionId: string;
  readonly log: Logger;
};

/** ms until VS Code has surely read the steps of a page that opened. */
const READ_MS = 1000;
const RESTORED_MS = 5000;

/** Five steps for somebody new; what was done by another way than the step's button counts, too. */
export function registerWalkthrough(deps: WalkthroughDeps): vscode.Disposable {
  const { engine, connections, extensionId, log } = deps;
  const store = new DisposableStore();
  const command = (id: string, run: () => Promise<unknown>) =>
    store.add(vscode.commands.registerCommand(id, () => run().catch((error) => reportError(log, error))));
  command(COMMANDS.openWalkthrough, async () =>
    vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#start`, false),
  );
  command(INTERNAL_COMMANDS.firstGaps, async () => {
    await vscode.commands.executeCommand(`${VIEWS.gaps}.focus`);
    reach('gaps');
  });

  const connected = () => {
    if (connections.placed.length > 0) reach('traces');
  };
  connected();
  store.add(connections.onDidChange(connected));
  store.add(
    engine.on('store.changed', ({ spans }) => {
      if (spans > 0) reach('traces');
    }),
  );
  // Also one that was open when the window was closed.
  if (pageOpen()) setTimeout(tellMilestones, RESTORED_MS);
  store.add(
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
      if (opened.some(({ input }) => input === undefined)) setTimeout(tellMilestones, READ_MS);
    }),
  );
  return store;
}
