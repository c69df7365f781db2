import * as vscode from 'vscode';
import {
  byValue,
  type Grouping,
  groupFindings,
  type Placed,
  remedyGroups,
} from '../../core/gaps/view/group-findings.ts';
import type { GapList } from './gap-list.ts';
import {
  type FindingNode,
  factsOf,
  findingTooltip,
  type GapNode,
  type ServiceNode,
  treeItem,
} from './gap-nodes.ts';

/** Rows of the Instrumentation Gaps view. */
export class GapsTree implements vscode.TreeDataProvider<GapNode>, vscode.Disposable {
  readonly #list: GapList;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listener: vscode.Disposable;
  #grouping: Grouping;
  #reports: unknown;
  #filter: unknown;

  constructor(list: GapList, grouping: Grouping) {
    this.#list = list;
    this.#grouping = grouping;
    this.#listener = list.onDidChange(() => {
      // Progress alone changes no row.
      if (list.reports === this.#reports && list.filter === this.#filter) return;
      this.#reports = list.reports;
      this.#filter = list.filter;
      this.#changed.fire();
    });
  }

  get onDidChangeTreeData(): vscode.Event<void> {
    return this.#changed.event;
  }

  get grouping(): Grouping {
    return this.#grouping;
  }

  set grouping(grouping: Grouping) {
    this.#grouping = grouping;
    this.#changed.fire();
  }

  getChildren(node?: GapNode): GapNode[] {
    if (!node) return this.#roots();
    if (node.kind === 'group') return node.group.findings.map((f) => findingNode(f, node.group.key));
    if (node.kind === 'remedy') return node.group.findings.map((f) => findingNode(f, node.group.remedy));
    if (node.kind === 'evidence') return factsOf(node);
    return node.kind === 'service' ? this.#ofService(node) : [];
  }

  getTreeItem(node: GapNode): vscode.TreeItem {
    return treeItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: GapNode): vscode.TreeItem {
    if (node.kind === 'finding') item.tooltip = findingTooltip(node);
    return item;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }

  #roots(): GapNode[] {
    const shown = this.#list.shown();
    if (this.#grouping !== 'service')
      return groupFindings(shown, this.#grouping).map((group) => ({ kind: 'group', group }));
    const ofService = new Map<string, Placed[]>();
    for (const one of shown) {
      const key = `${one.folder}\0${one.finding.service}`;
      const known = ofService.get(key);
      if (known) known.push(one);
      else ofService.set(key, [one]);
    }
    const services = this.#list.reports.flatMap(({ folder, services }) =>
      services.map(
        (service): ServiceNode => ({
          kind: 'service',
          folder,
          service,
          findings: ofService.get(`${folder}\0${service.name}`) ?? [],
        }),
      ),
    );
    // Those with the most to gain first, those without gaps last.
    services.sort(
      (a, b) => value(b.findings) - value(a.findings) || (a.service.name < b.service.name ? -1 : 1),
    );
    const known = new Set(services.flatMap((s) => s.findings));
    const rest = shown.filter((f) => !known.has(f)).sort(byValue);
    const other: GapNode[] =
      rest.length === 0
        ? []
        : [
            {
              kind: 'group',
              group: { key: '', label: vscode.l10n.t('Files of no service'), findings: rest },
            },
          ];
    return [...services, ...other];
  }

  #ofService(node: ServiceNode): GapNode[] {
    const { folder, service, findings } = node;
    const { remedies, alone } = remedyGroups(findings);
    const setup = alone.filter((f) => f.finding.rule.startsWith('setup.'));
    return [
      { kind: 'evidence', folder, service },
      ...setup.map((f) => findingNode(f, service.name)),
      ...remedies.map((group): GapNode => ({ kind: 'remedy', folder, service: service.name, group })),
      ...alone.filter((f) => !setup.includes(f)).map((f) => findingNode(f, service.name)),
    ];
  }
}

const findingNode = (placed: Placed, within: string): FindingNode => ({ kind: 'finding', within, ...placed });
const value = (findings: readonly Placed[]): number => findings.reduce((sum, f) => sum + f.finding.value, 0);
