import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import { formatCount } from '../../core/trace/units.ts';
import type { ReceiverStatus } from '../../protocol/engine-store.ts';

type MenuCommand = { readonly id: string; readonly args: readonly unknown[] };

/** `sending`: programs in new terminals or debug sessions are made to send here. */
export type ReceiverItem = vscode.Disposable & {
  show(status: ReceiverStatus, sending: boolean): void;
  menu(status: ReceiverStatus, sending: boolean): Promise<MenuCommand | undefined>;
};

const PRIORITY = 39;

/** Whether traces can be sent here, and how many come. */
export function receiverItem(): ReceiverItem {
  const item = vscode.window.createStatusBarItem(
    'spanlight.receiver',
    vscode.StatusBarAlignment.Left,
    PRIORITY,
  );
  item.name = vscode.l10n.t('Spanlight: receiver');
  item.command = COMMANDS.receiverMenu;
  return {
    show(status, sending) {
      const { icon, text, alarm } = look(status);
      item.text = `$(${icon}) ${text}`.trim();
      item.tooltip = tooltip(status, sending);
      item.accessibilityInformation = { label: `${text} ${item.tooltip}`.trim() };
      item.backgroundColor = alarm ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
      item.show();
    },
    async menu(status, sending) {
      const picked = await vscode.window.showQuickPick(choices(status, sending), {
        title: sentences(status).join(' ') || vscode.l10n.t('Receiver'),
      });
      return picked?.command;
    },
    dispose: () => item.dispose(),
  };
}

function look(status: ReceiverStatus): { icon: string; text: string; alarm: boolean } {
  const rate = status.spansPerSecond;
  const text = rate > 0 ? vscode.l10n.t('{0} spans/s', formatCount(Math.round(rate * 10) / 10)) : '';
  switch (status.state) {
    case 'off':
      return { icon: 'circle-slash', text: vscode.l10n.t('not receiving'), alarm: false };
    case 'blocked':
      return { icon: 'warning', text: vscode.l10n.t('port taken'), alarm: true };
    default:
      return { icon: 'broadcast', text, alarm: status.problems.length > 0 };
  }
}

const sentences = (status: ReceiverStatus): string[] => [
  ...status.problems,
  ...status.listeners.map(({ protocol, sentence }) => `${PROTOCOL[protocol]}: ${sentence}`),
];

const PROTOCOL = { http: 'OTLP/HTTP', grpc: 'OTLP/gRPC', zipkin: 'Zipkin' } as const;

function tooltip(status: ReceiverStatus, sending: boolean): string {
  if (status.state === 'off') return vscode.l10n.t('Spanlight does not listen for traces. Click to start.');
  return [
    ...sentences(status),
    ...(sending ? [vscode.l10n.t('New terminals and debug sessions send here.')] : []),
    vscode.l10n.t('{0} spans since it was started.', formatCount(status.spans)),
  ].join('\n');
}

type Choice = vscode.QuickPickItem & { readonly command: MenuCommand };

function choices(status: ReceiverStatus, sending: boolean): Choice[] {
  const choice = (label: string, id: string, ...args: unknown[]): Choice => ({
    label,
    command: { id, args },
  });
  return [
    status.state === 'off'
      ? choice(`$(broadcast) ${vscode.l10n.t('Start the receiver')}`, COMMANDS.startReceiver)
      : choice(`$(debug-stop) ${vscode.l10n.t('Stop the receiver')}`, COMMANDS.stopReceiver),
    sending
      ? choice(
          `$(check) ${vscode.l10n.t('New terminals and debug sessions send here')}`,
          COMMANDS.toggleSending,
        )
      : choice(
          `$(terminal) ${vscode.l10n.t('Send from new terminals and debug sessions')}`,
          COMMANDS.toggleSending,
        ),
    choice(`$(question) ${vscode.l10n.t('How to send traces')}`, COMMANDS.showSending),
    choice(`$(beaker) ${vscode.l10n.t('Send a test trace')}`, COMMANDS.sendTestTrace),
    choice(
      `$(settings-gear) ${vscode.l10n.t('Change ports and limits')}`,
      'workbench.action.openSettings',
      'spanlight.receiver',
    ),
    choice(`$(cloud-download) ${vscode.l10n.t('Import traces from a file')}`, COMMANDS.importTraces),
    choice(`$(export) ${vscode.l10n.t('Export local traces')}`, COMMANDS.exportTraces),
    choice(`$(trash) ${vscode.l10n.t('Clear local traces')}`, COMMANDS.clearTraces),
    choice(`$(output) ${vscode.l10n.t('Show the log')}`, COMMANDS.showLog),
  ];
}
