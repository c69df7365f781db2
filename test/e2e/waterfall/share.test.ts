import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { e2eTest } from '../../support/e2e-test.ts';
import { step } from '../../support/step.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace, SHOP_FILES } from '../../support/waterfall-traces.ts';

e2eTest(
  'a trace is given away without its secrets, after they were shown',
  { files: { ...SHOP_FILES, 'trace.otlp.json': checkoutTrace() }, timeout: 120_000 },
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.open(wb, 'trace.otlp.json');
    const { frame } = panel;
    await panel.row(/charge\.ts:3/).waitFor();
    const share = async (item: string | RegExp) => {
      await frame.getByRole('button', { name: 'Share the trace' }).click();
      await frame.getByRole('menuitem', { name: item }).click();
    };
    const dialog = frame.getByRole('dialog', { name: 'What goes out of this machine' });
    let html = '';

    await step('OTLP JSON', async () => {
      await share('OTLP JSON...');
      await dialog.getByText('http.request.header.authorization').waitFor();
      await screenshot('preview');
      await dialog.getByRole('button', { name: 'Save' }).click();
      const otlp = readFileSync(await panel.saveAs('shared.otlp.json'), 'utf8');
      assert.ok(
        !otlp.includes('very-secret-token') && otlp.includes('[redacted]') && otlp.includes('payment.charge'),
      );
    });

    await step('with secrets, when that is wanted', async () => {
      await share('OTLP JSON...');
      await dialog.getByText('Strip them').click();
      await dialog.getByRole('button', { name: 'Save' }).click();
      const whole = readFileSync(await panel.saveAs('whole.otlp.json'), 'utf8');
      assert.ok(whole.includes('very-secret-token'));
    });

    await step('pictures and words', async () => {
      await share('Page that opens anywhere...');
      await dialog.getByRole('button', { name: 'Save' }).click();
      html = await panel.saveAs('shared.html');
      assert.ok(!readFileSync(html, 'utf8').includes('very-secret-token'));
      await share(/^Picture \(SVG\)/);
      assert.match(readFileSync(await panel.saveAs('shared.svg'), 'utf8'), /^<svg[\s\S]*payment\.charge/);
      await share(/^Picture \(PNG\)/);
      const png = await panel.saveAs('shared.png');
      assert.ok(statSync(png).size > 5000);
      assert.equal(readFileSync(png).toString('latin1', 1, 4), 'PNG');
      await share('Copy summary as Markdown');
      await frame.locator('.toast', { hasText: 'clipboard' }).waitFor();
      assert.deepEqual(wb.errors(), []);
    });

    await step('the page stands by itself: no editor, no network', async () => {
      const page = await wb.page.context().newPage();
      const said: string[] = [];
      const asked: string[] = [];
      page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      page.on('request', (request) => !/^(file|data|blob):/.test(request.url()) && asked.push(request.url()));
      await page.goto(pathToFileURL(html).href);
      await page.locator('.row', { hasText: 'payment.charge' }).waitFor();
      await page.locator('.row', { hasText: 'charge.ts:3' }).first().waitFor();
      await page.locator('.details', { hasText: 'GatewayTimeout' }).waitFor();
      await page.locator('.find vscode-text-field input').fill('WHERE id = 157');
      await page.locator('.find-status', { hasText: '1 found' }).waitFor();
      await page.close();
      assert.deepEqual([said, asked], [[], []]);
    });
  },
);
