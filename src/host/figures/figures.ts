import * as vscode from 'vscode';
import type { FileFigures } from '../../core/figures/file-figures.ts';
import type { MeasuredSite, SeenThrow, SiteFigures } from '../../core/figures/measured-site.ts';
import type { Resolution } from '../../core/mapping/resolution.ts';
import type { Logger } from '../../core/ports.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import { DisposableStore } from '../disposables.ts';
import type { Engine } from '../engine.ts';
import type { Health, HealthState } from '../figures-health.ts';
import type { Indexer } from '../indexer.ts';
import { pathKey } from '../path-key.ts';
import { RefreshSchedule } from '../refresh-schedule.ts';
import type { SelectionState } from '../selection.ts';
import { EVIDENCE_AGES, SITE_AGES } from './ages.ts';
import type { CodeChanges } from './code-changes.ts';
import { HealthLight } from './health-light.ts';
import { IndexNews } from './index-news.ts';
import { loadEvidence, placeThrown } from './load-evidence.ts';
import type { MovedLines } from './moved-lines.ts';
import { lineEdits, type MeasuredFile, OpenFiles } from './open-files.ts';
import { SiteResolver, type SiteToResolve } from './site-resolver.ts';
import {
  type EvidenceSnapshot,
  type Snapshot,
  sameEvidence,
  signatureOf,
  sitesByPath,
  throwsByPath,
} from './snapshot.ts';
import { visibleDocuments, Watchers } from './watchers.ts';

export type FiguresDeps = {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly selection: SelectionState;
  readonly changes: CodeChanges;
  readonly lines: MovedLines;
  readonly log: Logger;
};

/** Places of code asked for: a workspace has thousands at most, and the most called come first. */
const MOST_SITES = 5000;

/**
 * The figures of the window, and where in the code they stand. Asked for once for all files, only while something
 * shows them (`watch`), and kept; files follow edits at once and are worked out anew when the index has read them.
 */
export class Figures implements HealthState, vscode.Disposable {
  readonly #deps: FiguresDeps;
  readonly #store = new DisposableStore();
  readonly #resolver: SiteResolver;
  readonly #files: OpenFiles;
  readonly #watchers: Watchers;
  readonly #sites: RefreshSchedule;
  readonly #evidenceSchedule: RefreshSchedule;
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.Uri | undefined>());
  readonly #light = this.#store.add(new HealthLight());
  readonly #life = new AbortController();
  #snapshot: Snapshot | undefined;
  #signature = '';
  #evidence: EvidenceSnapshot | undefined;
  #byPath: ReadonlyMap<string, readonly MeasuredSite[]> = new Map();
  #throws: ReadonlyMap<string, readonly SeenThrow[]> = new Map();

  constructor(deps: FiguresDeps) {
    this.#deps = deps;
    const { engine, indexer, selection } = deps;
    this.#resolver = new SiteResolver(indexer);
    this.#files = this.#store.add(new OpenFiles(indexer, deps.changes));
    this.#watchers = this.#store.add(new Watchers(() => this.#wake()));
    const wanted = () => this.#watchers.active;
    this.#sites = this.#store.add(
      new RefreshSchedule({ ...SITE_AGES, wanted, run: (s) => this.#loadSites(s) }),
    );
    this.#evidenceSchedule = this.#store.add(
      new RefreshSchedule({
        ...EVIDENCE_AGES,
        wanted: () => wanted() && this.#snapshot !== undefined,
        run: (s) => this.#loadEvidence(s),
      }),
    );
    const news = new IndexNews((widely) => this.#resolveAgain(widely));
    this.#store.add(news);
    this.#store.add(
      indexer.on('index.updated', ({ paths }) => {
        this.#resolver.doubt(paths);
        news.heard(paths);
      }),
    );
    this.#store.add(selection.onDidChange(() => this.#reset()));
    this.#store.add(engine.on('store.changed', () => this.#dataChanged()));
    this.#store.add(this.#files.onDidChange((uri) => this.#changed.fire(uri)));
    this.#store.add(
      vscode.workspace.onDidChangeTextDocument((e) => {
        if (e.contentChanges.length > 0) this.#files.edited(e.document, lineEdits(e));
      }),
    );
    this.#store.add(vscode.workspace.onDidSaveTextDocument((d) => void this.#updateFile(d)));
    this.#store.add(vscode.window.onDidChangeVisibleTextEditors(() => this.#showNewFiles()));
  }

  /** Of one file, or of any when undefined. */
  get onDidChange(): vscode.Event<vscode.Uri | undefined> {
    return this.#changed.event;
  }

  get onDidChangeHealth(): vscode.Event<Health> {
    return this.#light.onDidChangeHealth;
  }

  get health(): Health {
    return this.#light.health;
  }

  get snapshot(): Snapshot | undefined {
    return this.#snapshot;
  }

  get evidence(): EvidenceSnapshot | undefined {
    return this.#evidence;
  }

  /** Whoever shows figures holds one of these as long as it does; `always`: also where no file is on screen. */
  watch(when: 'file' | 'always' = 'file'): vscode.Disposable {
    return this.#watchers.add(when);
  }

  /** What is known now, at today's lines; undefined where nothing was worked out yet. */
  of(document: vscode.TextDocument): FileFigures | undefined {
    return this.#files.get(document);
  }

  /** Leads sites to code that are not part of the window. */
  async resolve(sites: readonly SiteToResolve[], signal: AbortSignal): Promise<void> {
    await this.#resolver.resolve(sites, signal);
  }

  explain(site: SiteToResolve, signal: AbortSignal): ReturnType<SiteResolver['explain']> {
    return this.#resolver.explain(site, signal);
  }

  resolutionOf(site: string): Resolution | undefined {
    const known = this.#resolver.of(site);
    const lastSeenMs = this.#snapshot?.sites.get(site)?.stats.lastSeenMs;
    return known && this.#deps.lines.moved(site, known, lastSeenMs, this.#resolver.learnedMs(site));
  }

  /** Absolute paths (`pathKey`) that have figures. */
  get paths(): Iterable<string> {
    return this.#byPath.keys();
  }

  sitesOf(path: string): readonly MeasuredSite[] {
    return this.#byPath.get(pathKey(path)) ?? [];
  }

  refresh(): void {
    this.#sites.now();
    this.#evidenceSchedule.now();
  }

  dispose(): void {
    this.#life.abort();
    this.#store.dispose();
  }

  #wake(): void {
    this.#sites.wake();
    this.#evidenceSchedule.wake();
  }

  #dataChanged(): void {
    if (this.#deps.selection.current.connection !== LOCAL_CONNECTION) return;
    this.#sites.changed();
    this.#evidenceSchedule.changed();
  }

  /** What is shown belongs to another choice: it goes at once. */
  #reset(): void {
    this.#snapshot = undefined;
    this.#evidence = undefined;
    this.#signature = '';
    this.#place();
    this.#files.clear();
    this.#changed.fire(undefined);
    this.refresh();
  }

  async #loadSites(signal: AbortSignal): Promise<boolean> {
    const { engine, selection, log } = this.#deps;
    const { current } = selection;
    const { connection, environment, version } = current;
    const range = selection.range();
    const request = { service: undefined, range, environment, version, limit: MOST_SITES };
    this.#light.set({ state: 'loading' });
    try {
      const sites: SiteFigures[] = [];
      const onPart = (part: readonly SiteFigures[]) => void sites.push(...part);
      const { services, provenance } = await engine.call(
        'figures.sites',
        { connection, request },
        { signal, onPart },
      );
      await this.#resolver.resolve(sites, signal);
      signal.throwIfAborted();
      this.#snapshot = {
        selection: current,
        range,
        loadedMs: Date.now(),
        provenance,
        sites: new Map(sites.map((site) => [site.id, site])),
        services,
      };
      this.#light.set({ state: 'ok' });
      const signature = signatureOf(sites);
      const differs = signature !== this.#signature;
      this.#signature = signature;
      await this.#placeAndShow();
      this.#evidenceSchedule.wake();
      return differs;
    } catch (error) {
      if (signal.aborted) throw error;
      const sentence = (error as Error).message;
      if (this.#light.health.state !== 'failed') log.warn(`figures: ${sentence}`);
      this.#light.set({ state: 'failed', sentence });
      throw error;
    }
  }

  async #loadEvidence(signal: AbortSignal): Promise<boolean> {
    const snapshot = this.#snapshot;
    if (!snapshot) return false;
    try {
      const loaded = await loadEvidence(this.#deps.engine, this.#resolver, snapshot, signal);
      await this.#resolver.resolve([...snapshot.sites.values()], signal);
      signal.throwIfAborted();
      const before = this.#evidence?.evidence;
      this.#evidence = loaded;
      await this.#placeAndShow();
      return !before || !sameEvidence(before, loaded.evidence);
    } catch (error) {
      // Figures are shown without it; when the backend is away, they say so.
      if (!signal.aborted) this.#deps.log.debug(`evidence: ${(error as Error).message}`);
      throw error;
    }
  }

  async #resolveAgain(widely: boolean): Promise<void> {
    if (widely) this.#resolver.doubtUnsure();
    const snapshot = this.#snapshot;
    if (!snapshot) return;
    try {
      await this.#resolver.resolve([...snapshot.sites.values()], this.#life.signal);
      const known = this.#evidence;
      if (known) {
        const thrown = await placeThrown(known.evidence, this.#resolver, this.#life.signal);
        if (known === this.#evidence) this.#evidence = { ...known, thrown, placedMs: Date.now() };
      }
      if (snapshot === this.#snapshot) await this.#placeAndShow();
    } catch (error) {
      if (!this.#life.signal.aborted) this.#deps.log.debug(`mapping: ${(error as Error).message}`);
    }
  }

  #place(): void {
    const { thrown, placedMs } = this.#evidence ?? { thrown: [], placedMs: 0 };
    this.#byPath = sitesByPath(this.#snapshot?.sites.values() ?? [], (site) => this.resolutionOf(site));
    this.#throws = throwsByPath(thrown, ({ site, type, resolution, lastMs }) =>
      this.#deps.lines.moved(`${site} ${type}`, resolution, lastMs, placedMs),
    );
  }

  async #placeAndShow(): Promise<void> {
    this.#place();
    await Promise.all(visibleDocuments().map((document) => this.#updateFile(document)));
    this.#changed.fire(undefined);
  }

  #showNewFiles(): void {
    this.#watchers.look();
    for (const document of visibleDocuments())
      if (this.#files.get(document) === undefined) void this.#updateFile(document);
  }

  async #updateFile(document: vscode.TextDocument): Promise<void> {
    if (!this.#snapshot || document.uri.scheme !== 'file') return;
    try {
      await this.#files.update(document, () => this.#measuredIn(document), this.#life.signal);
    } catch (error) {
      if (!this.#life.signal.aborted) this.#deps.log.debug(`figures of a file: ${(error as Error).message}`);
    }
  }

  #measuredIn(document: vscode.TextDocument): MeasuredFile {
    const key = pathKey(document.uri.fsPath);
    return {
      sites: this.#byPath.get(key) ?? [],
      throws: this.#throws.get(key) ?? [],
      criticalShare: (site) => this.#evidence?.criticalShare.get(site),
      fromMs: this.#snapshot?.range.fromMs ?? 0,
    };
  }
}
