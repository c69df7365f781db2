import * as vscode from 'vscode';
import type { ChangeKind } from '../../core/analysis/regression.ts';
import {
  formatCount,
  formatDuration,
  formatFactor,
  formatInteger,
  formatPercent,
} from '../../core/trace/units.ts';
import type { ChangedFunction } from '../../host/figures/changed-functions.ts';
import type { MeasuredCode } from '../../host/function-actions.ts';
import { inlineCode, plainText } from '../../host/links.ts';

/** A changed function; `edited`: its lines differ from the last commit. */
export type ChangeNode = {
  readonly kind: 'change';
  readonly change: ChangedFunction;
  readonly edited: boolean;
  readonly code: MeasuredCode;
};

type GroupNode = { readonly kind: 'group'; readonly label: string; readonly children: readonly ChangeNode[] };

export type RegressionNode = ChangeNode | GroupNode;

export function changeNode(change: ChangedFunction, edited: boolean): ChangeNode {
  const { name, site, after, place } = change;
  const mapping = {
    confidence: place.confidence,
    role: place.role,
    ambiguous: false,
    evidence: place.evidence,
    moved: place.stale ?? undefined,
  };
  return { kind: 'change', change, edited, code: { name, sites: [site], stats: after, mapping } };
}

/** What was edited first, then what got worse, then what takes most of the time. */
export function regressionNodes(nodes: readonly ChangeNode[]): RegressionNode[] {
  const sorted = [...nodes].sort((a, b) => weight(b) - weight(a));
  const edited = sorted.filter((node) => node.edited);
  if (edited.length === 0) return sorted;
  const { t } = vscode.l10n;
  const others = sorted.filter((node) => !node.edited);
  return [
    { kind: 'group', label: t('Changed in your working tree'), children: edited },
    ...(others.length > 0 ? [{ kind: 'group' as const, label: t('Not changed'), children: others }] : []),
  ];
}

const isWorse = ({ change }: ChangeNode) => change.changes.some(({ kind }) => WORSE.has(kind));
const WORSE: ReadonlySet<ChangeKind> = new Set(['slower', 'failing']);

function weight(node: ChangeNode): number {
  const { before, after } = node.change;
  return (isWorse(node) ? 1e18 : 0) + Math.abs(after.p95 - before.p95) * after.count;
}

export class RegressionsTree implements vscode.TreeDataProvider<RegressionNode> {
  readonly #changed = new vscode.EventEmitter<undefined>();
  #nodes: readonly RegressionNode[] = [];

  get onDidChangeTreeData(): vscode.Event<undefined> {
    return this.#changed.event;
  }

  show(nodes: readonly RegressionNode[]): void {
    this.#nodes = nodes;
    this.#changed.fire(undefined);
  }

  /** The row of a function's site, to be revealed. */
  find(sites: readonly string[]): ChangeNode | undefined {
    const all = this.#nodes.flatMap((node) => (node.kind === 'group' ? node.children : [node]));
    return all.find((node) => sites.includes(node.change.site));
  }

  getChildren(node?: RegressionNode): RegressionNode[] {
    if (!node) return [...this.#nodes];
    return node.kind === 'group' ? [...node.children] : [];
  }

  getParent(node: RegressionNode): RegressionNode | undefined {
    return this.#nodes.find(
      (group) => group.kind === 'group' && group.children.some((child) => child === node),
    );
  }

  getTreeItem(node: RegressionNode): vscode.TreeItem {
    if (node.kind === 'group')
      return new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.Expanded);
    const { change } = node;
    const item = new vscode.TreeItem(change.name, vscode.TreeItemCollapsibleState.None);
    const { before, after, place } = change;
    const calls = vscode.l10n.t('{0} → {1} calls', formatCount(before.count), formatCount(after.count));
    item.description = `${changeText(change)} · ${calls} · ${place.file}:${place.line}`;
    item.tooltip = tooltipOf(change);
    item.contextValue = 'spanlight.change';
    item.iconPath = iconOf(node);
    const at = new vscode.Position(change.place.line - 1, 0);
    item.command = {
      title: vscode.l10n.t('Go to Line'),
      command: 'vscode.open',
      arguments: [
        vscode.Uri.joinPath(vscode.Uri.file(change.place.folder), change.place.file),
        { selection: new vscode.Range(at, at), preserveFocus: true },
      ],
    };
    return item;
  }
}

/** "p95 310 ms -> 520 ms (1.7x)", "errors 0.1 % -> 8 %". */
export function changeText({ changes, before, after }: ChangedFunction): string {
  const share = (s: typeof before) => formatPercent(s.count > 0 ? s.errors / s.count : 0);
  return changes
    .map(({ kind }) => {
      if (kind === 'failing' || kind === 'recovered')
        return vscode.l10n.t('errors {0} → {1}', share(before), share(after));
      const factor =
        kind === 'slower'
          ? formatFactor(after.p95 / Math.max(1, before.p95))
          : vscode.l10n.t('{0} faster', formatFactor(before.p95 / Math.max(1, after.p95)));
      return `p95 ${formatDuration(before.p95)} → ${formatDuration(after.p95)} (${factor})`;
    })
    .join(' · ');
}

function iconOf(node: ChangeNode): vscode.ThemeIcon {
  return isWorse(node)
    ? new vscode.ThemeIcon('arrow-up', new vscode.ThemeColor('spanlight.inlineErrorForeground'))
    : new vscode.ThemeIcon('arrow-down', new vscode.ThemeColor('charts.green'));
}

function tooltipOf(change: ChangedFunction): vscode.MarkdownString {
  const { name, before, after, changes, service } = change;
  const { t } = vscode.l10n;
  const row = (label: string, s: typeof before) =>
    `| ${label} | ${formatInteger(s.count)} | ${formatInteger(s.errors)} | ${formatDuration(s.p50)} | ${formatDuration(s.p95)} |`;
  const p = changes.map(
    ({ kind, pValue }) => `${words(kind)}: p ${pValue < 0.001 ? '< 0.001' : `= ${pValue.toFixed(3)}`}`,
  );
  return new vscode.MarkdownString(
    [
      `**${inlineCode(name)}** · ${inlineCode(service)}`,
      '',
      `| | ${t('calls')} | ${t('errors')} | p50 | p95 |`,
      '| :-- | --: | --: | --: | --: |',
      row(t('before'), before),
      row(t('now'), after),
      '',
      plainText(p.join(' · ')),
    ].join('\n'),
  );
}

function words(kind: ChangeKind): string {
  const { t } = vscode.l10n;
  return { slower: t('slower'), faster: t('faster'), failing: t('fails more'), recovered: t('fails less') }[
    kind
  ];
}
