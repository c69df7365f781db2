import * as vscode from 'vscode';
import type { Explanation } from '../../core/mapping/explanation.ts';
import {
  type MappedSpans,
  type MappingShare,
  mappedSpansOf,
  mappingShare,
  mappingShares,
} from '../../core/mapping/shares.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Engine } from '../../host/engine.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { Indexer } from '../../host/indexer.ts';
import type { IndexStatus, KnownRoots, SpansToResolve } from '../../protocol/indexer.ts';

export type DoctorDeps = { readonly engine: Engine; readonly indexer: Indexer; readonly figures: Figures };

/** Whose spans are judged: all of the chosen window, or one open trace. */
export type Subject =
  | { readonly kind: 'window' }
  | { readonly kind: 'trace'; readonly handle: number; readonly label: string };

/** Spans of one kind, and how to ask what was tried for them. */
export type DoctorSite = MappedSpans & {
  readonly id: string;
  explain(signal: AbortSignal): Promise<Explanation>;
};

export type Diagnosis = {
  readonly subject: Subject;
  readonly all: MappingShare;
  readonly services: readonly MappingShare[];
  readonly roots: KnownRoots;
  readonly index: IndexStatus;
};

/** After edits and new spans the doctor looks again, not more often than this. */
const AGAIN_AFTER_MS = 700;

/** What is known of how spans are led to code; looks only while somebody watches. */
export class Doctor implements vscode.Disposable {
  readonly #deps: DoctorDeps;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  #subject: Subject = { kind: 'window' };
  #known: Diagnosis | undefined;
  #watch: vscode.Disposable | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running = new AbortController();
  /** Why there is nothing to show, as a sentence. */
  failure = '';

  constructor(deps: DoctorDeps) {
    this.#deps = deps;
    const again = () => this.#later();
    this.#store.add(deps.figures.onDidChange((uri) => !uri && this.#subject.kind === 'window' && again()));
    this.#store.add(deps.indexer.on('index.updated', again));
    this.#store.add(deps.indexer.on('index.status', again));
  }

  get onDidChange(): vscode.Event<void> {
    return this.#changed.event;
  }

  get known(): Diagnosis | undefined {
    return this.#known;
  }

  get subject(): Subject {
    return this.#subject;
  }

  /** Starts and stops looking. */
  watch(on: boolean): void {
    if (on && !this.#watch) {
      this.#watch = this.#deps.figures.watch('always');
      this.#later(0);
    }
    if (!on) {
      this.#watch?.dispose();
      this.#watch = undefined;
    }
  }

  async show(subject: Subject): Promise<void> {
    this.#subject = subject;
    this.#known = undefined;
    await this.look();
  }

  async look(): Promise<void> {
    this.#running.abort();
    this.#running = new AbortController();
    const { signal } = this.#running;
    try {
      const known = await this.#diagnose(this.#subject, signal);
      if (signal.aborted) return;
      this.#known = known;
      this.failure = '';
    } catch (error) {
      if (signal.aborted) return;
      this.#known = undefined;
      this.failure = (error as Error).message;
    }
    this.#changed.fire();
  }

  dispose(): void {
    this.#running.abort();
    clearTimeout(this.#timer);
    this.#watch?.dispose();
    this.#store.dispose();
  }

  #later(ms = AGAIN_AFTER_MS): void {
    if (!this.#watch || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.look();
    }, ms);
  }

  async #diagnose(subject: Subject, signal: AbortSignal): Promise<Diagnosis> {
    const { indexer } = this.#deps;
    const sites = subject.kind === 'window' ? this.#ofWindow() : await this.#ofTrace(subject.handle, signal);
    const roots = await indexer.call('index.roots', undefined, { signal });
    const index = await indexer.call('index.status', undefined, { signal });
    return { subject, all: mappingShare('', sites), services: mappingShares(sites), roots, index };
  }

  #ofWindow(): DoctorSite[] {
    const { figures } = this.#deps;
    return [...(figures.snapshot?.sites.values() ?? [])].flatMap(({ id, site, stats }): DoctorSite[] => {
      const resolution = figures.resolutionOf(id);
      const explain = (signal: AbortSignal) => figures.explain({ id, site }, signal);
      return resolution ? [{ id, site, spans: stats.count, resolution, explain }] : [];
    });
  }

  async #ofTrace(handle: number, signal: AbortSignal): Promise<DoctorSite[]> {
    const { engine, indexer } = this.#deps;
    const group = await engine.call('trace.sites', { handle }, { signal });
    const resolved = await indexer.call('index.resolveSpans', group, { signal });
    return mappedSpansOf(group, resolved).map((mapped) => ({
      ...mapped,
      id: `${handle} ${mapped.firstSpan}`,
      explain: (asked) => explainSpan(indexer, group, mapped.firstSpan, asked),
    }));
  }
}

export const explainSpan = (
  indexer: Indexer,
  { sites, siteOf, parents }: SpansToResolve,
  span: number,
  signal: AbortSignal,
): Promise<Explanation> => indexer.call('index.explain', { sites, siteOf, parents, span }, { signal });
