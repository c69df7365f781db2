// `demo --check`: opens the demo as a person would and looks whether Spanlight is there.
import path from 'node:path';
import { root } from './root.ts';
import { launchBrowser } from './vscode/browser.ts';
import { Workbench } from './vscode/workbench.ts';

/** Each looks at one thing a person would look at in the open window, and throws when it is not there. */
export const demoChecks: readonly { readonly name: string; run(wb: Workbench): Promise<void> }[] = [
  {
    name: 'the command palette offers to open a trace',
    async run(wb) {
      await wb.findCommand('Spanlight: Open Trace...');
      await wb.quickInput.cancel();
    },
  },
  {
    name: "the shop's traces arrive",
    async run(wb) {
      await wb.statusItem(/spans\/s/).waitFor();
    },
  },
];

export async function checkDemo(url: string, folder: string): Promise<void> {
  const wb = await Workbench.visit({ browser: await launchBrowser(), url, folder });
  for (const { name, run } of demoChecks) {
    try {
      await run(wb);
    } catch (error) {
      const picture = await wb.screenshot(path.join(root, '.cache/demo-check.png'));
      throw new Error(`${name}: ${(error as Error).message}\nscreenshot: ${path.relative(root, picture)}`);
    }
    console.log(`ok ${name}`);
  }
  await wb.close();
}
