// `npm run demo`: Spanlight, from its package, in a real VS Code with a sample open. Ctrl-C ends all of it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { endAll } from '../cleanup.ts';
import { checkDemo } from '../demo-check.ts';
import { createShopWorkspace, installShop, startShop } from '../demo-shop.ts';
import { openInBrowser, requireDesktop, runDesktopWindow, startServerWindow } from '../demo-window.ts';
import { progress } from '../progress.ts';
import { buildPackage } from '../vsix.ts';

const USAGE = `npm run demo -- [options]
  --desktop      a desktop VS Code found on the PATH instead of the browser
  --folder DIR   open this folder instead of the sample
  --port N       listen on this port instead of a free one
  --no-open      do not open a browser
  --check        look whether it works, then end (exit code 0 or 1)`;

const options = {
  desktop: { type: 'boolean' },
  folder: { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  check: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(): Promise<void> {
  const { values } = parse();
  if (values.desktop) requireDesktop();
  progress('Building and packaging Spanlight');
  const { file: vsix } = await buildPackage();
  const folder = values.folder ? existingFolder(values.folder) : await runSample();
  const env = {};
  if (values.desktop) {
    console.log(`ready: desktop VS Code on ${folder}. Ctrl-C, or closing its window, ends the demo.`);
    return await runDesktopWindow({ vsix, folder, env });
  }
  const port = values.port === undefined ? {} : { port: Number(values.port) };
  const { server, url } = await startServerWindow({ vsix, folder, env, ...port });
  if (values.check) return void (await checkDemo({ server, url, folder }));
  console.log(`ready: ${url}`);
  console.log('Open the address in a browser. Ctrl-C ends the demo.');
  if (!values['no-open']) openInBrowser(url);
  // The server's pipes keep this process alive; a signal ends both (see cleanup.ts).
  await new Promise(() => {});
}

function parse() {
  try {
    const parsed = parseArgs({ options });
    if (parsed.values.port !== undefined && !/^\d{1,5}$/.test(parsed.values.port))
      throw new Error(`--port must be a number, not "${parsed.values.port}".`);
    if (!parsed.values.help) return parsed;
    console.log(USAGE);
    process.exit(0);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

function existingFolder(named: string): string {
  const folder = path.resolve(process.env.INIT_CWD ?? '.', named);
  if (existsSync(folder)) return folder;
  throw new Error(`There is no folder ${folder}.`);
}

/** The shop, running, in a copy of its own: trying things out changes nothing here. */
async function runSample(): Promise<string> {
  progress('Installing the sample shop');
  await installShop();
  progress('Starting the sample shop');
  const workspace = await createShopWorkspace();
  console.log(await startShop(workspace, 'http://127.0.0.1:4318'));
  return workspace.folder;
}

try {
  await main();
  await endAll();
} catch (error) {
  console.error(`The demo could not start. ${(error as Error).message}`);
  await endAll();
  process.exit(1);
}
process.exit(0);
