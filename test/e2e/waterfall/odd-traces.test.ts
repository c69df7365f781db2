import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { otlpProtobufBytes } from '../../bench/generate-bytes.ts';
import { generateTrace } from '../../bench/generate-trace.ts';
import { e2eTest } from '../../support/e2e-test.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { brokenTrace, hostileTrace } from '../../support/waterfall-traces.ts';

e2eTest(
  'a hundred thousand spans open, scroll, fold and are searched',
  { files: {} },
  async (wb, { screenshot }) => {
    writeFileSync(
      path.join(wb.folder, 'large.otlp.pb'),
      otlpProtobufBytes(generateTrace(100_000, 'compact')),
    );
    const panel = await WaterfallPanel.open(wb, 'large.otlp.pb');
    assert.match(await panel.frame.locator('header.head').innerText(), /100,000 spans/);
    await panel.press(']', 'End');
    await panel.until('the last row', (rows) => rows.length > 10);
    assert.equal(await panel.row(/./).count(), 1);
    assert.ok((await panel.frame.locator('.row').count()) < 200, 'rows are elements only while in view');
    await panel.press('Home', '[');
    await panel.rowCount(1);
    await panel.find('{ status = error }');
    await panel.findStatus(/\d+ found/);
    await wb.page.keyboard.press('Enter');
    await panel.selected(/failed/);
    await screenshot('large');
    await panel.press('2');
    await panel.frame.getByRole('button', { name: 'Over time' }).click();
    await panel.frame.locator('canvas.flame').first().press('ArrowDown');
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'a broken trace is drawn, and what is wrong with it said',
  { files: { 'broken.otlp.json': brokenTrace() } },
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.open(wb, 'broken.otlp.json');
    const { frame } = panel;
    await frame.locator('.notice.warning').first().waitFor();
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
    const name = await panel
      .row(/^level 399/)
      .locator('.name')
      .boundingBox();
    assert.ok(name && name.width > 30);
    await screenshot('deep');
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'a hostile trace stays text',
  { files: { 'hostile.otlp.json': hostileTrace() } },
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.open(wb, 'hostile.otlp.json');
    const { frame } = panel;
    // Direction overrides and control characters are written out.
    await panel.row(/^user<U\+202E>npp?|^user<U\+202E>/).waitFor();
    await panel.row(/<U\+2066>x<U\+2069>␀⏎⇥/).waitFor();
    await panel.row(/^שלום عالم/).waitFor();
    for (const row of [/^root/, /^one megabyte/, /^ten thousand/, /^nnnn/, /^__proto__/]) {
      await panel.select(row);
      await panel.details.getByRole('heading', { level: 2 }).waitFor();
      await panel.details.getByText('Resource').waitFor();
    }
    await panel.select(/^one megabyte/);
    await panel.details.getByRole('button', { name: 'show all (1,000,000 characters)' }).click();
    await panel.details.locator('.whole').waitFor();
    await panel.select(/^ten thousand/);
    await panel.details.getByRole('button', { name: /more of 10,000/ }).click();
    await panel.details.getByText('key.9999', { exact: true }).waitFor();
    for (const key of ['2', '3', '4', '5', '1']) await panel.frame.locator('body').press(key);
    await panel.find('onerror');
    await panel.findStatus(/found/);
    await screenshot('hostile');
    assert.equal(await panel.evaluate(() => (window as unknown as { __pwned?: number }).__pwned), undefined);
    assert.equal(await frame.locator('img, script:not([nonce])').count(), 0);
    assert.deepEqual(wb.errors(), []);
  },
);
