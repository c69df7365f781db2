import * as vscode from 'vscode';
import type { Finding } from '../../core/gaps/model.ts';
import { asFilter, type GapFilter, isShown } from '../../core/gaps/view/filter-findings.ts';
import type { Placed } from '../../core/gaps/view/group-findings.ts';
import type { Logger } from '../../core/ports.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Indexer } from '../../host/indexer.ts';
import type { FolderGaps, GapProgress } from '../../protocol/indexer-gaps.ts';

export type GapState =
  | { readonly state: 'never' }
  | { readonly state: 'scanning'; readonly progress: GapProgress }
  | { readonly state: 'stopped'; readonly progress: GapProgress }
  | { readonly state: 'ready' }
  | { readonly state: 'failed'; readonly sentence: string };

/** ms; typing changes findings with every pause. */
const SETTLE_MS = 150;
const SCANNED = 'spanlight.gaps.scanned';
const FILTER = 'spanlight.gaps.filter';

/** What the scan found, kept up to date; everything that shows gaps reads from here. */
export class GapList implements vscode.Disposable {
  readonly #indexer: Indexer;
  readonly #memento: vscode.Memento;
  readonly #log: Logger;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  #reports: readonly FolderGaps[] = [];
  #state: GapState = { state: 'never' };
  #filter: GapFilter;
  #running: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(indexer: Indexer, memento: vscode.Memento, log: Logger) {
    this.#indexer = indexer;
    this.#memento = memento;
    this.#log = log;
    this.#filter = asFilter(memento.get(FILTER));
    this.#store.add(indexer.on('gaps.updated', () => this.#soon()));
  }

  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  get reports(): readonly FolderGaps[] {
    return this.#reports;
  }

  get state(): GapState {
    return this.#state;
  }

  get filter(): GapFilter {
    return this.#filter;
  }

  /** Whether this workspace was scanned before, maybe in an earlier session. */
  get wasScanned(): boolean {
    return this.#memento.get(SCANNED) === true;
  }

  async setFilter(filter: GapFilter): Promise<void> {
    this.#filter = filter;
    this.#changed.fire();
    await this.#memento.update(FILTER, filter);
  }

  /** Every finding, whatever the filter. */
  all(): Placed[] {
    return this.#reports.flatMap(({ folder, findings }) => findings.map((finding) => ({ folder, finding })));
  }

  shown(): Placed[] {
    return this.all().filter(({ finding }) => isShown(finding, this.#filter));
  }

  find(folder: string, fingerprint: string): Finding | undefined {
    return this.#reports
      .find((r) => r.folder === folder)
      ?.findings.find((f) => f.fingerprint === fingerprint);
  }

  reportOf(folder: string): FolderGaps | undefined {
    return this.#reports.find((r) => r.folder === folder);
  }

  /** Looks at everything that is new or changed; a second call while one runs waits for that one. */
  async scan(
    options: {
      readonly fresh?: boolean;
      readonly signal?: AbortSignal;
      readonly onProgress?: (progress: GapProgress) => void;
    } = {},
  ): Promise<void> {
    const running = new AbortController();
    this.#running?.abort();
    this.#running = running;
    options.signal?.addEventListener('abort', () => running.abort(), { once: true });
    let progress: GapProgress = { done: 0, total: 0 };
    this.#set({ state: 'scanning', progress });
    try {
      this.#reports = await this.#indexer.call(
        'gaps.scan',
        { fresh: options.fresh },
        {
          signal: running.signal,
          onPart: (part) => {
            progress = part;
            options.onProgress?.(part);
            if (this.#running === running) this.#set({ state: 'scanning', progress });
          },
        },
      );
      await this.#memento.update(SCANNED, true);
      if (this.#running === running) this.#set({ state: 'ready' });
    } catch (error) {
      if (this.#running !== running) return;
      if (running.signal.aborted) this.#set({ state: 'stopped', progress });
      else {
        this.#log.error(`gaps: ${(error as Error).message}`);
        this.#set({ state: 'failed', sentence: (error as Error).message });
      }
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }

  /** What was read so far is kept; the next scan goes on from there. */
  stop(): void {
    this.#running?.abort();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.stop();
    this.#store.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), SETTLE_MS);
  }

  async #refresh(): Promise<void> {
    try {
      const reports = await this.#indexer.call('gaps.report', undefined);
      if (!reports || this.#running) return;
      this.#reports = reports;
      this.#changed.fire();
    } catch (error) {
      this.#log.debug(`gaps: ${(error as Error).message}`);
    }
  }

  #set(state: GapState): void {
    this.#state = state;
    this.#changed.fire();
  }
}
