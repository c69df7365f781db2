import assert from 'node:assert/strict';
import { e2eTest } from '../support/e2e-test.ts';

const STACK = `Error: payment refused: 402
    at charge (/app/src/payments.ts:6:27)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
    at async checkout (/app/src/checkout.ts:10:10)
    at async /app/node_modules/express/lib/router/layer.js:95:5
`;

e2eTest(
  'a stack trace in an editor is opened and walked through',
  { copyOf: 'test/fixtures/workspace', files: { 'crash.txt': STACK }, openFiles: ['crash.txt'] },
  async (wb, { screenshot }) => {
    await wb.page.locator('.view-line').first().click();
    await wb.page.keyboard.press('ControlOrMeta+A');
    await wb.runCommand('Spanlight: Open Selected Trace or Stack Trace');
    await wb.quickInput.row(/charge.*src\/payments\.ts:6/).waitFor();
    await wb.quickInput.row(/processTicksAndRejections/).waitFor();
    await wb.tab('payments.ts').waitFor();
    await screenshot('frames');
    await wb.page.keyboard.press('Enter');
    await wb.statusItem('Ln 6, Col 1').waitFor();
    await wb.runCommand('Spanlight: Next Stack Frame');
    await wb.statusItem('Ln 10, Col 1').waitFor();
    assert.match(await wb.activeTab(), /checkout/);
    await wb.page.keyboard.press('ControlOrMeta+K');
    await wb.page.keyboard.press('Alt+ArrowUp');
    await wb.statusItem('Ln 6, Col 1').waitFor();
    await screenshot('frame');
    assert.deepEqual(wb.errors(), []);
  },
);
