import * as vscode from 'vscode';
import { markdownReport } from '../../core/gaps/report/markdown.ts';
import { gapPage, servicePage } from '../../core/gaps/view/gap-page.ts';
import type { Placed } from '../../core/gaps/view/group-findings.ts';
import type { FolderGaps } from '../../protocol/indexer-gaps.ts';
import type { GapList } from './gap-list.ts';
import type { EvidenceNode, ServiceNode } from './gap-nodes.ts';

const SCHEME = 'spanlight-gap';

/** Pages of text about gaps, shown as rendered Markdown. */
export class GapPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #list: GapList;
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registered: vscode.Disposable;

  constructor(list: GapList) {
    this.#list = list;
    this.#registered = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  readonly onDidChange: vscode.Event<vscode.Uri> = this.#changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(uri.path) ?? vscode.l10n.t('This page is out of date. Open it again from the view.')
    );
  }

  explain({ folder, finding }: Placed): Thenable<unknown> {
    const service = this.#list.reportOf(folder)?.services.find((s) => s.name === finding.service);
    return this.#show(finding.title, gapPage(finding, service));
  }

  service({ folder, service }: ServiceNode | EvidenceNode): Thenable<unknown> {
    const findings = this.#list
      .all()
      .filter((f) => f.folder === folder && f.finding.service === service.name);
    return this.#show(
      service.name,
      servicePage(
        service,
        findings.map((f) => f.finding),
      ),
    );
  }

  dispose(): void {
    this.#registered.dispose();
    this.#changed.dispose();
  }

  #show(title: string, text: string): Thenable<unknown> {
    const name =
      title
        .replace(/[^\p{L}\p{N} .-]+/gu, ' ')
        .trim()
        .slice(0, 60) || 'gap';
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md` });
    this.#texts.set(uri.path, text);
    this.#changed.fire(uri);
    return vscode.commands.executeCommand('markdown.showPreview', uri);
  }
}

/** The summary page of everything that is shown, ready for a pull request or a wiki. */
export function summaryPage(list: GapList): string {
  return list.reports.map((report) => pageOf(report, list)).join('\n');
}

function pageOf(report: FolderGaps, list: GapList): string {
  const shown = list
    .shown()
    .filter((f) => f.folder === report.folder)
    .map((f) => f.finding);
  return markdownReport({ ...report, verdicts: [] }, shown, undefined);
}
