import * as vscode from 'vscode';
import { isIgnored, type ProblemRule } from '../../core/figures/ignore-comment.ts';
import { type LineEdit, shiftLine } from '../../core/figures/shift-lines.ts';
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

export type Shown = {
  readonly problem: Problem;
  readonly diagnostic: vscode.Diagnostic;
  readonly link: ReturnType<Links['lasting']> | undefined;
};

type ShownFile = { readonly uri: vscode.Uri; readonly problems: readonly Shown[] };

/** Diagnostics of a collection, and what each of them is about. */
export class ShownProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('spanlight');
  readonly #config: Config;
  readonly #links: Links;
  readonly #follow: (problem: Problem) => unknown;
  /** By problem. */
  readonly #lasting = new Map<string, ReturnType<Links['lasting']>>();
  #files = new Map<string, ShownFile>();

  constructor(config: Config, links: Links, follow: (problem: Problem) => unknown) {
    this.#config = config;
    this.#links = links;
    this.#follow = follow;
  }

  /** The problem that a diagnostic of ours tells. */
  of(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Shown | undefined {
    if (diagnostic.source !== SOURCE) return undefined;
    return this.#files
      .get(uri.toString())
      ?.problems.find(
        ({ problem }) => problem.message === diagnostic.message && problem.rule === ruleOf(diagnostic),
      );
  }

  async show(problems: readonly Problem[]): Promise<void> {
    const byFile = new Map<string, { uri: vscode.Uri; problems: Problem[] }>();
    for (const problem of problems) {
      const uri = uriOf(problem.at);
      const file = byFile.get(uri.toString()) ?? { uri, problems: [] };
      byFile.set(uri.toString(), file);
      file.problems.push(problem);
    }
    const next = new Map<string, ShownFile>();
    for (const [key, { uri, problems: all }] of byFile) {
      const lines = await linesOf(uri);
      const shown = all.flatMap((problem) => this.#shown(problem, lines) ?? []);
      if (shown.length > 0) next.set(key, { uri, problems: shown });
    }
    const before = this.#files;
    this.#files = next;
    for (const [key, { uri }] of before) if (!next.has(key)) this.#collection.delete(uri);
    for (const [key, file] of next)
      if (JSON.stringify(diagnosticsOf(file)) !== JSON.stringify(diagnosticsOf(before.get(key))))
        this.#collection.set(file.uri, diagnosticsOf(file));
    this.#forgetLinks();
  }

  /** Code moved: so do its problems, at once. */
  edited(document: vscode.TextDocument, edits: readonly LineEdit[]): void {
    const key = document.uri.toString();
    const file = this.#files.get(key);
    if (!file || !edits.some(({ startLine, endLine, inserted }) => inserted > 0 || endLine > startLine))
      return;
    const lines = document.getText().split(/\r?\n/);
    const problems = file.problems.flatMap(({ problem }) => {
      const at = shifted(problem.at, edits);
      if (!at) return [];
      // They are in the same file.
      const related = problem.related.flatMap(({ at: place, text }) => {
        const now = shifted(place, edits);
        return now ? [{ at: now, text }] : [];
      });
      return this.#shown({ ...problem, at, related }, lines) ?? [];
    });
    const moved = { uri: file.uri, problems };
    this.#files.set(key, moved);
    this.#collection.set(file.uri, diagnosticsOf(moved));
    this.#forgetLinks();
  }

  dispose(): void {
    this.#collection.dispose();
    for (const link of this.#lasting.values()) link.dispose();
  }

  #shown(problem: Problem, lines: readonly string[]): Shown | undefined {
    const { rule, at, related, message, trace, outdated } = problem;
    const severity = severityOf(this.#config, rule);
    if (severity === undefined || isIgnored((line) => lines[line - 1], at.line, rule)) return undefined;
    const link = trace && this.#linkTo(problem);
    const diagnostic = new vscode.Diagnostic(
      rangeOf(lines, at.line),
      message,
      // What was changed since may be fixed by now.
      outdated ? vscode.DiagnosticSeverity.Hint : severity,
    );
    diagnostic.source = SOURCE;
    diagnostic.code = link ? { value: rule, target: vscode.Uri.parse(link.address) } : rule;
    diagnostic.relatedInformation = related.map(
      (line) =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(uriOf(line.at), new vscode.Position(line.at.line - 1, 0)),
          line.text,
        ),
    );
    return { problem, diagnostic, link };
  }

  /** One for as long as the problem is shown: the trace that proves it may be another by then. */
  #linkTo({ key }: Problem): ReturnType<Links['lasting']> {
    const known = this.#lasting.get(key);
    if (known) return known;
    const link = this.#links.lasting(() => {
      for (const { problems } of this.#files.values())
        for (const { problem } of problems) if (problem.key === key) return this.#follow(problem);
      return undefined;
    });
    this.#lasting.set(key, link);
    return link;
  }

  #forgetLinks(): void {
    const used = new Set([...this.#files.values()].flatMap((f) => f.problems.map((p) => p.problem.key)));
    for (const [key, link] of this.#lasting)
      if (!used.has(key)) {
        link.dispose();
        this.#lasting.delete(key);
      }
  }
}

function shifted(place: CodeLocation, edits: readonly LineEdit[]): CodeLocation | undefined {
  const line = shiftLine(place.line, edits);
  return line === undefined ? undefined : { ...place, line, endLine: line };
}

const diagnosticsOf = (file: ShownFile | undefined) => (file?.problems ?? []).map((p) => p.diagnostic);

const ruleOf = ({ code }: vscode.Diagnostic): unknown => (typeof code === 'object' ? code.value : code);

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
