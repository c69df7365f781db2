import * as vscode from 'vscode';
import { COMMANDS } from '../../core/manifest.ts';
import type { TraceSummary } from '../../core/ports.ts';
import { formatDuration, formatInteger, plural } from '../../core/trace/units.ts';
import { durationBar } from '../../core/trace-list/duration-bar.ts';
import type { TraceGroup } from '../../core/trace-list/group-traces.ts';
import { joined, summaryText } from '../../core/trace-list/summary-text.ts';
import type { TraceOrigin } from '../../protocol/trace-origin.ts';

export type TraceNode = { readonly kind: 'trace'; readonly trace: TraceSummary; readonly connection: string };
export type GroupNode = { readonly kind: 'group'; readonly group: TraceGroup };
export type MoreNode = { readonly kind: 'more' };
/** What can be done where the traces could not be had. */
export type ActionNode = {
  readonly kind: 'action';
  readonly label: string;
  readonly icon: string;
  readonly command: string;
};
export type Node = TraceNode | GroupNode | MoreNode | ActionNode;

export type ItemContext = {
  /** ns of the longest trace in the list: what bars are shares of. */
  readonly longestNs: number;
  readonly nowMs: number;
  /** The service is in the group's name already. */
  readonly hideService: boolean;
};

/** The origin of a trace and the span to show of it. */
export const originOfNode = ({
  trace,
  connection,
}: TraceNode): TraceOrigin & { readonly spanId?: string } => {
  const [spanId] = trace.matchedSpans;
  const range = { fromMs: trace.startMs - 60_000, toMs: trace.startMs + trace.durationNs / 1e6 + 60_000 };
  const origin = { kind: 'connection', connection, traceId: trace.traceId, range } as const;
  return spanId === undefined ? origin : { ...origin, spanId };
};

export function traceTreeItem(node: TraceNode, context: ItemContext): vscode.TreeItem {
  const { trace } = node;
  const text = summaryText(trace, context.nowMs);
  const item = new vscode.TreeItem(text.label);
  const service = context.hideService ? '' : text.service;
  const facts = joined(text.duration, service, text.errors, text.time);
  item.id = trace.traceId;
  item.description = `${durationBar(trace.durationNs, context.longestNs)} ${facts}`;
  item.iconPath = trace.errorCount
    ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'))
    : new vscode.ThemeIcon('pulse');
  item.contextValue = 'spanlight.trace';
  item.command = {
    command: COMMANDS.openTrace,
    title: vscode.l10n.t('Open Trace'),
    arguments: [originOfNode(node)],
  };
  item.accessibilityInformation = {
    label: `${text.label}, ${joined(facts, text.spans).replaceAll(' · ', ', ')}`,
  };
  return item;
}

/** Made when somebody points at a row. Text of spans is put in as text: it is no Markdown. */
export function traceTooltip({ trace }: TraceNode, nowMs: number): vscode.MarkdownString {
  const text = summaryText(trace, nowMs);
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(`${text.label}\n`);
  tooltip.appendText(
    joined(text.duration, text.spans, text.errors, new Date(trace.startMs).toLocaleString()),
  );
  if (trace.services.length > 0) {
    tooltip.appendMarkdown('\n\n');
    for (const { name, spans, errors } of trace.services.slice(0, 10)) {
      tooltip.appendText(
        `${name}: ${plural(spans, 'span')}${errors > 0 ? `, ${plural(errors, 'error')}` : ''}`,
      );
      tooltip.appendMarkdown('  \n');
    }
  }
  tooltip.appendMarkdown('\n\n');
  tooltip.appendText(trace.traceId);
  return tooltip;
}

export function groupTreeItem({ group }: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(group.label, vscode.TreeItemCollapsibleState.Collapsed);
  const times =
    group.traces.length === 1
      ? formatDuration(group.p50Ns)
      : `p50 ${formatDuration(group.p50Ns)} · p95 ${formatDuration(group.p95Ns)}`;
  const failed = group.failed > 0 ? vscode.l10n.t('{0} failed', formatInteger(group.failed)) : '';
  item.id = `group ${group.key}`;
  item.description = joined(plural(group.traces.length, 'trace'), times, failed);
  item.iconPath = new vscode.ThemeIcon('layers');
  item.contextValue = 'spanlight.traceGroup';
  return item;
}

export function moreTreeItem(shown: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load more'));
  item.description = vscode.l10n.t('{0} shown', formatInteger(shown));
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: COMMANDS.loadMoreTraces, title: vscode.l10n.t('Load more') };
  return item;
}

export function wayOutNodes(): ActionNode[] {
  const node = (label: string, icon: string, command: string): ActionNode => ({
    kind: 'action',
    label,
    icon,
    command,
  });
  return [
    node(vscode.l10n.t('Try again'), 'refresh', COMMANDS.refreshTraces),
    node(vscode.l10n.t('Edit backend...'), 'edit', COMMANDS.editBackend),
    node(vscode.l10n.t('Choose another backend...'), 'server-environment', COMMANDS.chooseBackend),
    node(vscode.l10n.t('Show log'), 'output', COMMANDS.showLog),
  ];
}

export function actionTreeItem({ label, icon, command }: ActionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { command, title: label };
  return item;
}
