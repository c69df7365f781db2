import assert from 'node:assert/strict';
import { e2eTest } from '../../support/e2e-test.ts';
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
  'trace files open as editors, a panel keeps its state over a reload, several stand side by side',
  { files: { 'trace.otlp.json': checkoutTrace(), 'two.json': TWO } },
  async (wb) => {
    // A name that says so opens as a trace.
    await wb.quickInput.open('trace.otlp.json');
    await wb.quickInput.pick('trace.otlp.json');
    await WaterfallPanel.at(wb);
    await wb.runCommand('View: Close Editor');
    // Any other file through "Reopen Editor With...".
    await wb.openFile('two.json');
    await wb.runCommand('View: Reopen Editor With...');
    await wb.quickInput.pick('Spanlight Trace');
    const choice = wb.webview().locator('.choice', { hasText: 'GET /two' });
    await choice.click();
    const second = await WaterfallPanel.at(wb);
    await second.row(/^GET \/two/).waitFor();
    // A second trace in a panel of its own.
    await wb.runCommand('Spanlight: Open Trace File...');
    await wb.quickInput.chooseFile(`${wb.folder}/trace.otlp.json`);
    await wb.tab('POST /checkout').waitFor();
    const panel = await WaterfallPanel.at(wb, 1);
    await panel.row(/^auth\.verify/).waitFor();
    await panel.select(/^auth\.verify/);
    await panel.press('z');
    await panel.find('staging');
    await panel.findStatus(/found/);
    await wb.page.waitForTimeout(1000);
    await wb.page.evaluate(() => Object.assign(window, { beforeReload: true }));
    await wb.runCommand('Developer: Reload Window');
    await wb.page.waitForFunction(() => !('beforeReload' in window));
    await wb.tab('POST /checkout').waitFor();
    await wb.tab('POST /checkout').click();
    const again = await WaterfallPanel.at(wb, 1);
    await again.selected(/^auth\.verify/);
    await again.frame.locator('.minimap-caption', { hasText: /66 ms/ }).waitFor();
    await again.findStatus(/found/);
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'a trace that cannot be read says what was tried and offers to try again',
  { files: { 'bad.otlp.json': '{"resourceSpans": [' } },
  async (wb) => {
    await wb.quickInput.open('bad.otlp.json');
    await wb.quickInput.pick('bad.otlp.json');
    const panel = wb.webview();
    await panel.getByText(/bad\.otlp\.json could not be opened as a trace/).waitFor();
    await panel.getByRole('button', { name: 'Try again' }).waitFor();
  },
);
