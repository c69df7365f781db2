// `npm run screenshots`: the pictures of the README, taken in the demo. Each is a row; run it when a view has changed.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endAll } from '../cleanup.ts';
import { createShopWorkspace, installShop, startShop } from '../demo-shop.ts';
import { startServerWindow } from '../demo-window.ts';
import { progress } from '../progress.ts';
import { pictures } from '../readme-pictures.ts';
import { root } from '../root.ts';
import { launchBrowser } from '../vscode/browser.ts';
import { Workbench } from '../vscode/workbench.ts';
import { buildPackage, megabytes } from '../vsix.ts';

/** The README is read in a marketplace, too. */
const MOST_BYTES = 2 * 1024 * 1024;
/** Traffic that figures need before they look like something. */
const WARM_UP_MS = 60_000;

const wanted = process.argv.slice(2);
progress('Building and packaging Spanlight');
const { file: vsix } = await buildPackage();
progress('Starting the sample shop');
await installShop();
const workspace = await createShopWorkspace();
const { folder } = workspace;
const { url } = await startServerWindow({ vsix, folder, env: {} });
const wb = await Workbench.visit({ browser: await launchBrowser(), url, folder });
console.log(await startShop(workspace, 'http://127.0.0.1:4318'));
await wb.statusItem(/spans\/s/).waitFor();
await sleep(WARM_UP_MS);
const out = path.join(root, 'docs/images');
mkdirSync(out, { recursive: true });
let bytes = 0;
for (const { name, show } of pictures) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  progress(name);
  await show(wb);
  const picture = await wb.screenshot(path.join(out, `${name}.png`));
  bytes += statSync(picture).size;
}
await endAll();
console.log(`${path.relative(root, out)}: ${megabytes(bytes)}`);
if (bytes > MOST_BYTES) console.error(`The pictures have more than ${megabytes(MOST_BYTES)}.`);
process.exit(bytes > MOST_BYTES ? 1 : 0);
