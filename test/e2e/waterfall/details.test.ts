import assert from 'node:assert/strict';
import { e2eTest } from '../../support/e2e-test.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace, SHOP_FILES } from '../../support/waterfall-traces.ts';

e2eTest(
  'a span tells everything: time, error with its stack, attributes laid out, secrets on request, links, code',
  {
    files: { ...SHOP_FILES, 'trace.otlp.json': checkoutTrace() },
    openFiles: ['src/repo.ts'],
    viewport: { width: 1600, height: 1000 },
  },
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
    await panel.row(/^payment\.charge.*charge\.ts:3, exact/).waitFor();
    await panel.select(/^payment\.charge/);
    const { details } = panel;
    await details.getByText('30 ms, 2.3 % of the span').waitFor();
    await details.getByText(/of its own on the critical path/).waitFor();
    await details.getByText('SELECT a, b\nFROM t\nWHERE c = 1\n  AND d = 2\nORDER BY a').waitFor();
    await details.getByText('"sku": "a",').waitFor();
    assert.ok(!(await details.innerText()).includes('very-secret-token'));
    await screenshot('details');
    await details
      .getByRole('button', { name: 'Show the value of http.request.header.authorization' })
      .click();
    await details.getByText('Bearer very-secret-token').waitFor();
    await details.getByRole('button', { name: '+ 2 library frames' }).click();
    await details.getByText('node_modules/express/lib/router/layer.js').waitFor();
    await details.getByRole('button', { name: /in trace 0af76519/ }).waitFor();
    // A frame of the stack leads to its line.
    await details.getByRole('button', { name: 'at charge (src/charge.ts:7:9)' }).click();
    await wb.tab('charge.ts').waitFor();
    // Menu: the span as a header to continue the trace with.
    await details.getByRole('button', { name: 'More about this span' }).click();
    await panel.frame.getByRole('menuitem', { name: 'Copy as traceparent header' }).click();
    await wb.page.locator('.statusbar-item', { hasText: 'Copied traceparent' }).waitFor();
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'code and rows lead to each other',
  { files: { ...SHOP_FILES, 'trace.otlp.json': checkoutTrace() }, openFiles: ['src/repo.ts'] },
  async (wb) => {
    const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
    const charge = panel.row(/^payment\.charge.*charge\.ts:3/);
    await charge.waitFor();
    await panel.frame.getByText('● exact').waitFor();
    // A click on the location opens the line and leaves the focus here.
    await charge.locator('.location').click();
    await wb.tab('charge.ts').waitFor();
    await panel.press('ArrowDown');
    await panel.selected(/^POST/);
    await panel.press('Control+Enter');
    await wb.page.locator('.statusbar-item', { hasText: 'Ln 5, Col' }).waitFor();
    // The cursor marks the rows of its function; a command shows them.
    await panel.frame.locator('.row.at-cursor').first().waitFor();
    const repo = await wb.openFile('src/repo.ts');
    await repo.goToLine(1);
    await wb.runCommand('Spanlight: Reveal in Trace');
    await panel.selected(/^cart\.getItems/);
    // A span without code says why.
    await panel.select(/^auth\.verify/);
    await panel.press('Enter');
    await panel.frame.locator('.toast:visible').waitFor();
    assert.deepEqual(wb.errors(), []);
  },
);
