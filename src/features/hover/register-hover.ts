import * as vscode from 'vscode';
import type { LineFigures } from '../../core/figures/at-line.ts';
import { figuresAtLine, nameOf } from '../../core/figures/at-line.ts';
import type { Logger } from '../../core/ports.ts';
import { DisposableStore } from '../../host/disposables.ts';
import type { Figures } from '../../host/figures/figures.ts';
import type { DetailSource, FunctionDetail } from '../../host/figures/function-details.ts';
import { reach } from '../../host/milestones.ts';
import { lateHover, lineHover } from './hover-content.ts';
import type { HoverDeps } from './hover-deps.ts';

/** ms a hover waits for what it is compared with; what comes later is shown below. */
const PATIENCE_MS = 30;
/** ms for which figures are kept up to date after somebody looked at some. */
const LOOKED_MS = 60_000;

/** Figures where one points: the name of a measured function, or any place of a line that has some. */
export function registerHover(deps: HoverDeps): vscode.Disposable {
  const store = new DisposableStore();
  const attention = store.add(new Attention(deps.figures));
  const { known, late } = hoverProviders(deps, () => attention.paid());
  const files: vscode.DocumentSelector = { scheme: 'file' };
  store.add(vscode.languages.registerHoverProvider(files, known));
  store.add(vscode.languages.registerHoverProvider(files, late));
  return store;
}

/** Two parts of one hover: what is known at once, and what had to be asked for. */
export function hoverProviders(
  deps: HoverDeps,
  looked: () => void,
): Readonly<Record<'known' | 'late', vscode.HoverProvider>> {
  const atHand = new AtHand(deps.details);
  return {
    known: {
      provideHover: async (document, position) => {
        if (!deps.config.get('hover.enabled', document.uri)) return undefined;
        looked();
        const found = figuresAt(deps, document, position);
        if (!found) return undefined;
        const detail = found.line.function && (await atHand.get(found.line.function.sites));
        reach('hover');
        return new vscode.Hover(lineHover(found.line, detail, deps), found.range);
      },
    },
    late: {
      provideHover: async (document, position, token) => {
        if (!deps.config.get('hover.enabled', document.uri)) return undefined;
        const found = figuresAt(deps, document, position);
        const fn = found?.line.function;
        if (!fn || (await atHand.get(fn.sites))) return undefined;
        const detail = await deps.details.load(fn.sites).catch(noteFailure(deps.log));
        const late = detail && !token.isCancellationRequested ? lateHover(fn, detail) : undefined;
        return late && new vscode.Hover(late, found?.range);
      },
    },
  };
}

type Found = { readonly line: LineFigures; readonly range: vscode.Range };

function figuresAt(
  { figures, config }: HoverDeps,
  document: vscode.TextDocument,
  position: vscode.Position,
): Found | undefined {
  const known = figures.of(document);
  const line = known && figuresAtLine(known, position.line + 1);
  if (!line) return undefined;
  const whole = document.lineAt(position.line).range;
  const name = nameRange(document, line, position.line);
  if (name?.contains(position)) return { line, range: name };
  // Behind the code, where the figures are drawn.
  if (position.character >= whole.end.character)
    return { line, range: new vscode.Range(whole.end, whole.end) };
  return config.get('hover.wholeLine', document.uri) ? { line, range: whole } : undefined;
}

function nameRange(document: vscode.TextDocument, { function: fn }: LineFigures, line: number) {
  if (!fn) return undefined;
  const name = nameOf(fn.code.symbol);
  const text = document.lineAt(line).text;
  const at = text.startsWith(name, fn.code.column) ? fn.code.column : text.indexOf(name);
  return at < 0 || name === '' ? undefined : new vscode.Range(line, at, line, at + name.length);
}

/** Gives what is known within the patience of a hover, to both of its parts the same. Asking goes on. */
class AtHand {
  readonly #details: DetailSource;
  readonly #asked = new Map<string, Promise<FunctionDetail | undefined>>();

  constructor(details: DetailSource) {
    this.#details = details;
  }

  get(sites: readonly string[]): Promise<FunctionDetail | undefined> {
    const key = sites.join(' ');
    const asked = this.#asked.get(key);
    if (asked) return asked;
    const answer = this.#race(sites);
    this.#asked.set(key, answer);
    const forget = () => this.#asked.delete(key);
    // Both parts of a hover ask in the same moment.
    setTimeout(forget, PATIENCE_MS * 4);
    return answer;
  }

  async #race(sites: readonly string[]): Promise<FunctionDetail | undefined> {
    const known = this.#details.known(sites);
    if (known) return known;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    });
    try {
      return await Promise.race([this.#details.load(sites).catch(() => undefined), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

const noteFailure = (log: Logger) => (error: Error) => {
  log.debug(`hover: ${error.message}`);
  return undefined;
};

/** Keeps figures coming for a while after somebody looked at some, also where no decoration asks for them. */
class Attention implements vscode.Disposable {
  readonly #figures: Figures;
  #watch: vscode.Disposable | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(figures: Figures) {
    this.#figures = figures;
  }

  paid(): void {
    this.#watch ??= this.#figures.watch();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.dispose(), LOOKED_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watch?.dispose();
    this.#watch = undefined;
  }
}
