import * as vscode from 'vscode';
import { groupTraces, type TraceGrouping } from '../../core/trace-list/group-traces.ts';
import type { SelectionState } from '../../host/selection.ts';
import {
  actionTreeItem,
  groupTreeItem,
  type ItemContext,
  moreTreeItem,
  type Node,
  type TraceNode,
  traceTooltip,
  traceTreeItem,
  wayOutNodes,
} from './trace-items.ts';
import type { TraceList } from './trace-list.ts';

/** Rows of the Traces view. */
export class TracesTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #list: TraceList;
  readonly #selection: SelectionState;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listener: vscode.Disposable;
  #grouping: TraceGrouping;
  #context: ItemContext = { longestNs: 0, nowMs: 0, hideService: false };

  constructor(list: TraceList, selection: SelectionState, grouping: TraceGrouping) {
    this.#list = list;
    this.#selection = selection;
    this.#grouping = grouping;
    this.#listener = list.onDidChange(() => this.#changed.fire());
  }

  get onDidChangeTreeData(): vscode.Event<void> {
    return this.#changed.event;
  }

  get grouping(): TraceGrouping {
    return this.#grouping;
  }

  set grouping(grouping: TraceGrouping) {
    this.#grouping = grouping;
    this.#changed.fire();
  }

  getChildren(node?: Node): Node[] {
    const nodeOf = (trace: TraceNode['trace']): TraceNode => ({
      kind: 'trace',
      trace,
      connection: this.#selection.current.connection,
    });
    if (node) return node.kind === 'group' ? node.group.traces.map(nodeOf) : [];
    const { traces, more, state } = this.#list;
    if (traces.length === 0 && state.state === 'failed') return wayOutNodes();
    this.#context = {
      longestNs: traces.reduce((longest, trace) => Math.max(longest, trace.durationNs), 0),
      nowMs: Date.now(),
      hideService: this.#grouping === 'service',
    };
    const rows: Node[] =
      this.#grouping === 'none'
        ? traces.map(nodeOf)
        : groupTraces(traces, this.#grouping).map((group) => ({ kind: 'group', group }));
    return more ? [...rows, { kind: 'more' }] : rows;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'trace') return traceTreeItem(node, this.#context);
    if (node.kind === 'action') return actionTreeItem(node);
    return node.kind === 'group' ? groupTreeItem(node) : moreTreeItem(this.#list.traces.length);
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    if (node.kind === 'trace') item.tooltip = traceTooltip(node, this.#context.nowMs);
    return item;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}
