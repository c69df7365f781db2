import * as vscode from 'vscode';
import { isEntry } from '../../core/gaps/model.ts';
import type { FileCoverage } from '../../core/gaps/report.ts';
import type { Logger } from '../../core/ports.ts';
import type { Indexer } from '../../host/indexer.ts';
import type { GapList } from './gap-list.ts';

const CONTROLLER = 'spanlight.gaps';

/** Entry points and outgoing calls with a span, as test coverage: by file, by folder, and by service as the test. */
export class GapCoverage implements vscode.Disposable {
  readonly #list: GapList;
  readonly #indexer: Indexer;
  readonly #log: Logger;
  #controller: vscode.TestController | undefined;
  #run: vscode.TestRun | undefined;

  constructor(list: GapList, indexer: Indexer, log: Logger) {
    this.#list = list;
    this.#indexer = indexer;
    this.#log = log;
  }

  /** The Testing view has no entry of ours before somebody asks. */
  show(): number {
    const controller = this.#start();
    this.#run?.end();
    const run = controller.createTestRun(
      new vscode.TestRunRequest(undefined, undefined, this.#profile),
      vscode.l10n.t('Instrumentation coverage'),
      false,
    );
    this.#run = run;
    controller.items.replace([]);
    let files = 0;
    for (const { folder, services, coverage } of this.#list.reports) {
      const root = vscode.Uri.file(folder);
      const items = services.map((service) => {
        const item = controller.createTestItem(
          `${folder} ${service.root} ${service.language}`,
          service.name,
          vscode.Uri.joinPath(root, service.manifest),
        );
        controller.items.add(item);
        return { item, service };
      });
      for (const { item, service } of items) {
        run.started(item);
        // A gap is no failed test: it must not turn the Testing view red.
        if (service.findings === 0) run.passed(item);
        else run.skipped(item);
      }
      for (const file of coverage.files) {
        if (file.entries.total + file.outbound.total === 0) continue;
        const owners = items.filter(
          ({ service }) => service.root === '' || file.file.startsWith(`${service.root}/`),
        );
        const nearest = owners.sort((a, b) => b.service.root.length - a.service.root.length)[0];
        run.addCoverage(coverageOf(root, file, nearest ? [nearest.item] : []));
        files++;
      }
    }
    run.end();
    return files;
  }

  dispose(): void {
    this.#run?.end();
    this.#controller?.dispose();
  }

  #profile: vscode.TestRunProfile | undefined;

  #start(): vscode.TestController {
    if (this.#controller) return this.#controller;
    const controller = vscode.tests.createTestController(CONTROLLER, vscode.l10n.t('Instrumentation'));
    const profile = controller.createRunProfile(
      vscode.l10n.t('Instrumentation coverage'),
      vscode.TestRunProfileKind.Coverage,
      async () => {
        await this.#list.scan();
        this.show();
      },
      true,
    );
    profile.loadDetailedCoverage = (_run, { uri }) => this.#details(uri);
    profile.loadDetailedCoverageForTest = (_run, { uri }) => this.#details(uri);
    this.#controller = controller;
    this.#profile = profile;
    return controller;
  }

  async #details(uri: vscode.Uri): Promise<vscode.FileCoverageDetail[]> {
    try {
      const verdicts = await this.#indexer.call('gaps.sites', { path: uri.fsPath });
      return verdicts
        .filter((v) => v.state !== 'quiet' && v.state !== 'ignored')
        .flatMap(({ site, state, tech }): vscode.FileCoverageDetail[] => {
          const at = new vscode.Position(site.line - 1, site.column);
          const covered = state === 'covered';
          // The gutter shows statements only, the list below a file declarations.
          const statement = new vscode.StatementCoverage(covered, at);
          if (!isEntry(site.kind)) return [statement];
          const name = site.symbol || site.keys.route || tech;
          return [statement, new vscode.DeclarationCoverage(name, covered, at)];
        });
    } catch (error) {
      this.#log.debug(`gaps: ${(error as Error).message}`);
      return [];
    }
  }
}

/** Statements are all places that should have a span, declarations the entry points among them. */
function coverageOf(
  root: vscode.Uri,
  { file, entries, outbound }: FileCoverage,
  items: vscode.TestItem[],
): vscode.FileCoverage {
  return new vscode.FileCoverage(
    vscode.Uri.joinPath(root, file),
    new vscode.TestCoverageCount(entries.covered + outbound.covered, entries.total + outbound.total),
    undefined,
    entries.total > 0 ? new vscode.TestCoverageCount(entries.covered, entries.total) : undefined,
    items,
  );
}
