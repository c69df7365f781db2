import type { Context } from './context.ts';
import { clampView, isWhole, nsAt, panView, type View, viewOfSpan, widthOf, zoomView } from './scale.ts';

/** Moves along the axis; every change of the view goes through here. */
export class Zoom {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  get view(): View {
    const { store, doc } = this.#context;
    return store.state.view ?? doc?.limits ?? { from: 0, to: 1000 };
  }

  set(view: View): void {
    const { store, doc } = this.#context;
    if (!doc) return;
    const clamped = clampView(view, doc.limits);
    store.set({ view: isWhole(clamped, doc.limits) ? undefined : clamped });
  }

  fit(): void {
    this.#context.store.set({ view: undefined });
  }

  /** Around a moment, or around the middle. */
  by(factor: number, anchor?: number): void {
    const { doc } = this.#context;
    const { view } = this;
    if (doc) this.set(zoomView(view, doc.limits, factor, anchor ?? (view.from + view.to) / 2));
  }

  /** By a share of what is in view. */
  pan(share: number): void {
    const { doc } = this.#context;
    if (doc) this.set(panView(this.view, doc.limits, share * widthOf(this.view)));
  }

  toSpan(from: number, to: number): void {
    const { doc } = this.#context;
    if (doc) this.set(viewOfSpan(from, to - from, doc.limits));
  }

  /** Pans as little as needed to have some of [from, to) in view. */
  show(from: number, to: number): void {
    const { view } = this;
    if (to >= view.from && from <= view.to) return;
    const width = widthOf(view);
    const start = from < view.from ? from - width * 0.1 : to - width * 0.9;
    this.set({ from: start, to: start + width });
  }

  nsAt(x: number, width: number): number {
    return nsAt(this.view, width, x);
  }
}
