import assert from 'node:assert/strict';
import { CHARGE_FILE, CHARGE_TS, chargeTraces, LINES } from '../support/charge-shop.ts';
import { e2eTest } from '../support/e2e-test.ts';
import { freePort } from '../support/free-port.ts';
import { sendTraces } from '../support/otlp-json.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

const port = await freePort();

const receiving = {
  'spanlight.receiver.startAutomatically': true,
  'spanlight.receiver.httpPort': port,
  'spanlight.receiver.grpcPort': 0,
};

const options = {
  files: { [CHARGE_FILE]: CHARGE_TS },
  openFiles: [CHARGE_FILE],
  machineSettings: receiving,
  fresh: true,
  timeout: 150_000,
};

async function withTraces(wb: Workbench, count = 40): Promise<void> {
  await wb.page.locator(`.statusbar-item [aria-label*="Receiving on port ${port}"]`).first().waitFor();
  await sendTraces(port, chargeTraces(count, Date.now()));
}

const THEMES = ['dark', 'light', 'hc-dark', 'hc-light'] as const;

e2eTest(
  'services, their operations and functions are listed with figures and lead to code',
  options,
  async (wb, { screenshot }) => {
    const editor = await wb.editor(CHARGE_FILE).ready();
    await withTraces(wb);
    await editor.waitForDecoration(LINES.charge, /p50/);
    const services = await wb.showTree('Services');
    await services.expand(/^shop/);
    await services.row(/^charge/).waitFor();
    for (const theme of THEMES) {
      await wb.setColorTheme(theme);
      await screenshot(`views-${theme}`);
    }
    const rows = (await services.rows()).map((r) => `${r.level} ${r.label} ${r.description}`);
    console.log(rows.join('\n'));
    await services.row(/SELECT prices/).click();
    const file = await wb.showTree('This File');
    console.log((await file.rows()).map((r) => `${r.level} ${r.label} ${r.description}`).join('\n'));
    await screenshot('this-file');
    assert.deepEqual(wb.errors(), []);
  },
);

e2eTest(
  'problems stand at the line that causes them, with a trace to show and a way to ignore them',
  options,
  async (wb, { screenshot }) => {
    const editor = await wb.editor(CHARGE_FILE).ready();
    await withTraces(wb);
    await editor.waitForDecoration(LINES.charge, /p50/);
    await wb.runCommand('Problems: Focus on Problems View');
    await wb.page
      .locator('.markers-panel .monaco-list-row', { hasText: /n-plus-one/ })
      .first()
      .waitFor();
    console.log(await wb.page.locator('.markers-panel .monaco-list-row').allInnerTexts());
    for (const theme of THEMES) {
      await wb.setColorTheme(theme);
      await screenshot(`problems-${theme}`);
    }
    await editor.hover(LINES.loop, 'item', /Spanlight/);
    await screenshot('problem-hover');
    await editor.goToLine(LINES.loop, 5);
    await wb.page.keyboard.press('Control+.');
    await wb.page.locator('.action-widget .monaco-list-row').first().waitFor();
    console.log(await wb.page.locator('.action-widget .monaco-list-row').allInnerTexts());
    await screenshot('quick-fix');
    assert.deepEqual(wb.errors(), []);
  },
);
