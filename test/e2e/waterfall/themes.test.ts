import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { e2eTest } from '../../support/e2e-test.ts';
import { root } from '../../support/root.ts';
import { step } from '../../support/step.ts';
import { type ColorTheme, colorThemes } from '../../support/vscode/settings.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace, SHOP_FILES } from '../../support/waterfall-traces.ts';

e2eTest(
  'nobody is kept out: four themes, larger text, less motion, other colours, a narrow panel',
  {
    files: { ...SHOP_FILES, 'trace.otlp.json': checkoutTrace() },
    openFiles: ['src/charge.ts'],
    viewport: { width: 1280, height: 720 },
    timeout: 180_000,
  },
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.openBeside(wb, 'trace.otlp.json');
    const { frame } = panel;
    await panel.row(/charge\.ts:3/).waitFor();

    for (const theme of Object.keys(colorThemes) as ColorTheme[])
      await step(theme, async () => {
        await wb.setColorTheme(theme);
        await frame.locator(`body[data-vscode-theme-id="${colorThemes[theme].id}"]`).waitFor();
        await panel.tab('Waterfall').click();
        if (process.env.SPANLIGHT_SCREENS) {
          const screens = path.join(root, 'test/e2e/screens');
          mkdirSync(screens, { recursive: true });
          await wb.page.screenshot({
            path: path.join(screens, `waterfall-${theme}.jpg`),
            type: 'jpeg',
            quality: 60,
          });
        } else await screenshot(theme);
        assert.deepEqual(await panel.axe(), []);
        // Colours of the other views are the same in high contrast.
        const views = theme.startsWith('hc') ? [] : ['flame', 'table', 'graph', 'findings', 'compare'];
        for (const name of views) {
          await frame.locator(`#tab-${name}`).click();
          await frame.locator(`#view-${name}`).waitFor();
          assert.deepEqual(await panel.axe(), [], name);
        }
      });

    await step('names win in a narrow panel', async () => {
      await panel.tab('Waterfall').click();
      const label = panel.row(/^payment\.charge/);
      const cut = await label.locator('.name').evaluate((name) => name.scrollWidth > name.clientWidth);
      assert.equal(cut, false);
    });

    await step('larger text', async () => {
      const before = await panel.row(/^POST \/checkout/).boundingBox();
      await panel.evaluate(() => document.documentElement.style.setProperty('--vscode-font-size', '22px'));
      await panel.until('taller rows', () => true);
      await wb.page.waitForTimeout(200);
      const after = await panel.row(/^POST \/checkout/).boundingBox();
      assert.ok(before && after && after.height > before.height * 1.5);
      await screenshot('large text');
      await panel.evaluate(() => document.documentElement.style.setProperty('--vscode-font-size', '13px'));
    });

    await step('less motion', async () => {
      await wb.page.emulateMedia({ reducedMotion: 'reduce' });
      const moving = await panel.evaluate(
        () =>
          [...document.querySelectorAll('*')].filter((element) => {
            const { animationName, transitionDuration } = getComputedStyle(element);
            return animationName !== 'none' || /[1-9]/.test(transitionDuration);
          }).length,
      );
      assert.equal(moving, 0);
      await wb.page.emulateMedia({ reducedMotion: null });
    });

    await step('colours that can be told apart without red and green', async () => {
      const color = () =>
        panel
          .row(/^payment\.charge/)
          .locator('.swatch')
          .evaluate((swatch) => getComputedStyle(swatch).backgroundColor);
      const before = await color();
      wb.changeSettings({ 'spanlight.waterfall.palette': 'color-blind' });
      for (let i = 0; i < 100 && (await color()) === before; i++) await wb.page.waitForTimeout(100);
      assert.notEqual(await color(), before);
      await screenshot('color-blind');
    });
    assert.deepEqual(wb.errors(), []);
  },
);
