export type LabelFonts = {
  readonly font: string;
  readonly color: string;
  /** Widths of texts seen, in px. */
  readonly widths: Map<string, number>;
};

type Label = {
  readonly text: string;
  /** The bar's ends in px. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly middle: number;
  /** Colour of text on the bar. */
  readonly inside: string;
};

const GAP = 6;
const CACHED = 5000;

/** Beside the bar: right of it, else left of it, else on it at its visible end. */
export function drawLabel(ctx: CanvasRenderingContext2D, fonts: LabelFonts, label: Label): void {
  const { text, from, to, width, middle } = label;
  if (to < 0 || from > width) return;
  const length = textWidth(ctx, fonts, text);
  const right = to + GAP;
  const left = from - GAP - length;
  if (right + length <= width - 2) {
    ctx.fillStyle = fonts.color;
    ctx.fillText(text, right, middle);
  } else if (left >= 2) {
    ctx.fillStyle = fonts.color;
    ctx.fillText(text, left, middle);
  } else {
    ctx.fillStyle = label.inside;
    ctx.fillText(text, Math.max(Math.min(to, width) - GAP - length, from + GAP), middle);
  }
}

function textWidth(ctx: CanvasRenderingContext2D, { widths }: LabelFonts, text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  if (widths.size > CACHED) widths.clear();
  const measured = ctx.measureText(text).width;
  widths.set(text, measured);
  return measured;
}
