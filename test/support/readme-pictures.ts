// What the pictures of the README show.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workbench } from './vscode/workbench.ts';

export type Picture = { readonly name: string; show(wb: Workbench): Promise<void> };

/** What fades or is drawn after an answer; a picture of it must not be half done. */
const settle = () => sleep(2500);

export const pictures: readonly Picture[] = [
  {
    name: 'hover',
    async show(wb) {
      const editor = await wb.openFile('services/payment/src/charge.ts');
      await sleep(6000);
      await editor.hover(16, 'charge', /p95/);
      await settle();
    },
  },
  {
    name: 'problems',
    async show(wb) {
      await wb.page.keyboard.press('Escape');
      await wb.openFile('services/cart/src/repo.js');
      await sleep(6000);
      await wb.runCommand('View: Focus Problems');
      await settle();
    },
  },
  {
    name: 'waterfall',
    async show(wb) {
      await wb.runCommand('View: Close Panel').catch(() => undefined);
      await wb.openFile('services/payment/src/charge.ts');
      await wb.runCommand('Spanlight: Open Slowest Trace of This Function');
      await sleep(5000);
    },
  },
];
