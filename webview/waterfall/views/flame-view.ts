import { STATUS } from '../../../src/core/trace/columns.ts';
import { formatDuration, formatInteger, formatPercent, plural } from '../../../src/core/trace/units.ts';
import type { FlameNodes } from '../../../src/protocol/engine-analysis.ts';
import { toCss } from '../../shared/color.ts';
import { el, setText } from '../../shared/dom.ts';
import { textOn } from '../../shared/theme.ts';
import { visibleLine } from '../../shared/visible-text.ts';
import type { Doc } from '../doc.ts';
import { MARK } from '../marks.ts';
import { FlameChart, type FlameModel } from './flame-chart.ts';
import { type FlameLayout, mergedLayout, timeLayout } from './flame-layout.ts';
import { type PanelView, PerTrace, type ViewDeps } from './view.ts';

type Mode = 'merged' | 'time';

/** Spans as a flame graph: merged by their path, or each by itself over time. */
export class FlameView implements PanelView {
  readonly element = el('div', { class: 'flame-view' });
  readonly #deps: ViewDeps;
  readonly #chart: FlameChart;
  readonly #line = el('div', { class: 'view-line dim', role: 'status' });
  readonly #tabs: readonly { readonly mode: Mode; readonly button: HTMLElement }[];
  readonly #merged: PerTrace<{ nodes: FlameNodes; layout: FlameLayout }>;
  readonly #time: PerTrace<{ readonly row: Uint32Array }>;
  #layout: { readonly starts: Float64Array; readonly layout: FlameLayout } | undefined;
  #mode: Mode = 'merged';
  /** What the chart shows: the other mode stays there until the layout of the chosen one has come. */
  #drawn: Mode = 'merged';

  constructor(deps: ViewDeps) {
    this.#deps = deps;
    const { context } = deps;
    const arrived = () => context.invalidate('view');
    this.#merged = new PerTrace(
      context,
      'Laying out the flame graph',
      async (signal) => {
        const nodes = await context.host.call('flame', undefined, { signal });
        return { nodes, layout: mergedLayout(nodes) };
      },
      arrived,
    );
    this.#time = new PerTrace(
      context,
      'Laying out the flame graph',
      (signal) => context.host.call('flameRows', undefined, { signal }),
      arrived,
    );
    this.#chart = new FlameChart('Flame graph', {
      theme: () => context.theme,
      invalidate: () => context.invalidate('view'),
      chosen: (box) => {
        deps.select(this.#spanOf(box));
        this.#describe(box);
      },
      opened: (box) => deps.reveal(this.#spanOf(box)),
      hovered: (box) => this.#describe(box >= 0 ? box : this.#chart.selected),
    });
    const tab = (mode: Mode, text: string) => {
      const button = el('button', { type: 'button', class: 'segment' }, text);
      button.addEventListener('click', () => {
        this.#mode = mode;
        context.invalidate('view');
      });
      return { mode, button };
    };
    this.#tabs = [tab('merged', 'Merged by path'), tab('time', 'Over time')];
    this.element.append(
      el(
        'div',
        { class: 'view-tools', role: 'group', 'aria-label': 'Order' },
        ...this.#tabs.map((t) => t.button),
      ),
      this.#chart.element,
      this.#line,
    );
  }

  shown(): void {
    this.#merged.retry();
    this.#time.retry();
  }

  render(): void {
    for (const { mode, button } of this.#tabs)
      button.setAttribute('aria-pressed', String(mode === this.#mode));
    const model = this.#mode === 'merged' ? this.#mergedModel() : this.#timeModel();
    if (!model) {
      setText(this.#line, this.#merged.failure || this.#time.failure || 'Laying out.');
      return;
    }
    this.#drawn = this.#mode;
    const other = this.#chart.show(model);
    this.#chart.draw();
    if (other) this.#describe(-1);
  }

  #mergedModel(): FlameModel | undefined {
    const { doc, theme } = this.#deps.context;
    const merged = this.#merged.get();
    if (!merged || !doc) return undefined;
    const { nodes, layout } = merged;
    const service = (box: number) => doc.trace.service[nodes.example[box] ?? 0] ?? 0;
    const colors = doc.colors(theme);
    return {
      layout,
      label: (box) => visibleLine(nodes.labels[nodes.operation[box] ?? 0] ?? '', 120),
      fill: (box) => colors.fill(service(box)),
      text: (box) => colors.text(service(box)),
      failed: (box) => (nodes.errors[box] ?? 0) > 0,
      lit: () => true,
      describe: (box) => describeNode(nodes, box, layout.extent),
    };
  }

  #timeModel(): FlameModel | undefined {
    const { doc, theme, store } = this.#deps.context;
    const rows = this.#time.get();
    if (!rows || !doc) return undefined;
    if (this.#layout?.starts !== doc.starts)
      this.#layout = {
        starts: doc.starts,
        layout: timeLayout(doc.starts, doc.trace.duration, rows.row, doc.limits),
      };
    const { trace, model } = doc;
    const searching = store.state.find.text !== '';
    const fills = theme.services.map((c) => [toCss(c), toCss(textOn(c, theme))] as const);
    const color = (box: number) => fills[doc.colorNumber(trace.service[box] ?? 0) % fills.length];
    return {
      layout: this.#layout.layout,
      label: (box) => visibleLine(trace.strings.get(trace.name[box] ?? 0), 120),
      fill: (box) => color(box)?.[0] ?? '',
      text: (box) => color(box)?.[1] ?? '',
      failed: (box) => trace.status[box] === STATUS.error,
      lit: (box) => !searching || ((model.marks[box] ?? 0) & MARK.match) !== 0,
      describe: (box) => describeSpan(doc, box),
    };
  }

  #spanOf(box: number): number {
    return this.#drawn === 'merged' ? (this.#merged.get()?.nodes.example[box] ?? 0) : box;
  }

  #describe(box: number): void {
    const model = this.#drawn === 'merged' ? this.#mergedModel() : this.#timeModel();
    const hint = 'Ctrl+wheel zooms, a double click goes in, Enter shows the span among the rows.';
    setText(this.#line, model && box >= 0 ? model.describe(box) : hint);
  }
}

function describeNode(nodes: FlameNodes, box: number, extent: number): string {
  const operation = nodes.operation[box] ?? 0;
  const errors = nodes.errors[box] ?? 0;
  return [
    visibleLine(nodes.labels[operation] ?? ''),
    visibleLine(nodes.services[operation] ?? ''),
    plural(nodes.spans[box] ?? 0, 'span'),
    `${formatDuration(nodes.value[box] ?? 0)} (${formatPercent((nodes.value[box] ?? 0) / extent)})`,
    `self ${formatDuration(nodes.self[box] ?? 0)}`,
    errors > 0 ? `${formatInteger(errors)} failed` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function describeSpan({ trace, selfTime, starts }: Doc, span: number): string {
  return [
    visibleLine(trace.strings.get(trace.name[span] ?? 0)),
    visibleLine(trace.strings.get(trace.service[span] ?? 0)),
    formatDuration(trace.duration[span] ?? 0),
    selfTime ? `self ${formatDuration(selfTime[span] ?? 0)}` : '',
    `at ${formatDuration(starts[span] ?? 0)}`,
    trace.status[span] === STATUS.error ? 'failed' : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
