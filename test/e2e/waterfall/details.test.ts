import assert from 'node:assert/strict';
import { e2eTest } from '../../support/e2e-test.ts';
import { step } from '../../support/step.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace, SHOP_FILES } from '../../support/waterfall-traces.ts';

e2eTest(
  'a span tells everything, and code and rows lead to each other',
  {
    files: { ...SHOP_FILES, 'trace.otlp.json': checkoutTrace() },
    openFiles: ['src/repo.ts'],
    viewport: { width: 1600, height: 1000 },
    timeout: 150_000,
  },
  async (wb, { screenshot }) => {
    const panel = await WaterfallPanel.openBeside(wb, 'trace.otlp.json');
    const { frame, details } = panel;
    const menu = async (item: string) => {
      await details.getByRole('button', { name: 'More about this span' }).click();
      await frame.getByRole('menuitem', { name: item }).click();
    };
    const told = (text: string | RegExp) => frame.locator('.toast', { hasText: text }).waitFor();
    const copied = (what: string) => wb.statusItem(`Copied ${what}`).waitFor();

    await step('what is known of a span', async () => {
      await panel.row(/^payment\.charge.*charge\.ts:3, exact/).waitFor();
      await panel.select(/^payment\.charge/);
      await details.getByText('30 ms, 2.3 % of the span').waitFor();
      await details.getByText(/of its own on the critical path/).waitFor();
      await details.getByText('SELECT a, b\nFROM t\nWHERE c = 1\n  AND d = 2\nORDER BY a').waitFor();
      await details.getByText('"sku": "a",').waitFor();
      await details.getByRole('heading', { name: 'Resource' }).waitFor();
      await screenshot('details');
    });

    await step('secrets only on request', async () => {
      assert.ok(!(await details.innerText()).includes('very-secret-token'));
      await details
        .getByRole('button', { name: 'Show the value of http.request.header.authorization' })
        .click();
      await details.getByText('Bearer very-secret-token').waitFor();
      await details.getByRole('button', { name: 'hide' }).click();
      await details.getByText('Bearer very-secret-token').waitFor({ state: 'detached' });
    });

    await step('copying and finding a value', async () => {
      await details.getByText('payment.provider').hover();
      await details.getByRole('button', { name: 'Copy the value of payment.provider' }).click();
      await copied('payment.provider');
      await details.getByRole('button', { name: 'Find spans with the same payment.provider' }).click();
      await panel.findStatus(/1 found/);
      await wb.page.keyboard.press('Escape');
    });

    await step('links, also from the other side', async () => {
      await details.getByRole('button', { name: /in trace 0af76519/ }).waitFor();
      await panel.row(/^payment\.charge.*linked/).waitFor();
      await panel.select(/^audit\.publish/);
      await details.getByRole('button', { name: 'linked from here' }).click();
      await panel.selected(/^payment\.charge/);
    });

    await step('a frame of the stack leads to its line', async () => {
      await details.getByRole('button', { name: '+ 2 library frames' }).click();
      await details.getByText('node_modules/express/lib/router/layer.js').waitFor();
      await details.getByRole('button', { name: 'at charge (src/charge.ts:7:9)' }).click();
      await wb.tab('charge.ts').waitFor();
    });

    await step('as header, curl, OTLP and JSON', async () => {
      await menu('Copy as traceparent header');
      await copied('traceparent');
      await menu('Copy as curl');
      await told(/no HTTP request/);
      await menu('Copy as OTLP JSON, redacted');
      await copied('the span, redacted');
      await menu('Show as JSON');
      const text = wb.page.locator('.editor-instance .view-lines', { hasText: 'payment.charge' });
      await text.first().waitFor();
      assert.ok(!(await text.first().innerText()).includes('very-secret-token'));
      await wb.runCommand('View: Close Editor');
      await panel.press('ArrowDown');
      await panel.selected(/^POST \/v1/);
      await details.getByRole('heading', { name: 'POST /v1/charges' }).waitFor();
      await menu('Copy as curl');
      await copied('curl');
    });

    await step('a click on the location opens the line and leaves the focus here', async () => {
      const charge = panel.row(/^payment\.charge.*charge\.ts:3/);
      await frame.getByText('● exact').waitFor();
      await charge.locator('.location').click();
      await wb.tab('charge.ts').waitFor();
      await panel.press('ArrowDown');
      await panel.selected(/^POST/);
      await panel.press('Control+Enter');
      await wb.page.locator('.statusbar-item', { hasText: 'Ln 5, Col' }).waitFor();
    });

    await step('the cursor marks the rows of its function, a command shows them', async () => {
      await frame.locator('.row.at-cursor').first().waitFor();
      const repo = await wb.openFile('src/repo.ts');
      await repo.goToLine(1);
      await frame.locator('.row.at-cursor', { hasText: 'cart.getItems' }).waitFor();
      await wb.runCommand('Spanlight: Reveal in Trace');
      await panel.selected(/^cart\.getItems/);
    });

    await step('Alt previews on the way', async () => {
      await panel.select(/^cart\.getItems/);
      await panel.press('Alt+ArrowUp', 'Alt+ArrowDown');
      await panel.selected(/^cart\.getItems/);
      await wb.tab('repo.ts').waitFor();
      await panel
        .row(/^payment\.charge/)
        .locator('.name')
        .click({ modifiers: ['Alt'] });
      await wb.page.locator('.tab.active', { hasText: 'charge.ts' }).waitFor();
    });

    await step('selecting shows the code, when that is set', async () => {
      wb.changeSettings({ 'spanlight.waterfall.previewCodeOnSelect': true });
      await wb.page.waitForTimeout(1500);
      await panel.select(/^cart\.getItems/);
      await wb.page.locator('.tab.active', { hasText: 'repo.ts' }).waitFor();
      wb.changeSettings({ 'spanlight.waterfall.previewCodeOnSelect': false });
    });

    await step('a guess is named, a span without code says why', async () => {
      await panel.select(/^GET cart/);
      await panel.press('Enter');
      await told(/A guess:/);
      await panel.select(/^auth\.verify/);
      await panel.press('Enter');
      await frame.locator('.toast:visible').waitFor();
      assert.doesNotMatch(await frame.locator('.toast').innerText(), /guess/);
    });

    await step('why a span leads where it does, and why others lead nowhere', async () => {
      await panel.select(/^auth\.verify/);
      await details.getByRole('heading', { name: 'auth.verify' }).waitFor();
      await menu('Explain mapping');
      await wb.page.locator('.quick-input-title', { hasText: 'auth.verify' }).waitFor();
      await screenshot('explained');
      await wb.quickInput.cancel();
      await frame.getByRole('button', { name: 'why?' }).click();
      await wb.quickInput.row(/./).waitFor();
      await wb.quickInput.cancel();
    });

    await step('the focus goes along, when that is set', async () => {
      wb.changeSettings({ 'spanlight.waterfall.keepFocus': false });
      await wb.page.waitForTimeout(1500);
      await panel.select(/^payment\.charge/);
      await panel.press('Enter');
      await wb.page.locator('.statusbar-item', { hasText: 'Ln 3, Col' }).waitFor();
      wb.changeSettings({ 'spanlight.waterfall.keepFocus': true });
    });

    await step('of several places that fit the user picks', async () => {
      await panel.select(/^orders\.release/);
      await panel.press('Enter');
      await wb.page.locator('.quick-input-title', { hasText: 'Several places fit' }).waitFor();
      assert.ok((await wb.quickInput.items()).length >= 2);
      await wb.quickInput.pick('release.ts');
      await wb.page.locator('.tab.active', { hasText: 'release.ts' }).waitFor();
    });
    assert.deepEqual(wb.errors(), []);
  },
);
