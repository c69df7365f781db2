import * as vscode from 'vscode';
import { EXPORTER_VARIABLES, exporterEnvironment } from '../../core/sending/exporter-environment.ts';
import type { Config } from '../../host/config.ts';
import { terminalEnvironment } from '../../host/inherited-environment.ts';
import type { ReceiverPortsState } from './receiver-ports.ts';

export type TerminalsDeps = {
  readonly environment: vscode.EnvironmentVariableCollection;
  readonly config: Config;
  readonly ports: ReceiverPortsState;
};

/**
 * Has programs in new terminals send to the receiver, while the setting says so and it listens. VS Code shows at each
 * terminal what was set by whom; nothing outlives the window.
 */
export function sendFromTerminals({ environment, config, ports }: TerminalsDeps): vscode.Disposable {
  environment.persistent = false;
  environment.description = vscode.l10n.t(
    'Programs started here send their traces to Spanlight. Turn it off with "Spanlight: Send from New Terminals and Debug Sessions".',
  );
  const apply = () => {
    const wanted = config.get('sending.fromTerminals')
      ? exporterEnvironment(ports.current, terminalEnvironment)
      : [];
    // Only what differs is touched: each change has VS Code offer to restart the terminals there are.
    for (const name of Object.values(EXPORTER_VARIABLES)) {
      const value = wanted.find((variable) => variable.name === name)?.value;
      if (environment.get(name)?.value === value) continue;
      if (value === undefined) environment.delete(name);
      else environment.replace(name, value, { applyAtProcessCreation: true });
    }
  };
  apply();
  return vscode.Disposable.from(
    ports.onDidChange(apply),
    config.onChange((affects) => {
      if (affects('sending.fromTerminals')) apply();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('terminal.integrated.env')) apply();
    }),
    { dispose: () => environment.clear() },
  );
}
