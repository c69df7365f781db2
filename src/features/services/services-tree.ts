import * as vscode from 'vscode';
import { byOrder, type RowOrder, serviceRows } from '../../core/figures/service-rows.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { Snapshot } from '../../host/figures/snapshot.ts';
import {
  type GroupNode,
  groupItem,
  type Node,
  type RowNode,
  rowItem,
  rowNode,
  serviceItem,
  serviceNode,
} from './service-nodes.ts';

const GROUPS = ['operations', 'functions', 'calls'] as const;

/** Rows of the Services view; a service's own are worked out when it is opened. */
export class ServicesTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #figures: Figures;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #rows = new Map<string, readonly RowNode[]>();
  #order: RowOrder;
  #snapshot: Snapshot | undefined;

  constructor(figures: Figures, order: RowOrder) {
    this.#figures = figures;
    this.#order = order;
  }

  get onDidChangeTreeData(): vscode.Event<undefined> {
    return this.#changed.event;
  }

  get order(): RowOrder {
    return this.#order;
  }

  get isEmpty(): boolean {
    return (this.#figures.snapshot?.services.length ?? 0) === 0;
  }

  sort(order: RowOrder): void {
    this.#order = order;
    this.#changed.fire(undefined);
  }

  update(): void {
    // Code that is found later belongs to the same figures.
    this.#rows.clear();
    this.#changed.fire(undefined);
  }

  getChildren(node?: Node): Node[] {
    const { snapshot } = this.#figures;
    if (snapshot !== this.#snapshot) this.#rows.clear();
    this.#snapshot = snapshot;
    if (!snapshot) return [];
    if (!node) return [...snapshot.services].sort(byOrder(this.#order, (s) => s.service)).map(serviceNode);
    if (node.kind === 'service') return this.#groupsOf(node.figures.service, snapshot);
    return node.kind === 'group' ? [...node.rows] : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'service') return serviceItem(node, this.#order);
    return node.kind === 'group' ? groupItem(node) : rowItem(node, this.#order);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #groupsOf(service: string, snapshot: Snapshot): GroupNode[] {
    const rows = this.#rows.get(service) ?? this.#read(service, snapshot);
    this.#rows.set(service, rows);
    const order = byOrder<RowNode['row']>(this.#order, (row) => row.label);
    return GROUPS.flatMap((group): GroupNode[] => {
      const own = rows.filter(({ row }) => row.group === group).sort((a, b) => order(a.row, b.row));
      return own.length > 0 ? [{ kind: 'group', service, group, rows: own }] : [];
    });
  }

  #read(service: string, snapshot: Snapshot): RowNode[] {
    const placeOf = (site: string) => this.#figures.resolutionOf(site)?.result ?? undefined;
    return serviceRows(snapshot.sites.values(), service, placeOf).map((row) => rowNode(service, row));
  }
}
