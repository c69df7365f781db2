/** Colours as numbers: parsing what theme variables hold, contrast by WCAG 2, and lightness in OKLCH. */
export type Rgb = { readonly r: number; readonly g: number; readonly b: number };

/** `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(...)`, `rgba(...)`; alpha is laid over `behind`. */
export function parseColor(text: string, behind?: Rgb): Rgb | undefined {
  const hex = /^#([\da-f]{3,8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined && hex.length !== 5 && hex.length !== 7) {
    const wide = hex.length < 6 ? [...hex].map((c) => c + c).join('') : hex;
    const at = (i: number) => Number.parseInt(wide.slice(i, i + 2), 16);
    return over({ r: at(0), g: at(2), b: at(4) }, wide.length === 8 ? at(6) / 255 : 1, behind);
  }
  const parts = /^rgba?\(([^)]*)\)$/i
    .exec(text.trim())?.[1]
    ?.split(/[\s,/]+/)
    .filter(Boolean);
  if (!parts || parts.length < 3) return undefined;
  const [r = 0, g = 0, b = 0] = parts.map(Number);
  if ([r, g, b].some(Number.isNaN)) return undefined;
  const alpha =
    parts[3] === undefined
      ? 1
      : parts[3].endsWith('%')
        ? Number.parseFloat(parts[3]) / 100
        : Number(parts[3]);
  return over({ r, g, b }, alpha, behind);
}

function over(color: Rgb, alpha: number, behind: Rgb | undefined): Rgb {
  if (alpha >= 1 || !behind) return color;
  const mix = (top: number, below: number) => Math.round(top * alpha + below * (1 - alpha));
  return { r: mix(color.r, behind.r), g: mix(color.g, behind.g), b: mix(color.b, behind.b) };
}

export const mixed = (top: Rgb, alpha: number, below: Rgb): Rgb => over(top, alpha, below);

export function toCss({ r, g, b }: Rgb, alpha = 1): string {
  return alpha >= 1 ? `rgb(${r},${g},${b})` : `rgba(${r},${g},${b},${alpha})`;
}

const linear = (channel: number) => {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};

const luminance = ({ r, g, b }: Rgb) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

/** 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

export const isDark = (background: Rgb): boolean => luminance(background) < 0.18;

/** Whichever of the two can be read better on the colour. */
export const readableOn = (color: Rgb, a: Rgb, b: Rgb): Rgb =>
  contrast(color, a) >= contrast(color, b) ? a : b;

/** OKLCH: lightness 0..1, chroma about 0..0.3, hue in degrees. Out-of-gamut chroma is reduced until it fits. */
export function oklch(lightness: number, chroma: number, hue: number): Rgb {
  for (let c = chroma; ; c = c > 0.01 ? c * 0.9 : 0) {
    const rgb = fromOklch(lightness, c, hue);
    if (c === 0 || rgb.every((v) => v >= -0.001 && v <= 1.001)) {
      const [r = 0, g = 0, b = 0] = rgb.map((v) => Math.round(255 * Math.min(1, Math.max(0, v))));
      return { r, g, b };
    }
  }
}

function fromOklch(l: number, c: number, hue: number): number[] {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [c * Math.cos(angle), c * Math.sin(angle)];
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const gamma = (v: number) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
  return [
    gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** Hue and chroma of a colour, for moving its lightness only. */
export function toOklch({ r, g, b }: Rgb): { l: number; c: number; h: number } {
  const [lr, lg, lb] = [linear(r), linear(g), linear(b)];
  const long = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const medium = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const short = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  const l = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short;
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const bb = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return { l, c: Math.hypot(a, bb), h: (Math.atan2(bb, a) * 180) / Math.PI };
}

/** The colour with its lightness moved away from the background until it stands out by at least `least`. */
export function withContrast(color: Rgb, background: Rgb, least: number): Rgb {
  if (contrast(color, background) >= least) return color;
  const { l, c, h } = toOklch(color);
  const step = isDark(background) ? 0.02 : -0.02;
  for (let lightness = l + step; lightness > 0 && lightness < 1; lightness += step) {
    const moved = oklch(lightness, c, h);
    if (contrast(moved, background) >= least) return moved;
  }
  return isDark(background) ? { r: 255, g: 255, b: 255 } : { r: 0, g: 0, b: 0 };
}
