import type { Change, CompareNode, Comparison } from '../../../src/core/analysis/compare.ts';
import { STATUS, type Trace } from '../../../src/core/trace/columns.ts';
import { readTrace } from '../../../src/core/trace/serialise.ts';
import { formatDuration, formatFactor, formatInteger, plural } from '../../../src/core/trace/units.ts';
import type { ComparedTraces } from '../../../src/protocol/waterfall.ts';
import { button, checkbox } from '../../shared/controls.ts';
import { data, el } from '../../shared/dom.ts';
import { visibleLine } from '../../shared/visible-text.ts';
import { linkButton } from '../details/section.ts';
import { FlameChart, type FlameModel } from './flame-chart.ts';
import { timeLayout } from './flame-layout.ts';
import type { PanelView, ViewDeps } from './view.ts';

/** Rows shown before more are asked for. */
const PAGE = 400;

const CHANGES: Readonly<Record<Change, string>> = {
  added: 'new',
  removed: 'gone',
  slower: 'slower',
  faster: 'faster',
  more: 'more calls',
  fewer: 'fewer calls',
  failing: 'fails now',
  fixed: 'no longer fails',
};
const WORSE: ReadonlySet<Change> = new Set(['slower', 'more', 'failing']);

type Compared = ComparedTraces & { readonly trace: Trace };

/** This trace against another: drawn on one time axis, and merged into one tree with what changed. */
export class CompareView implements PanelView {
  readonly element = el('div', { class: 'document wide' });
  readonly #deps: ViewDeps;
  readonly #charts: readonly [FlameChart, FlameChart];
  #compared: Compared | undefined;
  #onlyChanges = true;
  #shown = PAGE;
  #drawn: unknown;

  constructor(deps: ViewDeps) {
    this.#deps = deps;
    const chart = (label: string, chosen: (box: number) => void) =>
      new FlameChart(label, {
        theme: () => deps.context.theme,
        invalidate: () => deps.context.invalidate('view'),
        chosen,
        opened: chosen,
        hovered: () => {},
      });
    this.#charts = [
      chart('The other trace over time', () => {}),
      chart('This trace over time', (box) => deps.select(box)),
    ];
  }

  render(): void {
    if (this.#drawn !== this.#compared || !this.#compared) this.#build();
    this.#drawn = this.#compared;
    this.#drawCharts();
  }

  #build(): void {
    const choose = button({ label: 'Choose a trace', appearance: 'primary' }, () => this.choose());
    const compared = this.#compared;
    if (!compared) {
      this.element.replaceChildren(
        el(
          'div',
          { class: 'empty' },
          el('p', {}, 'Compare this trace with another one: durations, counts, errors and structure.'),
          choose,
        ),
      );
      return;
    }
    const { comparison, other } = compared;
    const self = this.#deps.context.doc?.head;
    this.element.replaceChildren(
      el(
        'div',
        { class: 'view-tools' },
        el(
          'span',
          {},
          'before: ',
          data(`${other.rootName || other.traceId} `),
          el('b', {}, formatDuration(other.durationNs)),
          ' · after: ',
          data(`${self?.rootName ?? ''} `),
          el('b', {}, formatDuration(self?.durationNs ?? 0)),
        ),
        checkbox('Only what changed', this.#onlyChanges, (on) => {
          this.#onlyChanges = on;
          this.#drawn = undefined;
          this.render();
        }),
        button({ label: 'Choose another' }, () => void this.#choose()),
      ),
      el('p', { class: 'dim' }, caution(comparison)),
      el(
        'div',
        { class: 'side-by-side' },
        el('div', { class: 'dim' }, 'before'),
        this.#charts[0].element,
        el('div', { class: 'dim' }, 'after'),
        this.#charts[1].element,
      ),
      this.#table(comparison),
    );
  }

  choose(): void {
    void this.#choose();
  }

  async #choose(): Promise<void> {
    const { context } = this.#deps;
    try {
      const chosen = await context.host.call('compare', undefined);
      if (!chosen) return;
      this.#compared = { ...chosen, trace: readTrace(chosen.timeline) };
      this.#shown = PAGE;
      context.invalidate('view');
    } catch (error) {
      context.tell(error instanceof Error ? error.message : String(error));
    }
  }

  /** Both on one axis, from their own beginnings: what took longer is longer. */
  #drawCharts(): void {
    const { doc } = this.#deps.context;
    const compared = this.#compared;
    if (!doc || !compared) return;
    const to = Math.max(doc.trace.length, compared.trace.length);
    const [before, after] = this.#charts;
    before.show(this.#model(compared.trace, compared.row, to));
    after.show(this.#model(doc.trace, compared.ownRow, to));
    before.draw();
    after.draw();
  }

  readonly #models = new WeakMap<Trace, FlameModel>();

  #model(trace: Trace, row: Uint32Array, to: number): FlameModel {
    const { doc, theme } = this.#deps.context;
    const known = this.#models.get(trace);
    const layout = known?.layout ?? timeLayout(trace.start, trace.duration, row, { from: 0, to });
    const colors = doc?.colors(theme);
    // The other trace has string ids of its own: services are told apart by name.
    const ids = new Map(doc?.services.map((s) => [doc.trace.strings.get(s), s]));
    const service = (box: number) => ids.get(trace.strings.get(trace.service[box] ?? 0)) ?? -1;
    const model: FlameModel = {
      layout,
      label: (box) => visibleLine(trace.strings.get(trace.name[box] ?? 0), 80),
      fill: (box) => colors?.fill(service(box)) ?? '',
      text: (box) => colors?.text(service(box)) ?? '',
      failed: (box) => trace.status[box] === STATUS.error,
      lit: () => true,
      describe: (box) =>
        `${visibleLine(trace.strings.get(trace.name[box] ?? 0))}, ${formatDuration(trace.duration[box] ?? 0)}`,
    };
    this.#models.set(trace, model);
    return model;
  }

  #table({ nodes }: Comparison): HTMLElement {
    const wanted = this.#onlyChanges ? changedWithAncestors(nodes) : nodes.map((_, i) => i);
    if (wanted.length === 0)
      return el(
        'p',
        { class: 'dim' },
        'Nothing differs: same structure, same counts, durations within 20 %.',
      );
    const head = ['Operation', 'Service', 'Before', 'After', 'p50 before', 'p50 after', 'Change'].map((t) =>
      el('th', { scope: 'col' }, t),
    );
    const rows = wanted.slice(0, this.#shown).map((i) => this.#row(nodes[i]));
    const holder = el(
      'div',
      {},
      el(
        'table',
        { class: 'stats compare' },
        el('thead', {}, el('tr', {}, ...head)),
        el('tbody', {}, ...rows),
      ),
    );
    if (wanted.length > this.#shown)
      holder.append(
        linkButton(`${formatInteger(wanted.length - this.#shown)} more`, () => {
          this.#shown += PAGE * 5;
          this.#drawn = undefined;
          this.render();
        }),
      );
    return holder;
  }

  #row(node: CompareNode | undefined): HTMLElement {
    if (!node) return el('tr');
    const { before, after } = node;
    const name = el('th', { scope: 'row' });
    name.style.paddingInlineStart = `${Math.min(node.depth, 20) * 14}px`;
    if (node.example.side === 'after')
      name.append(linkButton('', () => this.#deps.reveal(node.example.span)));
    (name.querySelector('button') ?? name).append(data(node.label));
    const count = (n: number) => (n === 0 ? '–' : formatInteger(n));
    const p50 = (ns: number) => (Number.isNaN(ns) ? '–' : formatDuration(ns));
    return el(
      'tr',
      { class: node.changes.length === 0 ? 'dim' : undefined },
      name,
      el('td', {}, data(node.service)),
      el('td', {}, count(before.spans)),
      el('td', {}, count(after.spans)),
      el('td', {}, p50(before.p50Ns)),
      el('td', {}, p50(after.p50Ns)),
      el('td', {}, ...changeTexts(node)),
    );
  }
}

function changeTexts({ changes, before, after, certain }: CompareNode): HTMLElement[] {
  return changes.map((change) => {
    const factor =
      change === 'slower' || change === 'faster'
        ? Math.max(after.p50Ns / before.p50Ns, before.p50Ns / after.p50Ns)
        : 0;
    const text = factor > 0 ? `${formatFactor(factor)} ${CHANGES[change]}` : CHANGES[change];
    const title = certain ? '' : 'Few spans: this may be chance.';
    return el(
      'span',
      { class: WORSE.has(change) ? 'change failure' : 'change', title: title || undefined },
      text,
      certain ? '' : ' ?',
    );
  });
}

function caution({ traces }: Comparison): string {
  const sizes = `${plural(traces.before, 'trace')} against ${plural(traces.after, 'trace')}.`;
  if (traces.before >= 5 && traces.after >= 5) return sizes;
  return `${sizes} One request says little about the next: a question mark stands where fewer than five spans a side were seen.`;
}

function changedWithAncestors(nodes: readonly CompareNode[]): number[] {
  const shown = new Uint8Array(nodes.length);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (!node || (node.changes.length === 0 && shown[i] === 0)) continue;
    shown[i] = 1;
    if (node.parent >= 0) shown[node.parent] = 1;
  }
  return nodes.flatMap((_, i) => (shown[i] ? [i] : []));
}
