import assert from 'node:assert/strict';
import { e2eTest } from '../../support/e2e-test.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace } from '../../support/waterfall-traces.ts';

e2eTest(
  'find reaches every span, attribute and event, drawn or not; queries and patterns filter',
  { files: { 'trace.otlp.json': checkoutTrace() } },
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
    // A value of a span inside the closed run.
    await panel.find('WHERE id = 157');
    await panel.findStatus(/1 found/);
    await wb.page.keyboard.press('Enter');
    await panel.findStatus(/1 of 1/);
    await panel.details.getByText('SELECT *').waitFor();
    await panel.selected(/found/);
    await panel.find('retry attempt');
    await panel.findStatus(/1 found/);
    await panel.find('{ status = error && kind = client }');
    await panel.findStatus(/3 found/);
    await panel.frame.getByRole('button', { name: 'Show only matches' }).click();
    await panel.rowCount(5);
    await screenshot('query as filter');
    await wb.page.keyboard.press('F3');
    await panel.findStatus(/1 of 3/);
    await panel.find('{ status = wrong }');
    await panel.frame.locator('.find-status.failure').waitFor();
    await panel.frame.getByRole('button', { name: 'Pattern' }).click();
    await panel.find('^(GET|POST) /');
    await panel.findStatus(/4 found/);
    await wb.page.keyboard.press('Escape');
    await panel.until('all rows again', (rows) => rows.some((r) => r.startsWith('auth.verify')));
    // From a value in the details.
    await panel.press('Shift+2');
    await panel.select(/^payment\.charge/);
    await panel.details.getByText('payment.provider').hover();
    await panel.details.getByRole('button', { name: 'Find spans with the same payment.provider' }).click();
    await panel.findStatus(/1 found/);
    assert.deepEqual(wb.errors(), []);
  },
);
