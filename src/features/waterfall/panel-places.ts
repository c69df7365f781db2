import type * as vscode from 'vscode';
import type { Resolution } from '../../core/mapping/resolution.ts';
import type { Logger } from '../../core/ports.ts';
import type { ExportedPlaces } from '../../protocol/engine-export.ts';
import type { ResolvedSpans } from '../../protocol/indexer.ts';
import type { Place, Places } from '../../protocol/waterfall.ts';
import type { CodeResolver } from './code-resolver.ts';

const AGAIN_AFTER_MS = 500;

/** Where the spans of one trace are in the code, kept up to date for its panel. */
export class PanelPlaces {
  readonly #resolver: CodeResolver;
  readonly #log: Logger;
  readonly #handle: number;
  readonly #send: (places: Places) => void;
  readonly #watching: vscode.Disposable;
  #resolved: Promise<ResolvedSpans>;
  #known: ResolvedSpans | undefined;
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(resolver: CodeResolver, log: Logger, handle: number, send: (places: Places) => void) {
    this.#resolver = resolver;
    this.#log = log;
    this.#handle = handle;
    this.#send = send;
    this.#resolved = this.#start();
    this.#watching = resolver.onDidChange(() => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#resolved = this.#start();
      }, AGAIN_AFTER_MS);
    });
  }

  async ofSpan(span: number): Promise<Resolution | undefined> {
    const { resolutions, of } = await this.#resolved;
    return resolutions[of[span] ?? -1];
  }

  /** Numbers of the places of spans; empty while they are not known. */
  numbersOf(spans: Uint32Array): Uint32Array {
    const of = this.#known?.of;
    return of ? spans.map((span) => of[span] ?? 0) : new Uint32Array(0);
  }

  /** What a page takes along; undefined while nothing is known. */
  exported(): ExportedPlaces | undefined {
    if (!this.#known) return undefined;
    const { resolutions, of } = this.#known;
    return { labels: resolutions.map(({ result }) => (result ? placeOf(result) : null)), of };
  }

  /** Spans whose code is at the line (from 1) of a file. */
  spansAt(path: string, line: number): Uint32Array {
    if (!this.#known) return new Uint32Array(0);
    const { resolutions, of } = this.#known;
    const here = resolutions.map(({ result }) => {
      if (!result || `${result.folder}/${result.file}` !== path) return false;
      return line >= result.line && line <= Math.max(result.line, result.endLine);
    });
    if (!here.includes(true)) return new Uint32Array(0);
    const spans = new Uint32Array(of.length);
    let n = 0;
    for (let span = 0; span < of.length; span++) if (here[of[span] ?? 0]) spans[n++] = span;
    return spans.slice(0, n);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#watching.dispose();
  }

  #start(): Promise<ResolvedSpans> {
    const resolved = this.#resolve();
    resolved.catch((error: unknown) => this.#log.warn(`places in code: ${String(error)}`));
    return resolved;
  }

  async #resolve(): Promise<ResolvedSpans> {
    const resolved = await this.#resolver.resolveSpans(this.#handle);
    this.#known = resolved;
    if (!this.#disposed) this.#send(placesOf(resolved));
    return resolved;
  }
}

function placesOf({ resolutions, of }: ResolvedSpans): Places {
  const spans = new Uint32Array(resolutions.length);
  for (const number of of) spans[number] = (spans[number] ?? 0) + 1;
  const counts = { exact: 0, likely: 0, guess: 0, none: 0 };
  const byNumber = resolutions.map(({ result }, number) => {
    counts[result?.confidence ?? 'none'] += spans[number] ?? 0;
    return result ? placeOf(result) : undefined;
  });
  return { byNumber, counts };
}

function placeOf(result: NonNullable<Resolution['result']>): Place {
  const name = result.file.slice(result.file.lastIndexOf('/') + 1);
  const role = result.role === 'code' ? '' : `, ${result.role}`;
  const why = [`${result.confidence}${role}:`, ...result.evidence, result.stale ?? ''].join(' ').trim();
  return { sureness: result.confidence, label: `${name}:${result.line}`, why };
}
