// What the pictures of the README show.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workbench } from './vscode/workbench.ts';

export type Picture = { readonly name: string; show(wb: Workbench): Promise<void> };

const CHARGE = 'services/payment/src/charge.ts';
/** What fades or is drawn after an answer; a picture of it must not be half done. */
const settle = () => sleep(2500);

async function openCharge(wb: Workbench) {
  const editor = await wb.openFile(CHARGE);
  await editor.waitForDecoration(16, /p95/);
  await editor.goToLine(16, 24);
  return editor;
}

async function onlyEditors(wb: Workbench): Promise<void> {
  await wb.page.keyboard.press('Escape');
  await wb.runCommand('View: Close All Editors');
  await wb.page.keyboard.press('Escape');
}

export const pictures: readonly Picture[] = [
  {
    name: 'hover',
    async show(wb) {
      await onlyEditors(wb);
      const editor = await openCharge(wb);
      await editor.hover(16, 'charge', /Called by/);
      await settle();
    },
  },
  {
    name: 'problems',
    async show(wb) {
      await onlyEditors(wb);
      const editor = await wb.openFile('services/cart/src/repo.js');
      await editor.goToLine(24);
      await wb.runCommand('Problems: Focus on Problems View');
      await wb.page.locator('.markers-panel', { hasText: 'n-plus-one' }).waitFor();
      await settle();
      await wb.page.keyboard.press('Control+j');
    },
  },
  {
    name: 'overview',
    async show(wb) {
      await onlyEditors(wb);
      await openCharge(wb);
      await wb.runCommand('Spanlight: Open Slowest Trace of This Function');
      await wb.webview().getByRole('treegrid').waitFor();
      await sleep(4000);
    },
  },
  {
    name: 'waterfall',
    async show(wb) {
      await wb.runCommand('View: Close Primary Side Bar').catch(() => undefined);
      await wb.runCommand('View: Close Editors to the Left in Group').catch(() => undefined);
      await wb.webview().getByRole('treegrid').focus();
      await sleep(3000);
    },
  },
  {
    name: 'gaps',
    async show(wb) {
      await onlyEditors(wb);
      await wb.openFile('services/worker/src/nightly.js');
      await wb.runCommand('Spanlight: Find Instrumentation Gaps');
      await wb.runCommand('Spanlight: Focus on Instrumentation Gaps View');
      const tree = wb.tree('Instrumentation Gaps');
      const others = wb.page.locator('.pane-header.expanded:not([aria-label*="Instrumentation Gaps"])');
      while ((await others.count()) > 0) await others.first().click({ position: { x: 10, y: 11 } });
      await tree.row(/startNightly/).waitFor();
      await tree.row(/startNightly/).click();
      await settle();
      await tree.action(/startNightly/, 'Fix Gap...');
      // Asked only where there are several ways.
      await wb.quickInput
        .row('Wrap the handler')
        .click({ timeout: 5000 })
        .catch(() => undefined);
      await wb.tab(/Wrap/).waitFor();
      await settle();
    },
  },
];
