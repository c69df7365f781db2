import { levelOf } from '../mapping/candidate.ts';
import type { Confidence } from '../mapping/resolution.ts';
import type { CallFigures, FileFigures, FunctionFigures, Mapping, Stale } from './file-figures.ts';
import { callValues, ERROR_FIELDS, functionValues, type InlineWords, throwValues } from './inline-fields.ts';
import type { LineRange } from './measured-site.ts';
import { type RenderedText, renderTemplate, SEPARATOR, type Template, type Tone } from './template.ts';

export type InlineSettings = {
  /** Undefined: this kind is switched off. */
  readonly functions: Template | undefined;
  readonly calls: Template | undefined;
  readonly exceptions: Template | undefined;
  readonly minimumCalls: number;
  /** ns of the p95. What fails is shown however fast it is. */
  readonly minimumNs: number;
  readonly minimumCallNs: number;
  readonly minimumConfidence: Confidence;
};

export type InlineContext = {
  /** Length of the window. */
  readonly lengthMs: number;
  readonly nowMs: number;
  /** Not all there was has been looked at. */
  readonly sampled: boolean;
  readonly words: InlineWords & {
    /** What stands behind figures that are older than the code: "before the last change". */
    readonly stale: string;
  };
};

export type InlineTone = Tone | 'stale';

/** What stands at the end of one line, in the order it is read. */
export type InlineLine = {
  readonly line: number;
  readonly parts: readonly { readonly text: string; readonly tone: InlineTone }[];
};

/** Calls named on one line; the others are counted. */
const MOST_CALLS = 2;
const MOST_CHARACTERS = 160;
const BETWEEN = '   ';
const APPROXIMATE = '≈ ';
const GUESS = ' ○';

export function inlineLines(
  figures: FileFigures,
  settings: InlineSettings,
  visible: LineRange,
  context: InlineContext,
): InlineLine[] {
  const lines = new Map<number, RenderedLine>();
  const at = (line: number) => {
    let found = lines.get(line);
    if (!found) {
      found = new RenderedLine(line);
      lines.set(line, found);
    }
    return found;
  };
  const inView = (line: number) => line >= visible.line && line <= visible.endLine;
  const { functions, calls, exceptions } = settings;
  const { lengthMs, nowMs, words } = context;
  if (functions)
    for (const f of figures.functions)
      if (inView(f.code.line) && isFunctionShown(f, settings))
        at(f.code.line).add(
          decorate(renderTemplate(functions, functionValues(f, lengthMs, words), ERROR_FIELDS), f, context),
        );
  if (calls)
    for (const call of figures.calls)
      if (inView(call.line) && isCallShown(call, settings))
        at(call.line).addCall(
          decorate(renderTemplate(calls, callValues(call, lengthMs, words), ERROR_FIELDS), call, context),
        );
  if (exceptions)
    for (const thrown of figures.throws) {
      if (!inView(thrown.line) || !isSure(thrown.mapping, settings.minimumConfidence)) continue;
      const rendered = renderTemplate(exceptions, throwValues(thrown, nowMs), ERROR_FIELDS);
      const parts = rendered.map(({ text }) => ({ text, tone: 'error' as const }));
      at(thrown.line).add(thrown.stale?.state === 'changed' ? asStale(parts, words.stale) : parts);
    }
  return [...lines.values()].map((line) => line.done()).sort((a, b) => a.line - b.line);
}

export function isFunctionShown(
  { stats, mapping }: Pick<FunctionFigures, 'stats' | 'mapping'>,
  settings: Pick<InlineSettings, 'minimumCalls' | 'minimumNs' | 'minimumConfidence'>,
): boolean {
  return (
    stats.count >= settings.minimumCalls &&
    (stats.p95 >= settings.minimumNs || stats.errors > 0) &&
    isSure(mapping, settings.minimumConfidence)
  );
}

function isCallShown({ stats, mapping, perCall }: CallFigures, settings: InlineSettings): boolean {
  // A call that is fast but made over and over is what one looks for.
  const often = stats.p95 * Math.max(1, perCall ?? 1) >= settings.minimumCallNs;
  return (
    stats.count >= settings.minimumCalls &&
    (often || stats.errors > 0) &&
    isSure(mapping, settings.minimumConfidence)
  );
}

/** Where several places fit equally well nothing is claimed of any of them. */
export function isSure({ confidence, ambiguous }: Mapping, minimum: Confidence): boolean {
  return !ambiguous && levelOf(confidence) >= levelOf(minimum);
}

type Part = { readonly text: string; readonly tone: InlineTone };

type Decorated = {
  readonly stats: { readonly approximate: boolean };
  readonly mapping: Mapping;
  readonly stale: Stale | undefined;
};

function decorate(parts: readonly RenderedText[], of: Decorated, { sampled, words }: InlineContext): Part[] {
  const [first, ...rest] = parts;
  if (!first) return [];
  const mark = sampled || of.stats.approximate ? APPROXIMATE : '';
  const marked: Part[] = [{ ...first, text: `${mark}${first.text}` }, ...rest];
  if (of.mapping.confidence === 'guess') marked.push({ text: GUESS, tone: 'plain' });
  return of.stale?.state === 'changed' ? asStale(marked, words.stale) : marked;
}

const asStale = (parts: readonly Part[], why: string): Part[] => [
  { text: `${parts.map((part) => part.text).join('')}${SEPARATOR}${why}`, tone: 'stale' },
];

class RenderedLine {
  readonly #line: number;
  readonly #items: (readonly Part[])[] = [];
  #calls = 0;

  constructor(line: number) {
    this.#line = line;
  }

  add(parts: readonly Part[]): void {
    if (parts.length > 0) this.#items.push(parts);
  }

  addCall(parts: readonly Part[]): void {
    if (parts.length === 0) return;
    if (this.#calls++ < MOST_CALLS) this.#items.push(parts);
  }

  done(): InlineLine {
    const more = this.#calls - MOST_CALLS;
    const items = more > 0 ? [...this.#items, [{ text: `+${more}`, tone: 'plain' as const }]] : this.#items;
    const parts: { text: string; tone: InlineTone }[] = [];
    let left = MOST_CHARACTERS;
    for (const [i, item] of items.entries())
      for (const [k, { text, tone }] of item.entries()) {
        const whole = `${i > 0 && k === 0 ? BETWEEN : ''}${text}`;
        const fits = whole.length <= left ? whole : `${whole.slice(0, Math.max(0, left - 1))}…`;
        if (left <= 0) break;
        left -= fits.length;
        const last = parts.at(-1);
        if (last?.tone === tone) last.text += fits;
        else parts.push({ text: fits, tone });
      }
    return { line: this.#line, parts };
  }
}
