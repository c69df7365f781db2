import * as vscode from 'vscode';
import { setupAdvice } from '../../core/mapping/setup-advice.ts';
import type { MappingShare } from '../../core/mapping/shares.ts';
import type { UserMappings } from '../../host/user-mappings.ts';
import type { Diagnosis, Doctor, DoctorSite } from './doctor.ts';
import {
  type GroupKind,
  type GroupNode,
  itemOf,
  type Node,
  type ShareNode,
  type SiteNode,
} from './mapping-nodes.ts';

/** More rows than this are no list to read; the ones left out are the smallest. */
const MAX_SITES = 200;

/** Rows of the Mapping view. */
export class MappingTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #doctor: Doctor;
  readonly #mappings: UserMappings;
  readonly #changed = new vscode.EventEmitter<undefined>();

  constructor(doctor: Doctor, mappings: UserMappings) {
    this.#doctor = doctor;
    this.#mappings = mappings;
  }

  get onDidChangeTreeData(): vscode.Event<undefined> {
    return this.#changed.event;
  }

  get isEmpty(): boolean {
    return (this.#doctor.known?.all.spans ?? 0) === 0;
  }

  update(): void {
    this.#changed.fire(undefined);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return itemOf(node);
  }

  getChildren(node?: Node): Node[] {
    const { known } = this.#doctor;
    if (!known || this.isEmpty) return [];
    if (!node) return this.#roots(known);
    if (node.kind === 'share') return childrenOf(node);
    return node.kind === 'group' ? [...node.children] : [];
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #roots({ all, services, roots, index }: Diagnosis): Node[] {
    const shares = services.map((share): ShareNode => ({ kind: 'share', share, isAll: false }));
    return [
      ...(services.length > 1 ? [{ kind: 'share', share: all, isAll: true } as const] : []),
      ...shares,
      ...group(
        'taught',
        '',
        this.#mappings.taught.map((taught) => ({ kind: 'taught', taught })),
      ),
      ...group(
        'roots',
        '',
        roots.roots.map((root) => ({ kind: 'root', root })),
      ),
      ...group(
        'notes',
        '',
        index.notes.map((text) => ({ kind: 'note', text })),
      ),
    ];
  }
}

function childrenOf({ share, isAll }: ShareNode): Node[] {
  const { service, spans, byStrategy } = share;
  const of = isAll ? 'all' : service;
  const strategies = group(
    'strategies',
    of,
    byStrategy.map((s) => ({ kind: 'strategy', of, strategy: s.strategy, spans: s.spans, total: spans })),
  );
  if (isAll) return strategies.flatMap((g) => [...g.children]);
  const sites = sitesOf(share);
  const isExact = ({ resolution }: DoctorSite) => resolution.result?.confidence === 'exact';
  const asNode = (site: DoctorSite): SiteNode => ({ kind: 'site', site });
  return [
    ...group(
      'advice',
      of,
      setupAdvice(share).map((advice) => ({ kind: 'advice', service, advice })),
    ),
    ...group(
      'open',
      of,
      sites
        .filter((s) => !isExact(s))
        .slice(0, MAX_SITES)
        .map(asNode),
    ),
    ...group('found', of, sites.filter(isExact).slice(0, MAX_SITES).map(asNode)),
    ...strategies,
  ];
}

/** Every site of a share came from the doctor. */
const sitesOf = ({ sites }: MappingShare): readonly DoctorSite[] =>
  sites.filter((site): site is DoctorSite => 'explain' in site);

const group = (kind: GroupKind, of: string, children: readonly Node[]): GroupNode[] =>
  children.length === 0 ? [] : [{ kind: 'group', group: kind, of, children }];
