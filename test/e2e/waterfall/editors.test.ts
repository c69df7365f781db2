import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { e2eTest } from '../../support/e2e-test.ts';
import { step } from '../../support/step.ts';
import { Workbench } from '../../support/vscode/workbench.ts';
import { WaterfallPanel } from '../../support/waterfall-panel.ts';
import { checkoutTrace, otlpText } from '../../support/waterfall-traces.ts';

const MS = 1e6;
const spans = (trace: string, name: string) => [
  { id: 'a1', trace, name, service: 'web', start: 0, end: 5 * MS },
  { id: 'a2', trace, parent: 'a1', name: 'inner', service: 'web', start: MS, end: 2 * MS },
];
const TWO = otlpText([
  ...spans('0af7651916cd43dd8448eb211c80319c', 'GET /one'),
  ...spans('4bf92f3577b34da6a3ce929d0e0e4736', 'GET /two'),
]);

e2eTest(
  'several panels keep their state over reloads and moves, also into a window of their own',
  {
    files: { 'trace.otlp.json': checkoutTrace(), 'two.json': TWO, 'bad.otlp.json': '{"resourceSpans": [' },
    timeout: 180_000,
  },
  async (wb, { screenshot }) => {
    // "Leave this page?", asked when a window is reloaded.
    wb.page.on('dialog', (dialog) => void dialog.accept());

    await step('what cannot be read says what was tried and offers to try again', async () => {
      await WaterfallPanel.openEditor(wb, 'bad.otlp.json');
      const panel = wb.webview();
      await panel.getByText(/bad\.otlp\.json could not be opened as a trace/).waitFor();
      await panel.getByRole('button', { name: 'Try again' }).click();
      await panel.getByText(/bad\.otlp\.json could not be opened as a trace/).waitFor();
      await wb.runCommand('View: Close Editor');
    });

    await step('any file through "Reopen Editor With...", one trace of many', async () => {
      await wb.openFile('two.json');
      await wb.runCommand('View: Reopen Editor With...');
      await wb.quickInput.pick('Spanlight Trace');
      await wb.webview().locator('.choice', { hasText: 'GET /two' }).click();
      const two = await WaterfallPanel.at(wb);
      await two.row(/^GET \/two/).waitFor();
    });

    const check = async (panel: WaterfallPanel) => {
      await panel.selected(/^auth\.verify/);
      await panel.frame.locator('.minimap-caption', { hasText: /66 ms/ }).waitFor();
      await panel.findStatus(/found/);
      await panel.frame.locator('.notice', { hasText: 'hidden by filters' }).waitFor();
    };

    await step('a second panel beside, looked at in its own way, over a reload', async () => {
      const panel = await WaterfallPanel.openBeside(wb, 'trace.otlp.json', 1);
      await wb.tab('POST /checkout').waitFor();
      await panel.row(/^auth\.verify/).waitFor();
      await panel.hide(/^10 ms/);
      await panel.select(/^auth\.verify/);
      await panel.press('z');
      await panel.find('staging');
      await panel.findStatus(/found/);
      // Kept a moment after the last change.
      await wb.page.waitForTimeout(1000);
      await wb.page.evaluate(() => Object.assign(window, { beforeReload: true }));
      await wb.runCommand('Developer: Reload Window');
      await wb.page.waitForFunction(() => !('beforeReload' in window));
      await wb.tab('POST /checkout').click();
      await check(await WaterfallPanel.showing(wb, 'POST /checkout'));
      await WaterfallPanel.showing(wb, 'GET /two');
    });

    await step('moved to another group', async () => {
      await wb.tab('POST /checkout').click();
      await wb.runCommand('View: Move Editor into Left Group');
      await check(await WaterfallPanel.showing(wb, 'POST /checkout'));
    });

    await step('a file that is dropped opens in a panel of its own', async () => {
      const panel = await WaterfallPanel.showing(wb, 'POST /checkout');
      const text = readFileSync(path.join(wb.folder, 'two.json'), 'utf8').replaceAll(
        'GET /two',
        'GET /dropped',
      );
      await panel.drop('dropped.json', text);
      await wb.webview(1).locator('.choice', { hasText: 'GET /dropped' }).click();
      await WaterfallPanel.showing(wb, 'GET /dropped');
    });

    await step('a window of its own', async () => {
      await wb.tab('POST /checkout').click();
      const opened = wb.page.context().waitForEvent('page');
      await wb.runCommand('View: Move Editor into New Window');
      const aux = await Workbench.auxiliary(await opened, wb.folder);
      const panel = await WaterfallPanel.at(aux);
      await check(panel);
      await panel.press('h');
      await panel.frame.getByRole('menu').press('Escape');
      await panel.press('ArrowDown', '2');
      await panel.frame.locator('#view-flame').waitFor();
      await aux.screenshot(path.join(path.dirname(await screenshot('main window')), 'own-window.png'));
    });
    assert.deepEqual(wb.errors(), []);
  },
);
