import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../../core/manifest.ts';
import type { Logger } from '../../core/ports.ts';
import { exporterEnvironment } from '../../core/sending/exporter-environment.ts';
import { sendingGuide } from '../../core/sending/guide.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { shell } from '../../host/inherited-environment.ts';
import { webviewHtml, webviewRoot } from '../../host/webview-html.ts';
import { webviewPort } from '../../host/webview-port.ts';
import { createRpc } from '../../protocol/rpc.ts';
import type { SendingHostApi, SendingState, SendingViewApi } from '../../protocol/sending.ts';
import { programsOfWorkspace } from './programs-of-workspace.ts';
import type { ReceiverPortsState } from './receiver-ports.ts';
import { isSending, setSending } from './toggle-sending.ts';

export type SendingViewDeps = {
  readonly config: Config;
  readonly ports: ReceiverPortsState;
  readonly log: Logger;
  readonly extensionUri: vscode.Uri;
};

/**
 * How to send from the languages of this workspace. It stands below the Traces view while that has nothing to show; in a
 * tab of the editor, where there is more room, whenever it is asked for.
 */
export function registerSendingView(deps: SendingViewDeps): SendingViews {
  const store = new DisposableStore();
  let panel: vscode.WebviewPanel | undefined;
  store.add(
    vscode.window.registerWebviewViewProvider(VIEWS.sending, {
      resolveWebviewView: (view) => {
        view.onDidDispose(fill(deps, view.webview, keepView));
      },
    }),
  );
  store.add({ dispose: () => panel?.dispose() });
  return {
    dispose: () => store.dispose(),
    open() {
      if (panel) return panel.reveal();
      const title = vscode.l10n.t('Send Traces');
      const opened = vscode.window.createWebviewPanel(PANEL, title, vscode.ViewColumn.Active, {});
      opened.iconPath = vscode.Uri.joinPath(deps.extensionUri, 'media', 'icon.svg');
      const emptied = fill(deps, opened.webview, async () => {});
      opened.onDidDispose(() => {
        panel = undefined;
        emptied();
      });
      panel = opened;
    },
  };
}

export type SendingViews = vscode.Disposable & {
  /** In a tab of the editor. */
  open(): void;
};

const PANEL = 'spanlight.sendingGuide';

/** With a trace the store is no longer empty, and what is just being read would go: it stays for this session. */
const keepView = async () =>
  void (await vscode.commands.executeCommand('setContext', `${VIEWS.sending}.shown`, true));

/** Returns what ends it. */
function fill(deps: SendingViewDeps, webview: vscode.Webview, beforeTest: () => Promise<void>): () => void {
  const { config, ports, log, extensionUri } = deps;
  const store = new DisposableStore();
  const run = (id: string) => Promise.resolve(vscode.commands.executeCommand(id));
  const rpc = createRpc<SendingViewApi, SendingHostApi>(webviewPort(webview), {
    copy: async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return undefined;
    },
    sendTestTrace: async () => {
      await beforeTest();
      await run(COMMANDS.sendTestTrace);
      return undefined;
    },
  });
  store.add({ dispose: () => rpc.dispose() });
  const show = () => {
    stateOf(deps).then(
      (state) => rpc.emit('state', state),
      (error: Error) => log.warn(`how to send traces: ${error.message}`),
    );
  };
  rpc.on('ready', show);
  rpc.on('startReceiver', () => void run(COMMANDS.startReceiver));
  rpc.on('setSending', (on) => void setSending(config, on));
  store.add(ports.onDidChange(show));
  store.add(
    config.onChange((affects) => {
      if (affects('sending.fromTerminals') || affects('sending.fromDebugSessions')) show();
    }),
  );
  const root = webviewRoot(extensionUri);
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  webview.html = webviewHtml({ webview, root, name: 'sending', title: vscode.l10n.t('Send Traces') });
  return () => store.dispose();
}

async function stateOf({ config, ports }: SendingViewDeps): Promise<SendingState> {
  const { status, current } = ports;
  const any = exporterEnvironment(current, () => undefined);
  return {
    receiving: current.http !== undefined || current.grpc !== undefined,
    lines:
      status.state === 'off'
        ? [vscode.l10n.t('Spanlight does not listen for traces.')]
        : [
            ...status.listeners.map(({ protocol, sentence }) => `${NAME[protocol]}: ${sentence}`),
            ...status.problems,
          ],
    anyProgram: any
      .map(({ name, value }) => (shell === 'posix' ? `export ${name}=${value}` : `$env:${name} = "${value}"`))
      .join('\n'),
    sections: sendingGuide(await programsOfWorkspace(), current, shell),
    sending: isSending(config),
  };
}

const NAME = { http: 'OTLP/HTTP', grpc: 'OTLP/gRPC', zipkin: 'Zipkin' } as const;
