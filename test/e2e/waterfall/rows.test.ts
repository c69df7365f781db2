import assert from 'node:assert/strict';
import { e2eTest } from '../../support/e2e-test.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace } from '../../support/waterfall-traces.ts';

const files = { 'trace.otlp.json': checkoutTrace() };

e2eTest('the first line is the answer, and the rows show it', { files }, async (wb, { screenshot }) => {
  const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
  const head = panel.frame.locator('header.head');
  assert.match(await head.innerText(), /POST \/checkout\s+1\.82 s\s+failed/);
  assert.match(
    await head.locator('.story').innerText(),
    /The request failed in payment\.charge: GatewayTimeout after 3 tries/,
  );
  // The run of queries is one row, and where it failed is selected.
  await panel.until('the run of queries as one row', (rows) => rows.some((r) => /^200 × SELECT/.test(r)));
  await panel.selected(/^payment\.charge/);
  await panel.details.getByText('GatewayTimeout: no answer in 450 ms (3 of 3)').waitFor();
  await screenshot('failed checkout');
  assert.deepEqual(wb.errors(), []);
});

e2eTest('rows fold, focus and hide by keyboard, and say so to screen readers', { files }, async (wb) => {
  const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
  await panel.until('all rows', (rows) => rows.length >= 10);
  await panel.select(/^200 × SELECT/);
  const run = panel.row(/^200 × SELECT/);
  assert.equal(await run.getAttribute('aria-expanded'), 'false');
  await panel.press('ArrowRight');
  await panel.rowCount(211);
  assert.equal(await run.getAttribute('aria-level'), '3');
  await panel.press('ArrowRight');
  assert.equal(await panel.row(/^SELECT shop/).getAttribute('aria-level'), '4');
  await panel.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  await panel.selected(/^cart\.getItems/);
  // Collapse it, then all, then open by levels.
  await panel.press('ArrowLeft');
  await panel.until('the subtree gone', (rows) => !rows.some((r) => r.startsWith('GET cart')));
  await panel.press('[');
  await panel.rowCount(1);
  await panel.press('Shift+2');
  await panel.rowCount(6);
  await panel.press(']');
  await panel.rowCount(211);
  await panel.press('c');
  await panel.until('only the critical path open', (rows) =>
    rows.some((r) => r.startsWith('payment.charge')),
  );
  // A subtree as the whole.
  await panel.select(/^payment\.charge/);
  await panel.press('f');
  await panel.rowCount(4);
  await panel.frame.getByText('Only payment.charge and what is below it.').waitFor();
  await panel.press('Shift+F', ']');
  await panel.rowCount(211);
  // Hide short spans; failed ones stay.
  await panel.press('h');
  await panel.frame.getByRole('menuitemcheckbox', { name: /^100 ms/ }).click();
  await wb.page.keyboard.press('Escape');
  await panel.until('short spans gone', (rows) => !rows.some((r) => r.startsWith('auth.verify')));
  assert.ok((await panel.rows()).some((r) => r.startsWith('POST /v1/charges')));
  await panel.frame.getByRole('button', { name: 'Show all' }).click();
  await panel.rowCount(211);
  // Walking errors, and the keys there are.
  await panel.press('Home', 'e');
  await panel.selected(/failed/);
  await panel.press('?');
  await panel.frame
    .getByRole('dialog', { name: 'Keys' })
    .getByText('Collapse all but the critical path')
    .waitFor();
  await wb.page.keyboard.press('Escape');
  assert.deepEqual(wb.errors(), []);
});

e2eTest(
  'time is zoomed by wheel, brush and keys, and told relative or by the clock',
  { files },
  async (wb) => {
    const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
    const caption = panel.frame.locator('.minimap-caption');
    await caption.getByText('1.82 s, all of it').waitFor();
    await panel.select(/^auth\.verify/);
    await panel.press('z');
    await caption.getByText(/66 ms/).waitFor();
    await panel.press('0');
    await caption.getByText('all of it').waitFor();
    const grid = await panel.grid.boundingBox();
    assert.ok(grid);
    await wb.page.mouse.move(grid.x + grid.width - 100, grid.y + 60);
    await wb.page.keyboard.down('Control');
    await wb.page.mouse.wheel(0, -300);
    await wb.page.keyboard.up('Control');
    await caption.getByText(/–/).waitFor();
    // Pull over the overview.
    const map = await panel.frame.locator('.minimap-canvas').boundingBox();
    assert.ok(map);
    await wb.page.mouse.move(map.x + map.width * 0.25, map.y + 20);
    await wb.page.mouse.down();
    await wb.page.mouse.move(map.x + map.width * 0.5, map.y + 20, { steps: 4 });
    await wb.page.mouse.up();
    await caption.getByText(/455 ms$/).waitFor();
    await panel.press('t');
    await panel.frame.getByRole('button', { name: 'wall-clock time' }).waitFor();
    assert.deepEqual(wb.errors(), []);
  },
);
