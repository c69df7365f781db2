import { isDark, oklch, parseColor, type Rgb, withContrast } from './color.ts';

export type PaletteName = 'standard' | 'color-blind';

/** Neighbours in the list differ most. Red is left out: it means an error. */
const HUES = [235, 150, 85, 320, 195, 60, 280, 120, 345, 170, 255, 105];

/** Okabe and Ito's colours, told apart with every common kind of colour blindness; their red is left out. */
const COLOR_BLIND = ['#56b4e9', '#e69f00', '#009e73', '#f0e442', '#cc79a7', '#0072b2', '#999999'];

/** Colours of one round; the second one is paler, so that twice as many services still differ. */
export const COLORS_A_ROUND = HUES.length;

/** Colours for services on a background. */
export function serviceColors(name: PaletteName, background: Rgb, least: number): Rgb[] {
  const dark = isDark(background);
  const rounds =
    name === 'color-blind'
      ? [COLOR_BLIND.map((c) => parseColor(c) ?? background)]
      : [
          HUES.map((hue) => oklch(dark ? 0.76 : 0.62, dark ? 0.1 : 0.12, hue)),
          HUES.map((hue) => oklch(dark ? 0.87 : 0.7, 0.06, hue)),
        ];
  return rounds.flat().map((color) => withContrast(color, background, least));
}

/**
 * A colour number for each name: of the first round while it has free ones, then of the second, then again. A name asks
 * for the one its own text hashes to, so that a service keeps its colour from trace to trace, and takes the next free
 * one when an earlier name has it.
 */
export function assignColors(names: readonly string[], rounds = 2): number[] {
  const taken = new Set<number>();
  return names.map((name, i) => {
    const round = Math.floor(i / COLORS_A_ROUND);
    if (i % COLORS_A_ROUND === 0) taken.clear();
    let slot = hash(name) % COLORS_A_ROUND;
    while (taken.has(slot)) slot = (slot + 1) % COLORS_A_ROUND;
    taken.add(slot);
    return (round % rounds) * COLORS_A_ROUND + slot;
  });
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
}
