import * as vscode from 'vscode';
import type { Count, FileCoverage } from '../../core/gaps/report.ts';
import type { Config } from '../../host/config.ts';
import { DisposableStore } from '../../host/disposables.ts';
import { pathKey } from '../../host/path-key.ts';
import { SOURCE } from './gap-diagnostics.ts';
import type { GapList } from './gap-list.ts';

type Marked = {
  readonly gaps: number;
  readonly coverage: FileCoverage | undefined;
  readonly folder: boolean;
};

/** The number of gaps beside a file in the Explorer; what of a folder is traced, where one points at it. */
export class GapFileDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<undefined | vscode.Uri[]>());
  readonly #list: GapList;
  readonly #config: Config;
  #marked = new Map<string, Marked>();

  constructor(list: GapList, config: Config) {
    this.#list = list;
    this.#config = config;
    this.#store.add(list.onDidChange(() => list.state.state !== 'scanning' && this.#update()));
    this.#store.add(config.onChange((affects) => affects('gaps.fileDecorations') && this.#update()));
    this.#store.add(
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        const own = uris.filter((uri) => this.#marked.has(pathKey(uri.fsPath)));
        if (own.length > 0) this.#changed.fire(own);
      }),
    );
    this.#store.add(vscode.window.registerFileDecorationProvider(this));
  }

  readonly onDidChangeFileDecorations: vscode.Event<undefined | vscode.Uri[]> = this.#changed.event;

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== 'file') return undefined;
    const marked = this.#marked.get(pathKey(uri.fsPath));
    return marked ? decorationOf(marked, isCounted(uri)) : undefined;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #update(): void {
    const marked = new Map<string, Marked>();
    if (this.#config.get('gaps.fileDecorations'))
      for (const { folder, coverage } of this.#list.reports) {
        const gaps = new Map<string, number>();
        for (const { finding, folder: own } of this.#list.shown())
          if (own === folder) gaps.set(finding.file, (gaps.get(finding.file) ?? 0) + 1);
        const root = vscode.Uri.file(folder);
        const put = (file: string, one: Marked) =>
          marked.set(pathKey(vscode.Uri.joinPath(root, file).fsPath), one);
        for (const one of coverage.folders) put(one.file, { gaps: 0, coverage: one, folder: true });
        for (const one of coverage.files)
          put(one.file, { gaps: gaps.get(one.file) ?? 0, coverage: one, folder: false });
        for (const [file, count] of gaps)
          if (!coverage.files.some((f) => f.file === file))
            put(file, { gaps: count, coverage: undefined, folder: false });
      }
    if (marked.size === 0 && this.#marked.size === 0) return;
    this.#marked = marked;
    this.#changed.fire(undefined);
  }
}

/** Problems are counted beside a file by the editor itself: no second number then. */
const isCounted = (uri: vscode.Uri): boolean =>
  vscode.languages
    .getDiagnostics(uri)
    .some((d) => d.source === SOURCE && d.severity <= vscode.DiagnosticSeverity.Warning);

function decorationOf(
  { gaps, coverage, folder }: Marked,
  counted: boolean,
): vscode.FileDecoration | undefined {
  const { t } = vscode.l10n;
  const parts = [
    gaps > 0 ? (gaps === 1 ? t('1 instrumentation gap') : t('{0} instrumentation gaps', gaps)) : '',
    coverage ? share(t('entry points'), coverage.entries) : '',
    coverage ? share(t('outgoing calls'), coverage.outbound) : '',
  ].filter(Boolean);
  if (parts.length === 0) return undefined;
  if (folder || counted || gaps === 0) return new vscode.FileDecoration(undefined, parts.join(' · '));
  return new vscode.FileDecoration(gaps > 9 ? '9+' : String(gaps), parts.join(' · '));
}

const share = (what: string, { covered, total }: Count): string =>
  total === 0 ? '' : vscode.l10n.t('{0} of {1} {2} traced', covered, total, what);
