import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  contrast,
  oklch,
  parseColor,
  type Rgb,
  toOklch,
  withContrast,
} from '../../../../webview/shared/color.ts';
import { assignColors, serviceColors } from '../../../../webview/shared/palette.ts';
import { themeFrom } from '../../../../webview/shared/theme.ts';

const white: Rgb = { r: 255, g: 255, b: 255 };
const black: Rgb = { r: 0, g: 0, b: 0 };

test('reads the forms that theme variables have', () => {
  assert.deepEqual(parseColor('#fff'), white);
  assert.deepEqual(parseColor('#1F1F1f'), { r: 31, g: 31, b: 31 });
  assert.deepEqual(parseColor('rgb(1, 2, 3)'), { r: 1, g: 2, b: 3 });
  assert.deepEqual(parseColor('rgba(255, 255, 255, 0.5)', black), { r: 128, g: 128, b: 128 });
  assert.deepEqual(parseColor('#ffffff80', black), { r: 128, g: 128, b: 128 });
  for (const bad of ['', 'red', '#12345', 'rgb(a,b,c)', 'var(--x)'])
    assert.equal(parseColor(bad), undefined, bad);
});

test('contrast is that of WCAG 2', () => {
  assert.equal(contrast(white, black), 21);
  // Known pair: #767676 is the lightest grey that passes AA on white.
  assert.ok(contrast({ r: 118, g: 118, b: 118 }, white) >= 4.5);
  assert.ok(contrast({ r: 119, g: 119, b: 119 }, white) < 4.5);
});

test('OKLCH keeps hue and comes back', () => {
  // CSS Color 4's own example: oklch(62.8% 0.2577 29.23) is red.
  const red = toOklch({ r: 255, g: 0, b: 0 });
  assert.ok(
    Math.abs(red.l - 0.628) < 0.001 && Math.abs(red.c - 0.2577) < 0.001 && Math.abs(red.h - 29.23) < 0.1,
  );
  assert.deepEqual(oklch(red.l, red.c, red.h), { r: 255, g: 0, b: 0 });
});

test('a colour that would not be seen is moved until it is', () => {
  const yellow = { r: 255, g: 255, b: 0 };
  assert.ok(contrast(withContrast(yellow, white, 3), white) >= 3);
  assert.equal(withContrast(yellow, black, 3), yellow);
});

const BACKGROUNDS = ['#1f1f1f', '#ffffff', '#000000', '#282a36', '#fdf6e3', '#002b36'];

for (const palette of ['standard', 'color-blind'] as const)
  test(`services, errors and dim text stand out on every background (${palette})`, () => {
    for (const background of BACKGROUNDS) {
      const dark = background < '#8';
      for (const [kind, least] of [
        [dark ? 'dark' : 'light', 3],
        [dark ? 'hc-dark' : 'hc-light', 4.5],
      ] as const) {
        const variables: Record<string, string> = { '--vscode-editor-background': background };
        const theme = themeFrom((name) => variables[name] ?? '', kind, palette);
        for (const color of [...theme.services, theme.error, theme.accent])
          assert.ok(contrast(color, theme.background) >= least, `${background} ${JSON.stringify(color)}`);
        assert.ok(contrast(theme.dim, theme.background) >= 4.5);
      }
    }
  });

test('a service keeps its colour between traces unless another has it, and no two share one while there are enough', () => {
  const one = assignColors(['gateway', 'cart', 'payment', 'orders']);
  assert.equal(new Set(one).size, 4);
  assert.ok(one.every((c) => c < 12));
  assert.equal(assignColors(['gateway'])[0], one[0]);
  const names = (n: number) => Array.from({ length: n }, (_, i) => `service-${i}`);
  assert.equal(new Set(assignColors(names(12))).size, 12);
  assert.equal(new Set(assignColors(names(24))).size, 24);
  assert.ok(assignColors(names(60)).every((c) => c < serviceColors('standard', black, 3).length));
});
