import * as vscode from 'vscode';
import type {
  CallFigures,
  FileFigures,
  FunctionFigures,
  ThrowFigures,
} from '../../core/figures/file-figures.ts';
import {
  formatAgo,
  formatCount,
  formatDuration,
  formatFactor,
  formatPercent,
} from '../../core/trace/units.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { MeasuredCode } from '../../host/function-actions.ts';

export type Order = 'line' | 'total' | 'p95' | 'errors';

/** A row: a function, or below it a call it makes or an exception it threw. */
export type FileNode = {
  readonly kind: 'function' | 'call' | 'exception';
  readonly label: string;
  readonly description: string;
  readonly line: number;
  readonly uri: vscode.Uri;
  readonly failing: boolean;
  readonly stale: boolean;
  /** For the actions of a row. */
  readonly code: MeasuredCode | undefined;
  readonly children: readonly FileNode[];
};

/** Rows of a file's figures. What stands in no measured function comes last, by line. */
export function fileNodes(
  uri: vscode.Uri,
  figures: FileFigures,
  order: Order,
  totalNsOf: (f: FunctionFigures) => number,
  nowMs: number,
): FileNode[] {
  const inside = (line: number, { code }: FunctionFigures) => code.startLine <= line && code.endLine >= line;
  const ownerOf = (line: number) =>
    figures.functions
      .filter((f) => inside(line, f))
      .reduce<FunctionFigures | undefined>(
        (best, f) => (!best || f.code.startLine >= best.code.startLine ? f : best),
        undefined,
      );
  const lines = [
    ...figures.calls.map((call) => ({ owner: ownerOf(call.line), node: callNode(uri, call) })),
    ...figures.throws.map((thrown) => ({ owner: ownerOf(thrown.line), node: throwNode(uri, thrown, nowMs) })),
  ].sort((a, b) => a.node.line - b.node.line);
  const orders: Readonly<Record<Order, (a: FunctionFigures, b: FunctionFigures) => number>> = {
    line: (a, b) => a.code.line - b.code.line,
    total: (a, b) => totalNsOf(b) - totalNsOf(a),
    p95: (a, b) => b.stats.p95 - a.stats.p95,
    errors: (a, b) => b.stats.errors - a.stats.errors || a.code.line - b.code.line,
  };
  const functions = [...figures.functions].sort(orders[order]);
  return [
    ...functions.map((f) =>
      functionNode(
        uri,
        f,
        lines.filter((l) => l.owner === f).map((l) => l.node),
      ),
    ),
    ...lines.filter((l) => !l.owner).map((l) => l.node),
  ];
}

function functionNode(uri: vscode.Uri, f: FunctionFigures, children: readonly FileNode[]): FileNode {
  const { code, stats, criticalShare, stale, sites, mapping } = f;
  const { t } = vscode.l10n;
  const parts = [
    `p95 ${formatDuration(stats.p95)}`,
    ...errorPart(stats),
    t('{0} calls', formatCount(stats.count)),
    ...(criticalShare !== undefined && criticalShare >= 0.05
      ? [t('{0} of the critical path', formatPercent(criticalShare))]
      : []),
  ];
  return {
    kind: 'function',
    label: code.symbol || t('line {0}', code.line),
    description: parts.join(' · '),
    line: code.line,
    uri,
    failing: stats.errors > 0,
    stale: stale?.state === 'changed',
    code: { name: code.symbol, sites, stats, mapping },
    children,
  };
}

function callNode(uri: vscode.Uri, call: CallFigures): FileNode {
  const { label, line, stats, perCall, stale, sites, mapping } = call;
  const times =
    perCall === undefined || perCall < 1.05
      ? []
      : [vscode.l10n.t('{0} per call', formatFactor(perCall).replace(/x$/, ''))];
  return {
    kind: 'call',
    label,
    description: [`p95 ${formatDuration(stats.p95)}`, ...times, ...errorPart(stats)].join(' · '),
    line,
    uri,
    failing: stats.errors > 0,
    stale: stale?.state === 'changed',
    code: { name: label, sites, stats, mapping },
    children: [],
  };
}

function throwNode(uri: vscode.Uri, thrown: ThrowFigures, nowMs: number): FileNode {
  const { type, message, count, lastMs, line, stale } = thrown;
  return {
    kind: 'exception',
    label: `${type} x ${formatCount(count)}`,
    description: [message.slice(0, 80), vscode.l10n.t('last {0}', formatAgo(lastMs, nowMs))]
      .filter((s) => s !== '')
      .join(' · '),
    line,
    uri,
    failing: true,
    stale: stale?.state === 'changed',
    code: undefined,
    children: [],
  };
}

const errorPart = ({ errors, count }: { readonly errors: number; readonly count: number }) =>
  errors === 0 ? [] : [vscode.l10n.t('{0} errors', formatPercent(errors / count))];

/** The view's rows; made anew when the figures of its file change. */
export class ThisFileTree implements vscode.TreeDataProvider<FileNode> {
  readonly #figures: Figures;
  readonly #changed = new vscode.EventEmitter<undefined>();
  #document: vscode.TextDocument | undefined;
  #nodes: readonly FileNode[] = [];
  #order: Order = 'line';

  constructor(figures: Figures) {
    this.#figures = figures;
  }

  get onDidChangeTreeData(): vscode.Event<undefined> {
    return this.#changed.event;
  }

  get document(): vscode.TextDocument | undefined {
    return this.#document;
  }

  get isEmpty(): boolean {
    return this.#nodes.length === 0;
  }

  get order(): Order {
    return this.#order;
  }

  show(document: vscode.TextDocument | undefined): void {
    this.#document = document;
    this.update();
  }

  sort(order: Order): void {
    this.#order = order;
    this.update();
  }

  update(): void {
    const figures = this.#document && this.#figures.of(this.#document);
    const { snapshot } = this.#figures;
    const totalNsOf = ({ sites }: FunctionFigures) =>
      sites.reduce((sum, id) => sum + (snapshot?.sites.get(id)?.totalNs ?? 0), 0);
    this.#nodes =
      this.#document && figures
        ? fileNodes(this.#document.uri, figures, this.#order, totalNsOf, Date.now())
        : [];
    this.#changed.fire(undefined);
  }

  getChildren(node?: FileNode): FileNode[] {
    return [...(node?.children ?? this.#nodes)];
  }

  getTreeItem(node: FileNode): vscode.TreeItem {
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(node.label, node.children.length > 0 ? Collapsed : None);
    item.description = node.stale
      ? vscode.l10n.t('{0} · before the last change', node.description)
      : node.description;
    item.iconPath = iconOf(node);
    item.contextValue = node.code ? `spanlight.${node.kind}` : 'spanlight.exception';
    item.tooltip = `${node.label}\n${item.description}`;
    const at = new vscode.Position(node.line - 1, 0);
    item.command = {
      title: vscode.l10n.t('Go to Line'),
      command: 'vscode.open',
      arguments: [node.uri, { selection: new vscode.Range(at, at), preserveFocus: true }],
    };
    return item;
  }
}

function iconOf({ kind, failing, stale }: FileNode): vscode.ThemeIcon {
  const color = stale
    ? new vscode.ThemeColor('disabledForeground')
    : failing
      ? new vscode.ThemeColor('spanlight.inlineErrorForeground')
      : undefined;
  const name = { function: 'symbol-method', call: 'arrow-right', exception: 'error' }[kind];
  return new vscode.ThemeIcon(name, color);
}
