import * as vscode from 'vscode';
import { isIgnored, type ProblemRule } from '../../core/figures/ignore-comment.ts';
import type { CodeLocation } from '../../core/mapping/resolution.ts';
import type { Config } from '../../host/config.ts';
import type { Links } from '../../host/links.ts';
import type { Problem } from './problem.ts';

const SOURCE = 'Spanlight';

export const SEVERITY_KEYS = {
  'n-plus-one': 'problems.nPlusOne',
  'serial-calls': 'problems.serialCalls',
  'retry-storm': 'problems.retryStorm',
  'swallowed-error': 'problems.swallowedError',
  regression: 'problems.regression',
} as const satisfies Readonly<Record<ProblemRule, string>>;

const SEVERITIES: Readonly<Record<string, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Undefined: the rule is switched off. */
export function severityOf(config: Config, rule: ProblemRule): vscode.DiagnosticSeverity | undefined {
  return SEVERITIES[config.get(SEVERITY_KEYS[rule])];
}

export type Shown = { readonly problem: Problem; readonly link: ReturnType<Links['lasting']> | undefined };

/** Diagnostics of a collection, and what each of them is about. */
export class ShownProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('spanlight');
  readonly #config: Config;
  readonly #links: Links;
  readonly #follow: (problem: Problem) => unknown;
  #shown = new Map<string, Shown>();

  constructor(config: Config, links: Links, follow: (problem: Problem) => unknown) {
    this.#config = config;
    this.#links = links;
    this.#follow = follow;
  }

  /** The problem that a diagnostic of ours tells. */
  of(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Shown | undefined {
    if (diagnostic.source !== SOURCE) return undefined;
    return [...this.#shown.values()].find(
      ({ problem }) =>
        problem.message === diagnostic.message &&
        problem.rule === ruleOf(diagnostic) &&
        uriOf(problem.at).toString() === uri.toString(),
    );
  }

  async show(problems: readonly Problem[]): Promise<void> {
    const byFile = new Map<string, { uri: vscode.Uri; problems: Problem[] }>();
    for (const problem of problems) {
      const uri = uriOf(problem.at);
      const list = byFile.get(uri.toString()) ?? { uri, problems: [] };
      byFile.set(uri.toString(), list);
      list.problems.push(problem);
    }
    const next = new Map<string, Shown>();
    const entries: [vscode.Uri, vscode.Diagnostic[]][] = [];
    for (const file of byFile.values()) {
      const lines = await linesOf(file.uri);
      entries.push([
        file.uri,
        file.problems.flatMap((problem) => this.#diagnostic(problem, lines, next) ?? []),
      ]);
    }
    for (const [key, { link }] of this.#shown) if (!next.has(key)) link?.dispose();
    this.#shown = next;
    this.#collection.clear();
    this.#collection.set(entries);
  }

  dispose(): void {
    this.#collection.dispose();
    for (const { link } of this.#shown.values()) link?.dispose();
  }

  #diagnostic(
    problem: Problem,
    lines: readonly string[],
    next: Map<string, Shown>,
  ): vscode.Diagnostic | undefined {
    const { rule, at, call, message, key, trace } = problem;
    const severity = severityOf(this.#config, rule);
    if (severity === undefined || isIgnored((line) => lines[line - 1], at.line, rule)) return undefined;
    const link =
      this.#shown.get(key)?.link ??
      (trace ? this.#links.lasting(() => this.#follow(this.#shown.get(key)?.problem ?? problem)) : undefined);
    next.set(key, { problem, link });
    const diagnostic = new vscode.Diagnostic(rangeOf(lines, at.line), message, severity);
    diagnostic.source = SOURCE;
    diagnostic.code = link ? { value: rule, target: vscode.Uri.parse(link.address) } : rule;
    if (call)
      diagnostic.relatedInformation = [
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(uriOf(call), new vscode.Position(call.line - 1, 0)),
          vscode.l10n.t('the call'),
        ),
      ];
    return diagnostic;
  }
}

export const ruleOf = ({ code }: vscode.Diagnostic): unknown =>
  typeof code === 'object' ? code.value : code;

const uriOf = ({ folder, file }: CodeLocation) => vscode.Uri.joinPath(vscode.Uri.file(folder), file);

/** As the editor has it, else as it is on disk; nothing for a file that cannot be read. */
async function linesOf(uri: vscode.Uri): Promise<readonly string[]> {
  const open = vscode.workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
  if (open) return open.getText().split(/\r?\n/);
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)).split(/\r?\n/);
  } catch {
    return [];
  }
}

/** The text of a line without what it is indented by. */
function rangeOf(lines: readonly string[], line: number): vscode.Range {
  const text = lines[line - 1] ?? '';
  return new vscode.Range(line - 1, text.length - text.trimStart().length, line - 1, text.trimEnd().length);
}
