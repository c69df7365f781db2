import assert from 'node:assert/strict';
import { e2eTest } from '../support/e2e-test.ts';

e2eTest(
  'the status bar says whose figures are shown, and changes it',
  { files: { 'a.ts': 'export {};\n' }, openFiles: ['a.ts'] },
  async (wb, { screenshot }) => {
    const item = wb.statusItem(/Local traces/);
    await item.waitFor();
    assert.match(await item.innerText(), /Local traces · 24 h/);
    await item.click();
    await wb.quickInput.row('Last 15 min').waitFor();
    await screenshot('choices');
    await wb.quickInput.pick('Last 15 min');
    await wb.statusItem(/Local traces · 15 min/).waitFor();
    await wb.runCommand('Spanlight: Choose Window, Environment, Version or Backend...');
    await wb.quickInput.pick('Custom window...');
    await wb.quickInput.title.filter({ hasText: 'Custom window' }).waitFor();
    await wb.quickInput.fill('soon');
    await wb.page.locator('.quick-input-message', { hasText: 'Write a length' }).waitFor();
    await wb.quickInput.fill('3 h');
    await wb.quickInput.accept();
    await wb.statusItem(/Local traces · 3 h/).waitFor();
    await wb.page.evaluate(() => Object.assign(window, { beforeReload: true }));
    await wb.runCommand('Developer: Reload Window');
    await wb.page.waitForFunction(() => !('beforeReload' in window));
    await wb.statusItem(/Local traces · 3 h/).waitFor();
    assert.deepEqual(wb.errors(), []);
  },
);
