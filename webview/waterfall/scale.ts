/** The visible part of the time axis, ns from the trace's epoch. */
export type View = { readonly from: number; readonly to: number };

/** Closer than this, bars are further apart than a screen is wide. */
export const MIN_VIEW_NS = 20;

export const widthOf = (view: View): number => view.to - view.from;

/** The whole of a trace; a trace of no length still gets an axis. */
export function wholeView(from: number, to: number): View {
  return { from, to: Math.max(to, from + 1000) };
}

/** Moves and shrinks a view until it lies within the limits. */
export function clampView(view: View, limits: View): View {
  const width = Math.min(Math.max(widthOf(view), MIN_VIEW_NS), widthOf(limits));
  const from = Math.min(Math.max(view.from, limits.from), limits.to - width);
  return { from, to: from + width };
}

/** Scales around a moment that keeps its place on the screen; factors below 1 zoom in. */
export function zoomView(view: View, limits: View, factor: number, anchor: number): View {
  const width = Math.min(Math.max(widthOf(view) * factor, MIN_VIEW_NS), widthOf(limits));
  const share = (anchor - view.from) / widthOf(view);
  return clampView({ from: anchor - share * width, to: anchor - share * width + width }, limits);
}

export function panView(view: View, limits: View, byNs: number): View {
  return clampView({ from: view.from + byNs, to: view.to + byNs }, limits);
}

/** A span with some room on both sides. */
export function viewOfSpan(start: number, duration: number, limits: View): View {
  const margin = Math.max(duration * 0.05, MIN_VIEW_NS / 4);
  return clampView({ from: start - margin, to: start + Math.max(duration, 0) + margin }, limits);
}

export const isWhole = (view: View, limits: View): boolean =>
  view.from <= limits.from && view.to >= limits.to;

/** x in px of a moment on an axis `px` wide. */
export const xOf = (view: View, px: number, ns: number): number => ((ns - view.from) / widthOf(view)) * px;

export const nsAt = (view: View, px: number, x: number): number => view.from + (x / px) * widthOf(view);

const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Round steps above a second: clocks do not count in tens. */
const LONG_STEPS = [1, 2, 5, 10, 15, 30]
  .map((s) => s * SECOND)
  .concat([1, 2, 5, 10, 15, 30].map((m) => m * MINUTE))
  .concat([1, 2, 3, 6, 12, 24, 48, 168].map((h) => h * HOUR));

/** The smallest round step that leaves at least `minGap` px between two ticks. */
export function tickStep(view: View, px: number, minGap: number): number {
  const least = (widthOf(view) / Math.max(px, 1)) * minGap;
  if (least > SECOND / 2)
    return LONG_STEPS.find((s) => s >= least) ?? Math.ceil(least / (168 * HOUR)) * 168 * HOUR;
  for (let decade = 1; ; decade *= 10)
    for (const digit of [1, 2, 5]) if (decade * digit >= least) return decade * digit;
}

/** Multiples of the step inside the view, with `origin` (a moment in ns) on the grid. */
export function ticks(view: View, step: number, origin = 0): number[] {
  const all: number[] = [];
  const first = Math.ceil((view.from - origin) / step);
  const last = Math.floor((view.to - origin) / step);
  for (let k = first; k <= last && all.length < 1000; k++) all.push(origin + k * step);
  return all;
}
