export type LabelFonts = {
  readonly font: string;
  readonly color: string;
  /** Widths of texts seen, in px. */
  readonly widths: Map<string, number>;
};

type Label = {
  /** What is said, the most important first: where there is no room for all of it, the last is left out. */
  readonly parts: readonly string[];
  /** The bar's ends in px. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly middle: number;
  /** Of the bar. */
  readonly height: number;
  /** Colour of text on the bar. */
  readonly inside: string;
  /** What to put under text on the bar, where the bar is not of one colour. */
  readonly under: string | undefined;
};

const GAP = 6;
const CACHED = 5000;

/** Beside the bar: right of it, else left of it, else on it at its visible end; as much of it as fits. */
export function drawLabel(ctx: CanvasRenderingContext2D, fonts: LabelFonts, label: Label): void {
  const { parts, from, to, width, middle } = label;
  if (to < 0 || from > width) return;
  for (let n = parts.length; n > 0; n--) {
    const text = parts.slice(0, n).join(', ');
    const length = textWidth(ctx, fonts, text);
    const x = placeFor(length, label);
    if (x === undefined) continue;
    const onBar = x >= from && x + length <= to;
    if (onBar && label.under) {
      ctx.fillStyle = label.under;
      ctx.fillRect(x - 4, middle - label.height / 2, length + 8, label.height);
    }
    ctx.fillStyle = onBar && !label.under ? label.inside : fonts.color;
    ctx.fillText(text, x, middle);
    return;
  }
}

function placeFor(length: number, { from, to, width }: Label): number | undefined {
  if (to + GAP + length <= width - 2) return to + GAP;
  if (from - GAP - length >= 2) return from - GAP - length;
  const [left, right] = [Math.max(from, 0), Math.min(to, width)];
  return right - left >= length + 2 * GAP ? right - GAP - length : undefined;
}

function textWidth(ctx: CanvasRenderingContext2D, { widths }: LabelFonts, text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  if (widths.size > CACHED) widths.clear();
  const measured = ctx.measureText(text).width;
  widths.set(text, measured);
  return measured;
}
