import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { e2eTest } from '../../support/e2e-test.ts';
import { step } from '../../support/step.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace, quickCheckoutTrace, SHOP_FILES } from '../../support/waterfall-traces.ts';

e2eTest(
  'the other views of a trace are one key apart and lead back to its spans',
  {
    files: { ...SHOP_FILES, 'trace.otlp.json': checkoutTrace(), 'faster.otlp.json': quickCheckoutTrace() },
    viewport: { width: 1500, height: 950 },
    timeout: 150_000,
  },
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
    const { frame } = panel;
    const view = (name: string) => frame.locator(`#view-${name}`);

    await step('findings: the critical path in words, what stands out with advice', async () => {
      await panel.press('5');
      const findings = frame.getByRole('tabpanel', { name: /Findings/ });
      await findings.getByText(/payment\.charge waiting for staging\.pay\.internal/).waitFor();
      await findings.getByText('Each call waits for the one before.', { exact: false }).waitFor();
      await findings.getByText('where it went wrong first').waitFor();
      await findings.getByRole('button', { name: 'charge.ts:3' }).first().waitFor();
      await screenshot('findings');
      await findings.getByRole('button', { name: 'Show 200 spans' }).click();
      await panel.selected(/SELECT shop/);
    });

    await step('flame graph, merged and over time; Enter leads to the row', async () => {
      await panel.press('2');
      const flame = view('flame').locator('canvas.flame');
      await view('flame').getByText('Ctrl+wheel zooms').waitFor();
      await flame.press('ArrowDown');
      await flame.press('ArrowDown');
      await view('flame')
        .getByText(/payment\.charge · payment · 1 span/)
        .waitFor();
      await screenshot('flame');
      await frame.getByRole('button', { name: 'Over time' }).click();
      await view('flame').getByText('Ctrl+wheel zooms').waitFor();
      await flame.press('ArrowDown');
      await flame.press('Enter');
      await panel.selected(/^POST \/checkout/);
    });

    await step('table: statistics by operation, function, file and any attribute', async () => {
      await panel.press('3');
      const table = view('table');
      const group = async (by: string) => {
        await table.locator('vscode-dropdown').click();
        await table.locator('vscode-option', { hasText: by }).click();
      };
      await table.getByRole('rowheader', { name: 'SELECT shop.order_items' }).waitFor();
      await table.getByRole('button', { name: 'Spans', exact: true }).click();
      assert.match(
        await table.locator('tbody tr').first().innerText(),
        /^SELECT shop\.order_items\s+cart\s+200/,
      );
      await screenshot('table');
      await group('Service');
      await table.getByRole('rowheader', { name: 'payment' }).waitFor();
      await group('Function');
      await table.getByRole('rowheader', { name: 'getItems' }).waitFor();
      await group('File');
      await table.getByRole('rowheader', { name: 'src/charge.ts' }).waitFor();
      await group('Attribute');
      await table.locator('vscode-text-field input').fill('server.address');
      await wb.page.keyboard.press('Enter');
      await table.getByRole('rowheader', { name: 'staging.pay.internal' }).waitFor();
      await table.getByRole('button', { name: 'slowest' }).first().click();
      await panel.selected(/./);
    });

    await step('service graph, drawn and as a table', async () => {
      await panel.press('4');
      const graph = view('graph');
      await graph.locator('.node', { hasText: 'payment' }).waitFor();
      await graph.getByRole('rowheader', { name: 'gateway → cart' }).waitFor();
      await screenshot('graph');
      await graph.getByRole('button', { name: 'Save as DOT' }).click();
      assert.match(
        readFileSync(await panel.saveAs('graph.dot'), 'utf8'),
        /digraph services[\s\S]*"gateway" -> "payment"/,
      );
      await graph.locator('.node', { hasText: 'cart' }).click();
      await panel.findStatus(/202 found/);
      await wb.page.keyboard.press('Escape');
    });

    await step('compare with another file: side by side and merged', async () => {
      await panel.press('Home', 'c');
      await panel.select(/^payment\.charge/);
      await panel.press('Shift+F10');
      await frame.getByRole('menuitem', { name: 'Compare with another trace...' }).click();
      await wb.quickInput.pick('A trace file...');
      await wb.quickInput.chooseFile(`${wb.folder}/faster.otlp.json`);
      const compare = view('compare');
      await compare.getByText('1 trace against 1 trace.', { exact: false }).waitFor();
      await compare.locator('tr', { hasText: 'payment.charge' }).getByText('11x slower').waitFor();
      await compare.locator('tr', { hasText: 'SELECT shop' }).getByText('new').waitFor();
      assert.equal(await compare.locator('canvas.flame').count(), 2);
      await screenshot('compare');
    });

    await step('in a narrow panel nothing is out of reach', async () => {
      await wb.page.setViewportSize({ width: 900, height: 800 });
      await frame.locator('#tab-graph').click();
      const graph = view('graph');
      const [node, box] = [graph.locator('.node', { hasText: 'staging' }), graph];
      await node.waitFor();
      await wb.page.waitForTimeout(300);
      const [right, edge] = [await node.boundingBox(), await box.boundingBox()];
      assert.ok(right && edge && right.x + right.width <= edge.x + edge.width, 'the drawing fits');
      await screenshot('narrow graph');
      await frame.locator('#tab-table').click();
      const table = view('table');
      const max = table.getByRole('columnheader', { name: 'Max' });
      await max.scrollIntoViewIfNeeded();
      const name = await table.getByRole('rowheader').first().boundingBox();
      const left = await table.boundingBox();
      assert.ok(name && left && Math.abs(name.x - left.x) < 20, 'names stay in sight');
      await screenshot('narrow table');
    });
    assert.deepEqual(wb.errors(), []);
  },
);
