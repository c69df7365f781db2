import assert from 'node:assert/strict';
import { e2eTest } from '../../support/e2e-test.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace } from '../../support/waterfall-traces.ts';

e2eTest(
  'find reaches every span, attribute and event, drawn or not; queries and patterns filter',
  { files: { 'trace.otlp.json': checkoutTrace() }, timeout: 120_000 },
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
    // A value of a span inside the closed run.
    await panel.find('WHERE id = 157');
    await panel.findStatus(/1 found/);
    await wb.page.keyboard.press('Enter');
    await panel.findStatus(/1 of 1/);
    await panel.details.getByText('SELECT *').waitFor();
    await panel.selected(/found/);
    // An event, an attribute's key, a status message.
    for (const text of ['retry attempt', 'payment.provider', 'no answer in 450'])
      await panel.find(text).then(() => panel.findStatus(/1 found/));
    // Highlighted among the others, or alone.
    await panel.find('{ status = error && kind = client }');
    await panel.findStatus(/3 found/);
    await panel.rowCount(211);
    await panel.frame.getByRole('button', { name: 'Show only matches' }).click();
    await panel.rowCount(5);
    await screenshot('query as filter');
    await wb.page.keyboard.press('F3');
    await panel.findStatus(/1 of 3/);
    await wb.page.keyboard.press('Shift+F3');
    await panel.findStatus(/3 of 3/);
    await panel.frame.getByRole('button', { name: 'Next match' }).click();
    await panel.findStatus(/1 of 3/);
    await panel.find('{ status = wrong }');
    await panel.frame.locator('.find-status.failure').waitFor();
    await panel.frame.getByRole('button', { name: 'Pattern' }).click();
    await panel.find('^(GET|POST) /');
    await panel.findStatus(/4 found/);
    await panel.find('^post /v1');
    await panel.findStatus(/3 found/);
    await panel.frame.getByRole('button', { name: 'Match case' }).click();
    await panel.findStatus(/nothing found/);
    await panel.frame.getByRole('button', { name: 'Clear (Escape)' }).click();
    await panel.rowCount(211);
    assert.deepEqual(wb.errors(), []);
  },
);
