import * as vscode from 'vscode';
import type { Finding } from '../../core/gaps/model.ts';
import type { Placed } from '../../core/gaps/view/group-findings.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { GapList } from './gap-list.ts';

export const SOURCE = 'Spanlight gaps';

const LEVELS: Readonly<Record<string, vscode.DiagnosticSeverity>> = {
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** ms; opening a folder's files one after the other changes them all. */
const SETTLE_MS = 100;

/** Gaps under the code they are about: of open files only, unless the setting says all. */
export class GapDiagnostics implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #collection = this.#store.add(vscode.languages.createDiagnosticCollection('spanlight.gaps'));
  readonly #list: GapList;
  readonly #config: Config;
  readonly #shown = new Map<string, readonly (readonly [vscode.Diagnostic, Placed])[]>();
  #timer: NodeJS.Timeout | undefined;

  constructor(list: GapList, config: Config) {
    this.#list = list;
    this.#config = config;
    this.#store.add(list.onDidChange(() => list.state.state !== 'scanning' && this.#soon()));
    this.#store.add(vscode.window.tabGroups.onDidChangeTabs(() => this.#soon()));
    this.#store.add(
      config.onChange((affects) => {
        if (affects('gaps.diagnostics') || affects('gaps.severity')) this.#soon();
      }),
    );
  }

  /** The gap that a diagnostic of ours tells. */
  of(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Placed | undefined {
    if (diagnostic.source !== SOURCE) return undefined;
    const list = this.#shown.get(uri.toString()) ?? [];
    return list.find(
      ([d]) => d.message === diagnostic.message && d.range.start.line === diagnostic.range.start.line,
    )?.[1];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(), SETTLE_MS);
  }

  #show(): void {
    const which = this.#config.get('gaps.diagnostics');
    const files = new Map<string, Placed[]>();
    if (which !== 'off')
      for (const placed of this.#list.shown()) {
        const key = vscode.Uri.joinPath(vscode.Uri.file(placed.folder), placed.finding.file).toString();
        files.set(key, [...(files.get(key) ?? []), placed]);
      }
    const documents = new Map(vscode.workspace.textDocuments.map((d) => [d.uri.toString(), d]));
    const open = openInTabs();
    for (const key of this.#shown.keys())
      if (!files.has(key) || (which === 'openFiles' && !open.has(key))) {
        this.#shown.delete(key);
        this.#collection.delete(vscode.Uri.parse(key));
      }
    for (const [key, placed] of files) {
      const document = documents.get(key);
      if (which === 'openFiles' && !open.has(key)) continue;
      const pairs = placed.map((p) => [diagnosticOf(p.finding, document, this.#config), p] as const);
      this.#shown.set(key, pairs);
      this.#collection.set(
        vscode.Uri.parse(key),
        pairs.map(([d]) => d),
      );
    }
  }
}

/** What the user has open; other extensions load documents that nobody sees. */
function openInTabs(): Set<string> {
  const open = new Set<string>();
  for (const { tabs } of vscode.window.tabGroups.all)
    for (const { input } of tabs) {
      if (input instanceof vscode.TabInputText) open.add(input.uri.toString());
      else if (input instanceof vscode.TabInputTextDiff) open.add(input.modified.toString());
    }
  return open;
}

function diagnosticOf(
  finding: Finding,
  document: vscode.TextDocument | undefined,
  config: Config,
): vscode.Diagnostic {
  const { title, why, rule } = finding;
  const message = [`${title}.`.replace(/\.\.$/, '.'), why[0] ?? ''].filter(Boolean).join(' ');
  const diagnostic = new vscode.Diagnostic(rangeOf(finding, document), message, severity(finding, config));
  diagnostic.source = SOURCE;
  diagnostic.code = rule;
  return diagnostic;
}

/** The first line of what it is about: a whole handler underlined would hide everything else. */
function rangeOf({ line, column }: Finding, document: vscode.TextDocument | undefined): vscode.Range {
  const at = Math.max(0, line - 1);
  if (!document || at >= document.lineCount)
    return new vscode.Range(at, column ?? 0, at, Number.MAX_SAFE_INTEGER);
  const text = document.lineAt(at);
  const from = Math.min(column ?? 0, text.text.length);
  const start = Math.max(from, text.firstNonWhitespaceCharacterIndex);
  return new vscode.Range(at, start, at, Math.max(start, text.text.trimEnd().length));
}

/** Hint, unless it is about the setup or sure. */
function severity({ rule, confidence, severity: said }: Finding, config: Config): vscode.DiagnosticSeverity {
  const loud = (rule.startsWith('setup.') || confidence === 'high') && said === 'warning';
  if (loud) return LEVELS[config.get('gaps.severity')] ?? vscode.DiagnosticSeverity.Warning;
  return said === 'hint' || said === 'warning'
    ? vscode.DiagnosticSeverity.Hint
    : vscode.DiagnosticSeverity.Information;
}
