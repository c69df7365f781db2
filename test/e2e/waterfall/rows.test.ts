import assert from 'node:assert/strict';
import { e2eTest } from '../../support/e2e-test.ts';
import { step } from '../../support/step.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace } from '../../support/waterfall-traces.ts';

const options = { files: { 'trace.otlp.json': checkoutTrace() }, timeout: 120_000 };

e2eTest(
  'the first line is the answer; rows fold, focus and hide by keyboard, and say so to screen readers',
  options,
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
    const { frame } = panel;
    const run = panel.row(/^200 × SELECT/);

    await step('the answer', async () => {
      const head = frame.locator('header.head');
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
    });

    await step('opening and closing', async () => {
      await panel.select(/^200 × SELECT/);
      assert.equal(await run.getAttribute('aria-expanded'), 'false');
      await panel.details.getByText('412 ms', { exact: false }).first().waitFor();
      await panel.press('ArrowRight');
      await panel.rowCount(211);
      assert.equal(await run.getAttribute('aria-level'), '3');
      await panel.press('ArrowRight');
      const first = panel.row(/^SELECT shop/);
      assert.equal(await first.getAttribute('aria-level'), '4');
      assert.equal(await first.getAttribute('aria-posinset'), '2');
      assert.equal(await first.getAttribute('aria-setsize'), '201');
      await panel.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft');
      await panel.selected(/^cart\.getItems/);
      await panel.press('ArrowLeft');
      await panel.until('the subtree gone', (rows) => !rows.some((r) => r.startsWith('GET cart')));
      await panel
        .row(/^cart\.getItems/)
        .locator('.chevron')
        .click();
      await panel.until('the subtree there', (rows) => rows.some((r) => r.startsWith('GET cart')));
    });

    await step('all at once', async () => {
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
    });

    await step('ancestors stay in sight', async () => {
      await panel.press(']', 'End', 'Home');
      await panel.select(/^SELECT shop/);
      for (let page = 0; page < 3; page++) await panel.press('PageDown');
      await frame.locator('.pinned .row:visible', { hasText: 'cart.getItems' }).waitFor();
      await frame.locator('.pinned .row:visible', { hasText: '200 × SELECT' }).waitFor();
    });

    await step('a subtree as the whole', async () => {
      await panel.press('Home', 'c');
      await panel.select(/^payment\.charge/);
      await panel.press('f');
      await panel.rowCount(4);
      await frame.getByText('Only payment.charge and what is below it.').waitFor();
      await panel.press('Shift+F', ']');
      await panel.rowCount(211);
    });

    await step('hiding', async () => {
      // Short spans; failed ones stay.
      await panel.hide(/^100 ms/);
      await panel.until('short spans gone', (rows) => !rows.some((r) => r.startsWith('auth.verify')));
      assert.ok((await panel.rows()).some((r) => r.startsWith('POST /v1/charges')));
      await frame.getByRole('button', { name: 'Show all' }).click();
      await panel.rowCount(211);
      // By a length of one's own, as a share of the trace: 3 % of 1.82 s are 54.6 ms.
      await panel.hide('another length...');
      const dialog = frame.getByRole('dialog', { name: 'Hide spans shorter than' });
      await dialog.locator('input').fill('soon');
      await wb.page.keyboard.press('Enter');
      await dialog.getByRole('alert').getByText('A number with').waitFor();
      await dialog.locator('input').fill('3 %');
      await wb.page.keyboard.press('Enter');
      await panel.until('60 ms stay, 10 ms go', (rows) => {
        const has = (name: string) => rows.some((r) => r.startsWith(name));
        return has('auth.verify') && !has('orders.release');
      });
      await frame.getByRole('button', { name: 'Show all' }).click();
      // A kind, a service.
      await panel.hide(/^client$/);
      await panel.until('no calls', (rows) => !rows.some((r) => /SELECT|charges/.test(r)));
      await frame.getByRole('button', { name: 'Show all' }).click();
      await panel.hide(/^instrumentation-pg/);
      await panel.rowCount(10);
      await frame.getByRole('button', { name: 'Show all' }).click();
      await panel.hide(/^payment$/);
      await panel.until('no payment', (rows) => !rows.some((r) => r.includes('payment')));
      await frame.getByRole('button', { name: 'Show all' }).click();
      await panel.rowCount(211);
    });

    await step('columns', async () => {
      const caption = frame.locator('.ruler .caption', { hasText: 'Self' });
      await panel.hide('Duration and self time');
      await caption.waitFor();
      await screenshot('columns');
      await panel.hide('Duration and self time');
      await caption.waitFor({ state: 'hidden' });
    });

    await step('walking errors, and the keys there are', async () => {
      await panel.press('Home', 'e');
      await panel.selected(/failed/);
      await panel.press('?');
      const keys = frame.getByRole('dialog', { name: 'Keys' });
      await keys.getByText('Collapse all but the critical path').waitFor();
      await screenshot('keys');
      await wb.page.keyboard.press('Escape');
      await keys.waitFor({ state: 'detached' });
    });

    await step('time: keys, wheel, brush, clock', async () => {
      const caption = frame.locator('.minimap-caption');
      await caption.getByText('1.82 s, all of it').waitFor();
      await panel.press('c', 'Home');
      await panel.select(/^auth\.verify/);
      await panel.press('z');
      await caption.getByText(/66 ms/).waitFor();
      await panel.press('0');
      await caption.getByText('all of it').waitFor();
      const grid = await panel.grid.boundingBox();
      assert.ok(grid);
      const lane = { x: grid.x + grid.width - 100, y: grid.y + 60 };
      await wb.page.mouse.move(lane.x, lane.y);
      await wb.page.keyboard.down('Control');
      await wb.page.mouse.wheel(0, -300);
      await caption.getByText(/–/).waitFor();
      // Down to nanoseconds.
      for (let i = 0; i < 30; i++) await wb.page.mouse.wheel(0, -300);
      await wb.page.keyboard.up('Control');
      await caption.getByText(/, 20 ns$/).waitFor();
      await wb.page.keyboard.press('0');
      await caption.getByText('all of it').waitFor();
      // Pull over the overview.
      const map = await frame.locator('.minimap-canvas').boundingBox();
      assert.ok(map);
      await wb.page.mouse.move(map.x + map.width * 0.25, map.y + 20);
      await wb.page.mouse.down();
      await wb.page.mouse.move(map.x + map.width * 0.5, map.y + 20, { steps: 4 });
      await wb.page.mouse.up();
      await caption.getByText(/455 ms$/).waitFor();
      // A double click on a bar shows all of the span.
      await panel.press('0');
      await wb.page.mouse.dblclick(lane.x, ((await panel.row(/^payment\.charge/).boundingBox())?.y ?? 0) + 8);
      await caption.getByText(/1\.4\d s$/).waitFor();
      await panel.press('0', 't');
      await frame.getByRole('button', { name: 'wall-clock time' }).waitFor();
    });
    assert.deepEqual(wb.errors(), []);
  },
);
