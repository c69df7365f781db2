import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { e2eTest } from '../../support/e2e-test.ts';
import { root } from '../../support/root.ts';
import { type ColorTheme, colorThemes } from '../../support/vscode/settings.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace, SHOP_FILES } from '../../support/waterfall-traces.ts';

for (const theme of Object.keys(colorThemes) as ColorTheme[])
  e2eTest(
    `nobody is kept out, in ${theme}`,
    {
      files: { ...SHOP_FILES, 'trace.otlp.json': checkoutTrace() },
      openFiles: ['src/charge.ts'],
      theme,
      viewport: { width: 1440, height: 860 },
    },
    async (wb, { screenshot }) => {
      const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
      await panel.row(/charge\.ts:3/).waitFor();
      const picture = await screenshot('waterfall');
      if (process.env.SPANLIGHT_SCREENS) {
        const screens = path.join(root, 'test/e2e/screens');
        mkdirSync(screens, { recursive: true });
        copyFileSync(picture, path.join(screens, `waterfall-${theme}.png`));
      }
      assert.deepEqual(await panel.axe(), []);
      for (const name of ['flame', 'table', 'graph', 'findings', 'compare']) {
        await panel.frame.locator(`#tab-${name}`).click();
        await panel.frame.locator(`#view-${name}`).waitFor();
        assert.deepEqual(await panel.axe(), [], name);
      }
      assert.deepEqual(wb.errors(), []);
    },
  );
