// `demo --check`: opens the demo as a person would and looks whether Spanlight is there and finds what is planted.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plantedProblems } from './planted/planted-problems.ts';
import { shopEvidence } from './planted/shop-evidence.ts';
import { root } from './root.ts';
import { launchBrowser } from './vscode/browser.ts';
import type { VSCodeServer } from './vscode/server.ts';
import { Workbench } from './vscode/workbench.ts';

export type Demo = { readonly server: VSCodeServer; readonly url: string; readonly folder: string };

/** Some are rare: the slow search index is rebuilt every few seconds, a slow card comes once in 48 requests. */
const PLANTED_MS = 90_000;

/** Each looks at one thing a person would look at in the open window, and throws when it is not there. */
const windowChecks: readonly { readonly name: string; run(wb: Workbench): Promise<void> }[] = [
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

/** How many checks passed; the first that does not ends it with an error. */
export async function checkDemo({ server, url, folder }: Demo): Promise<number> {
  const wb = await Workbench.visit({ browser: await launchBrowser(), url, folder });
  let passed = 0;
  const passes = (name: string) => {
    passed++;
    console.log(`ok ${name}`);
  };
  try {
    for (const { name, run } of windowChecks) {
      await run(wb).catch((error: Error) => {
        throw new Error(`${name}: ${error.message}`);
      });
      passes(name);
    }
    const store = path.join(server.globalStorageDir, 'spanlight.spanlight/traces.db');
    if (!existsSync(store)) throw new Error(`There is no store at ${store}.`);
    await checkPlanted(folder, store, passes);
  } catch (error) {
    const picture = await wb.screenshot(path.join(root, '.cache/demo-check.png'));
    throw new Error(`${(error as Error).message}\nscreenshot: ${path.relative(root, picture)}`);
  }
  await wb.close();
  return passed;
}

/** Until each has shown itself once: traffic goes on while this looks. */
async function checkPlanted(folder: string, store: string, passes: (name: string) => void): Promise<void> {
  const shop = await shopEvidence(folder, store);
  const until = Date.now() + PLANTED_MS;
  let open = plantedProblems;
  let last = new Error('nothing was looked at');
  while (open.length > 0) {
    const missing: (typeof open)[number][] = [];
    for (const planted of open)
      try {
        await planted.find(shop);
        passes(`planted: ${planted.name}`);
      } catch (error) {
        last = new Error(`planted: ${planted.name}: ${(error as Error).message}`);
        missing.push(planted);
      }
    open = missing;
    if (open.length > 0 && Date.now() > until) throw last;
    if (open.length > 0) await sleep(2000);
  }
  await shop.close();
}
