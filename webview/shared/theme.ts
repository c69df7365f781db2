import { contrast, isDark, mixed, parseColor, type Rgb, readableOn, withContrast } from './color.ts';
import { type PaletteName, serviceColors } from './palette.ts';

export type ThemeKind = 'dark' | 'light' | 'hc-dark' | 'hc-light';

/** What canvases need of the editor's theme; elements use the CSS variables themselves. */
export type Theme = {
  readonly kind: ThemeKind;
  readonly background: Rgb;
  readonly foreground: Rgb;
  readonly dim: Rgb;
  readonly line: Rgb;
  readonly error: Rgb;
  readonly warning: Rgb;
  readonly accent: Rgb;
  readonly match: Rgb;
  readonly services: readonly Rgb[];
  readonly font: string;
  /** px; follows the editor's font size and its zoom. */
  readonly fontSize: number;
};

type Read = (variable: string) => string;

/** Colours that the theme leaves out or that would not be seen are derived from the ones it has. */
export function themeFrom(read: Read, kind: ThemeKind, palette: PaletteName): Theme {
  const dark = kind.endsWith('dark');
  const high = kind.startsWith('hc');
  const background = parseColor(read('--vscode-editor-background')) ?? (dark ? grey(31) : grey(255));
  const color = (variable: string, fallback: Rgb) => parseColor(read(variable), background) ?? fallback;
  const foreground = color('--vscode-foreground', isDark(background) ? grey(204) : grey(59));
  const least = high ? 4.5 : 3;
  const line = mixed(foreground, high ? 0.4 : 0.14, background);
  return {
    kind,
    background,
    foreground,
    // Themes differ in how far their description colour is from the foreground; some have none between them.
    dim: withContrast(high ? foreground : mixed(foreground, 0.74, background), background, 4.5),
    line,
    error: withContrast(
      color('--vscode-editorError-foreground', { r: 241, g: 76, b: 76 }),
      background,
      least,
    ),
    warning: withContrast(
      color('--vscode-editorWarning-foreground', { r: 204, g: 167, b: 0 }),
      background,
      least,
    ),
    accent: withContrast(color('--vscode-focusBorder', { r: 0, g: 120, b: 212 }), background, least),
    match: withContrast(
      color('--vscode-editorFindMatch-background', { r: 234, g: 156, b: 0 }),
      background,
      least,
    ),
    services: serviceColors(palette, background, least),
    font: read('--vscode-font-family') || 'sans-serif',
    fontSize: Number.parseFloat(read('--vscode-font-size')) || 13,
  };
}

/** Text on a bar: the theme's own background or foreground, whichever reads better. */
export const textOn = (bar: Rgb, theme: Theme): Rgb => {
  const best = readableOn(bar, theme.background, theme.foreground);
  return contrast(bar, best) >= 3 ? best : readableOn(bar, grey(0), grey(255));
};

const grey = (v: number): Rgb => ({ r: v, g: v, b: v });

/** The theme in force, how to read it again (the palette is a setting), and a call whenever it changes. */
export function watchTheme(
  palette: () => PaletteName,
  changed: (theme: Theme) => void,
): { readonly theme: Theme; again(): void } {
  const current = () => {
    const style = getComputedStyle(document.documentElement);
    return themeFrom((name) => style.getPropertyValue(name).trim(), kindOf(document.body), palette());
  };
  const theme = current();
  const again = () => changed(current());
  const observer = new MutationObserver(again);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
  // The editor's zoom and fonts come as variables on the root element, where the panel keeps measures of its own, too.
  let fonts = fontsOf(theme);
  new MutationObserver(() => {
    const next = current();
    if (fontsOf(next) === fonts) return;
    fonts = fontsOf(next);
    changed(next);
  }).observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  return { theme, again };
}

const fontsOf = ({ font, fontSize }: Theme) => `${fontSize} ${font}`;

function kindOf(body: HTMLElement): ThemeKind {
  const { classList } = body;
  if (classList.contains('vscode-high-contrast-light')) return 'hc-light';
  if (classList.contains('vscode-high-contrast')) return 'hc-dark';
  return classList.contains('vscode-light') ? 'light' : 'dark';
}
