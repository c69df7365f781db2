import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { otlpJsonBytes } from '../../bench/generate-bytes.ts';
import { generateTrace } from '../../bench/generate-trace.ts';
import { e2eTest } from '../../support/e2e-test.ts';
import { brokenTrace, hostileTrace } from '../../support/odd-traces.ts';
import { step } from '../../support/step.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';

e2eTest(
  'large, broken and hostile traces are drawn, searched and explained like any other',
  {
    files: { 'broken.otlp.json': brokenTrace(), 'hostile.otlp.json': hostileTrace() },
    timeout: 180_000,
  },
  async (wb, { screenshot }) => {
    await step('a hundred thousand spans', async () => {
      writeFileSync(
        path.join(wb.folder, 'large.otlp.json'),
        otlpJsonBytes(generateTrace(100_000, 'compact')),
      );
      const panel = await WaterfallPanel.open(wb, 'large.otlp.json');
      assert.match(await panel.frame.locator('header.head').innerText(), /100,000 spans/);
      // An overview first, not the deepest leaf.
      const first = await panel.allRows();
      assert.ok(first > 1 && first < 2000, `opens with ${first} rows`);
      await panel.press(']', 'End');
      await panel.until('the last row', (rows) => rows.length > 10);
      assert.ok((await panel.allRows()) > 50_000);
      assert.ok((await panel.frame.locator('.row').count()) < 200, 'rows are elements only while in view');
      await panel.press('Home', '[');
      await panel.rowCount(1);
      await panel.find('{ status = error }');
      await panel.findStatus(/\d+ found/);
      await wb.page.keyboard.press('Enter');
      await panel.selected(/failed/);
      await screenshot('large');
      await panel.press('m');
      await panel.until('only errors and what leads to them', (rows) =>
        rows.every((r) => /failed|errors below/.test(r)),
      );
      await panel.press('Escape', '2');
      await panel.frame.getByRole('button', { name: 'Over time' }).click();
      await panel.frame.locator('canvas.flame').first().press('ArrowDown');
      for (const key of ['3', '4', '5', '1']) {
        await panel.frame.locator('body').press(key);
        await panel.frame.getByRole('tabpanel').first().waitFor();
      }
      assert.deepEqual(wb.errors(), []);
      await wb.runCommand('View: Close Editor');
    });

    await step('a broken one', async () => {
      const panel = await WaterfallPanel.open(wb, 'broken.otlp.json');
      const { frame } = panel;
      await frame.locator('.notice.warning').first().waitFor();
      await panel.press('Shift+2');
      for (const name of [
        /^orphan/,
        /^circle (one|two)/,
        /^no time.*0 ns/,
        /^never ends.*no end/,
        /^own parent/,
        /^backwards/,
      ])
        await panel.until(String(name), (rows) => rows.some((row) => name.test(row)));
      await frame.locator('footer', { hasText: 'incomplete' }).waitFor();
      // Clock skew: adjusted until asked for the raw times.
      await frame.locator('footer', { hasText: 'clock skew adjusted' }).waitFor();
      await panel.press('Shift+3');
      await panel.select(/^ledger\.read/);
      await panel.details.getByText('moved by', { exact: false }).waitFor();
      await panel.press('r');
      await frame.locator('footer', { hasText: 'clock skew as sent' }).waitFor();
      await screenshot('broken');
      // Four hundred levels: the name keeps its room.
      await panel.find('level 399');
      await panel.findStatus(/1 found/);
      await wb.page.keyboard.press('Enter');
      await panel.selected(/^level 399/);
      const level = panel.row(/^level 399/);
      assert.ok(Number(await level.getAttribute('aria-level')) > 400);
      const name = await level.locator('.name').boundingBox();
      assert.ok(name && name.width > 30);
      await screenshot('deep');
      assert.deepEqual(wb.errors(), []);
      await wb.runCommand('View: Close Editor');
    });

    await step('a hostile one stays text', async () => {
      const panel = await WaterfallPanel.open(wb, 'hostile.otlp.json');
      const { frame, details } = panel;
      // Direction overrides and control characters are written out.
      await panel.row(/^user<U\+202E>/).waitFor();
      await panel.row(/<U\+2066>x<U\+2069>␀⏎⇥/).waitFor();
      await panel.row(/^שלום عالم/).waitFor();
      for (const row of [/^root/, /^nnnn/, /^__proto__/, /^one megabyte/]) {
        await panel.select(row);
        await details.getByRole('heading', { level: 2 }).waitFor();
        await details.getByText('Resource').waitFor();
      }
      await details.getByRole('button', { name: /show all \([\d,]+ characters/ }).click();
      await details.locator('.whole').waitFor();
      await panel.select(/^ten thousand/);
      const keys = details.locator('dt');
      const few = await keys.count();
      await details.getByRole('button', { name: /[\d,]+ more of [\d,]+/ }).click();
      await keys.nth(few + 200).waitFor({ state: 'attached' });
      for (const key of ['2', '3', '4', '5', '1']) await frame.locator('body').press(key);
      await panel.find('onerror');
      await panel.findStatus(/found/);
      await screenshot('hostile');
      const ran = await panel.evaluate(() => (window as unknown as { __pwned?: number }).__pwned);
      assert.equal(ran, undefined);
      assert.equal(await frame.locator('img, body > * script, body > * style').count(), 0);
      assert.deepEqual(wb.errors(), []);
    });
  },
);
