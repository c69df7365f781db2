import { toCss } from '../../shared/color.ts';
import { el } from '../../shared/dom.ts';
import { onDrag } from '../../shared/drag.ts';
import type { Theme } from '../../shared/theme.ts';
import { clampView, type View, widthOf, xOf, zoomView } from '../scale.ts';
import { boxAt, type FlameLayout, visibleBoxes } from './flame-layout.ts';

/** What a chart draws: a layout, and what is known of each box. */
export type FlameModel = {
  readonly layout: FlameLayout;
  readonly label: (box: number) => string;
  readonly fill: (box: number) => string;
  readonly text: (box: number) => string;
  readonly failed: (box: number) => boolean;
  /** 0 to 1: how strongly the box stands out; others step back. */
  readonly lit: (box: number) => boolean;
  /** For screen readers and the line below the chart. */
  readonly describe: (box: number) => string;
};

export type FlameChartDeps = {
  readonly theme: () => Theme;
  readonly invalidate: () => void;
  readonly chosen: (box: number) => void;
  readonly opened: (box: number) => void;
  readonly hovered: (box: number, x: number, y: number) => void;
};

const GAP = 1;

/** Boxes on a canvas: wheel scrolls levels, Ctrl+wheel zooms, a drag pans, arrow keys walk. */
export class FlameChart {
  readonly element: HTMLCanvasElement;
  readonly #deps: FlameChartDeps;
  #model: FlameModel | undefined;
  #view: View | undefined;
  #top = 0;
  #size = { width: 0, height: 0, ratio: 1 };
  /** The chosen box, -1 for none. */
  selected = -1;
  #hover = -1;

  constructor(label: string, deps: FlameChartDeps) {
    this.#deps = deps;
    this.element = el('canvas', { class: 'flame', tabindex: 0, role: 'img', 'aria-label': label });
    this.#listen();
  }

  get view(): View {
    return this.#view ?? this.#limits;
  }

  /** True when it is another drawing: where one stood in the one before means nothing. */
  show(model: FlameModel): boolean {
    const same = model.layout === this.#model?.layout;
    this.#model = model;
    if (same) return false;
    this.#view = undefined;
    this.#top = 0;
    this.selected = -1;
    return true;
  }

  setView(view: View | undefined): void {
    this.#view = view && clampView(view, this.#limits);
    this.#deps.invalidate();
  }

  zoomTo(box: number): void {
    const { layout } = this.#model ?? {};
    const left = layout?.left[box] ?? 0;
    if (layout)
      this.setView({ from: left, to: left + Math.max(layout.width[box] ?? 0, layout.extent / 1e6) });
  }

  draw(): void {
    const model = this.#model;
    const ctx = this.element.getContext('2d');
    const { width, height } = this.element.getBoundingClientRect();
    if (!model || !ctx || width === 0) return;
    const ratio = window.devicePixelRatio;
    if (width !== this.#size.width || height !== this.#size.height || ratio !== this.#size.ratio) {
      this.#size = { width, height, ratio };
      this.element.width = Math.round(width * ratio);
      this.element.height = Math.round(height * ratio);
    }
    const theme = this.#deps.theme();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    ctx.font = `${Math.round(theme.fontSize * 0.88)}px ${theme.font}`;
    ctx.textBaseline = 'middle';
    const { layout } = model;
    const step = this.#levelHeight;
    const first = Math.floor(this.#top / step);
    const last = Math.min(layout.levels, Math.ceil((this.#top + height) / step));
    for (let level = first; level < last; level++)
      for (const box of visibleBoxes(layout, level, this.view, width))
        this.#drawBox(ctx, model, box, level * step - this.#top, theme);
  }

  #drawBox(ctx: CanvasRenderingContext2D, model: FlameModel, box: number, y: number, theme: Theme): void {
    const { layout } = model;
    const { width } = this.#size;
    const x0 = Math.max(-2, xOf(this.view, width, layout.left[box] ?? 0));
    const x1 = Math.min(width + 2, xOf(this.view, width, (layout.left[box] ?? 0) + (layout.width[box] ?? 0)));
    const length = Math.max(1, x1 - x0 - GAP);
    const height = this.#levelHeight - GAP;
    ctx.globalAlpha = model.lit(box) ? 1 : 0.25;
    ctx.fillStyle = model.fill(box);
    ctx.fillRect(x0, y, length, height);
    if (model.failed(box)) {
      ctx.fillStyle = toCss(theme.error);
      ctx.fillRect(x0, y + height - 3, length, 3);
    }
    if (box === this.selected || box === this.#hover) {
      ctx.strokeStyle = toCss(theme.foreground);
      ctx.lineWidth = box === this.selected ? 2 : 1;
      ctx.strokeRect(x0 + 0.5, y + 0.5, Math.max(1, length - 1), height - 1);
    }
    if (length > 30) {
      ctx.fillStyle = model.text(box);
      ctx.save();
      ctx.beginPath();
      ctx.rect(x0, y, length - 3, height);
      ctx.clip();
      ctx.fillText(model.label(box), Math.max(x0, 0) + 4, y + height / 2);
      ctx.restore();
    }
    ctx.globalAlpha = 1;
  }

  get #levelHeight(): number {
    return Math.round(this.#deps.theme().fontSize * 1.5);
  }

  get #limits(): View {
    return { from: 0, to: this.#model?.layout.extent ?? 1 };
  }

  #boxAt(x: number, y: number): number {
    const { layout } = this.#model ?? {};
    if (!layout) return -1;
    const level = Math.floor((y + this.#top) / this.#levelHeight);
    const perPx = widthOf(this.view) / Math.max(1, this.#size.width);
    return boxAt(layout, level, this.view.from + x * perPx, perPx);
  }

  #scrollTo(top: number): void {
    const most = Math.max(0, (this.#model?.layout.levels ?? 0) * this.#levelHeight - this.#size.height);
    this.#top = Math.min(Math.max(0, top), most);
    this.#deps.invalidate();
  }

  #choose(box: number): void {
    const { layout } = this.#model ?? {};
    if (box < 0 || !layout) return;
    this.selected = box;
    const y = (layout.level[box] ?? 0) * this.#levelHeight;
    if (y < this.#top) this.#scrollTo(y);
    else if (y + this.#levelHeight > this.#top + this.#size.height)
      this.#scrollTo(y + this.#levelHeight - this.#size.height);
    this.element.setAttribute('aria-label', this.#model?.describe(box) ?? '');
    this.#deps.chosen(box);
    this.#deps.invalidate();
  }

  #listen(): void {
    const { element } = this;
    element.addEventListener('click', (event) => this.#choose(this.#boxAt(event.offsetX, event.offsetY)));
    element.addEventListener('dblclick', (event) => {
      const box = this.#boxAt(event.offsetX, event.offsetY);
      if (box >= 0) this.zoomTo(box);
      else this.setView(undefined);
    });
    element.addEventListener('pointermove', (event) => {
      const box = this.#boxAt(event.offsetX, event.offsetY);
      this.#deps.hovered(box, event.clientX, event.clientY);
      if (box === this.#hover) return;
      this.#hover = box;
      this.#deps.invalidate();
    });
    element.addEventListener('pointerleave', () => {
      this.#hover = -1;
      this.#deps.hovered(-1, 0, 0);
      this.#deps.invalidate();
    });
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const anchor = this.view.from + (event.offsetX / this.#size.width) * widthOf(this.view);
        if (event.ctrlKey || event.metaKey)
          this.setView(
            zoomView(this.view, this.#limits, 1.25 ** Math.max(-3, Math.min(3, event.deltaY / 60)), anchor),
          );
        else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
          this.#pan((event.deltaX || event.deltaY) / this.#size.width);
        else this.#scrollTo(this.#top + event.deltaY);
      },
      { passive: false },
    );
    onDrag(element, (x0, y0) => {
      const { view } = this;
      const top = this.#top;
      return {
        move: (x, y) => {
          const by = ((x0 - x) / this.#size.width) * widthOf(view);
          if (widthOf(view) < widthOf(this.#limits)) this.setView({ from: view.from + by, to: view.to + by });
          this.#scrollTo(top + y0 - y);
        },
      };
    });
    element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  #pan(share: number): void {
    const by = share * widthOf(this.view);
    this.setView({ from: this.view.from + by, to: this.view.to + by });
  }

  #onKey(event: KeyboardEvent): void {
    const { layout } = this.#model ?? {};
    if (!layout || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = this.selected < 0 ? (layout.byLevel[0] ?? 0) : this.selected;
    const level = layout.level[box] ?? 0;
    const middle = (layout.left[box] ?? 0) + (layout.width[box] ?? 0) / 2;
    const steps: Readonly<Record<string, () => void>> = {
      ArrowUp: () => this.#choose(boxAt(layout, level - 1, middle, 0)),
      ArrowDown: () => this.#choose(this.#firstBelow(layout, box)),
      ArrowLeft: () => this.#choose(this.#beside(layout, box, -1)),
      ArrowRight: () => this.#choose(this.#beside(layout, box, 1)),
      Enter: () => this.#deps.opened(box),
      z: () => this.zoomTo(box),
      '0': () => this.setView(undefined),
      '+': () => this.setView(zoomView(this.view, this.#limits, 1 / 1.6, middle)),
      '-': () => this.setView(zoomView(this.view, this.#limits, 1.6, middle)),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.selected < 0 && event.key.startsWith('Arrow')) this.#choose(box);
    else step();
  }

  #beside(layout: FlameLayout, box: number, by: number): number {
    const level = layout.level[box] ?? 0;
    const [from, to] = [layout.levelFrom[level] ?? 0, layout.levelFrom[level + 1] ?? 0];
    const at = layout.byLevel.subarray(from, to).indexOf(box) + by;
    return at < 0 ? -1 : (layout.byLevel[from + at] ?? -1);
  }

  /** The first box of the next level that starts within this one. */
  #firstBelow(layout: FlameLayout, box: number): number {
    const level = (layout.level[box] ?? 0) + 1;
    const [from, to] = [layout.levelFrom[level] ?? 0, layout.levelFrom[level + 1] ?? 0];
    const left = layout.left[box] ?? 0;
    for (let k = from; k < to; k++) {
      const below = layout.byLevel[k] ?? -1;
      const at = layout.left[below] ?? 0;
      if (at > left + (layout.width[box] ?? 0)) return -1;
      if (at >= left) return below;
    }
    return -1;
  }
}
