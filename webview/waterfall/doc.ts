import type { Trace } from '../../src/core/trace/columns.ts';
import type { Findings } from '../../src/protocol/engine-analysis.ts';
import type { OpenedTrace } from '../../src/protocol/engine-traces.ts';
import { toCss } from '../shared/color.ts';
import { assignColors } from '../shared/palette.ts';
import { type Theme, textOn } from '../shared/theme.ts';
import type { Hole } from './apply-findings.ts';
import type { ServiceColors } from './bar-scene.ts';
import type { RowNotes } from './row-label.ts';
import { RowModel } from './row-model.ts';
import { type View, wholeView } from './scale.ts';

/** The trace in the panel and what is known of it so far. Replaced as a whole when more of the trace arrives. */
export class Doc {
  readonly head: OpenedTrace;
  readonly trace: Trace;
  readonly model: RowModel;
  /** Starts as drawn: as sent, or with clock skew taken out. */
  starts: Float64Array;
  limits: View;
  /** ns; undefined until the analyses are there. */
  selfTime: Float32Array | undefined;
  findings: Findings | undefined;
  /** Words beside rows, by row code. */
  notes: RowNotes = new Map();
  /** Spans with something odd about them that is not an error. */
  warned: ReadonlySet<number> = new Set();
  /** Where in a span nothing that was measured went on. */
  holes: ReadonlyMap<number, Hole> = new Map();
  /** Whether the user folded or opened rows: then they stay so when more of the trace arrives. */
  folded = false;
  /** Grows whenever something is learned that is drawn with a span. */
  version = 0;
  readonly #colorNumbers: ReadonlyMap<number, number>;
  #colors: { theme: Theme; colors: ServiceColors } | undefined;

  constructor(head: OpenedTrace, trace: Trace) {
    this.head = head;
    this.trace = trace;
    this.model = new RowModel(trace);
    this.starts = trace.start;
    this.limits = wholeView(0, trace.length);
    this.#colorNumbers = numberServices(trace);
  }

  /** Services in the order they first appear, as string ids. */
  get services(): readonly number[] {
    return [...this.#colorNumbers.keys()];
  }

  setStarts(starts: Float64Array): void {
    this.starts = starts;
    let [from, to] = [0, 0];
    for (let i = 0; i < this.trace.count; i++) {
      const start = starts[i] ?? 0;
      from = Math.min(from, start);
      to = Math.max(to, start + Math.max(0, this.trace.duration[i] ?? 0));
    }
    this.limits = wholeView(from, to);
  }

  /** ns that a moment of the span found in adjusted times is drawn elsewhere. */
  movedBy(span: number): number {
    const adjusted = this.findings?.adjusted;
    return adjusted && adjusted !== this.starts ? (this.starts[span] ?? 0) - (adjusted[span] ?? 0) : 0;
  }

  colorNumber(service: number): number {
    return this.#colorNumbers.get(service) ?? 0;
  }

  colors(theme: Theme): ServiceColors {
    if (this.#colors?.theme === theme) return this.#colors.colors;
    const fills = theme.services.map((c) => toCss(c));
    const texts = theme.services.map((c) => toCss(textOn(c, theme)));
    const at = (list: readonly string[], service: number) =>
      list[this.colorNumber(service) % list.length] ?? toCss(theme.foreground);
    const colors = { fill: (s: number) => at(fills, s), text: (s: number) => at(texts, s) };
    this.#colors = { theme, colors };
    return colors;
  }
}

function numberServices(trace: Trace): Map<number, number> {
  const seen = new Uint8Array(trace.strings.size);
  const services: number[] = [];
  for (let i = 0; i < trace.count; i++) {
    const service = trace.service[i] ?? 0;
    if (seen[service] === 1) continue;
    seen[service] = 1;
    services.push(service);
  }
  const numbers = assignColors(services.map((s) => trace.strings.get(s)));
  return new Map(services.map((service, i) => [service, numbers[i] ?? 0]));
}
