import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { e2eTest } from '../../support/e2e-test.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace, otlpText, SHOP_FILES } from '../../support/waterfall-traces.ts';

const MS = 1e6;
const FASTER = otlpText([
  { id: 'f1', name: 'POST /checkout', service: 'gateway', kind: 'server', start: 0, end: 300 * MS },
  { id: 'f2', parent: 'f1', name: 'payment.charge', service: 'payment', start: 20 * MS, end: 140 * MS },
]);

e2eTest(
  'the other views of a trace are one key apart and lead back to its spans',
  {
    files: { ...SHOP_FILES, 'trace.otlp.json': checkoutTrace(), 'faster.otlp.json': FASTER },
    viewport: { width: 1500, height: 950 },
  },
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
    const { frame } = panel;
    // Findings: the critical path in words, what stands out with advice.
    await panel.press('5');
    const findings = frame.getByRole('tabpanel', { name: /Findings/ });
    await findings.getByText(/payment\.charge waiting for staging\.pay\.internal/).waitFor();
    await findings.getByText('Each call waits for the one before.', { exact: false }).waitFor();
    await findings.getByText('where it went wrong first').waitFor();
    await screenshot('findings');
    await findings.getByRole('button', { name: 'Show 200 spans' }).click();
    await panel.selected(/SELECT shop/);
    // Flame graph, merged and over time; Enter leads to the row.
    await panel.press('2');
    const flame = frame.locator('canvas.flame').first();
    await frame.getByText('Ctrl+wheel zooms').waitFor();
    await flame.press('ArrowDown');
    await flame.press('ArrowDown');
    await frame.getByText(/payment\.charge · payment · 1 span/).waitFor();
    await screenshot('flame');
    await frame.getByRole('button', { name: 'Over time' }).click();
    await flame.press('ArrowDown');
    await flame.press('Enter');
    await panel.selected(/^POST \/checkout/);
    // Table: statistics by operation, service and any attribute.
    await panel.press('3');
    await frame.getByRole('rowheader', { name: 'SELECT shop.order_items' }).waitFor();
    await frame.getByRole('button', { name: 'Spans' }).click();
    assert.match(
      await frame.locator('.stats tbody tr').first().innerText(),
      /^SELECT shop\.order_items\s+cart\s+200/,
    );
    await frame.locator('vscode-dropdown').click();
    await frame.locator('vscode-option', { hasText: 'Attribute' }).click();
    await frame.locator('.view-tools vscode-text-field input').fill('server.address');
    await wb.page.keyboard.press('Enter');
    await frame.getByRole('rowheader', { name: 'staging.pay.internal' }).waitFor();
    await screenshot('table');
    // Service graph, drawn and as a table.
    await frame.locator('#tab-graph').click();
    await frame.locator('.graph .node', { hasText: 'payment' }).waitFor();
    await frame.getByRole('rowheader', { name: 'gateway → cart' }).waitFor();
    await screenshot('graph');
    await frame.getByRole('button', { name: 'Save as DOT' }).click();
    const dot = path.join(wb.folder, 'graph.dot');
    await wb.quickInput.chooseFile(dot);
    await frame.locator('.toast', { hasText: 'graph.dot' }).waitFor();
    assert.match(readFileSync(dot, 'utf8'), /digraph services[\s\S]*"gateway" -> "payment"/);
    // Compare with another file.
    await frame.locator('#tab-compare').click();
    await frame.getByRole('button', { name: 'Choose a trace' }).click();
    await wb.quickInput.pick('A trace file...');
    await wb.quickInput.chooseFile(path.join(wb.folder, 'faster.otlp.json'));
    await frame.getByText('1 trace against 1 trace.', { exact: false }).waitFor();
    await frame.locator('tr', { hasText: 'payment.charge' }).getByText('11x slower').waitFor();
    await frame.locator('tr', { hasText: 'SELECT shop' }).getByText('new').waitFor();
    await screenshot('compare');
    assert.deepEqual(wb.errors(), []);
  },
);
