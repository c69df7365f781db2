// Stands in for the desktop VS Code that @vscode/test-electron starts: takes the same arguments, runs the in-host tests
// in the npm-installed server with a headless Chromium, and ends with the tests' exit code.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { atEnd, endAll } from '../cleanup.ts';
import { launchBrowser } from './browser.ts';
import { startVSCodeServer, type VSCodeServer } from './server.ts';

/** The extension host went away without reporting a result. */
const HOST_DIED = 70;

/** The workbench says this when the connection to the extension host breaks; a crash never reaches the exit below. */
const DIED = /\[remote-connection\]\[ExtensionHost\].*(socket close|starting reconnect)/;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
  },
});

const argument = (name: string): string => {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`The argument --${name}=<path> is missing.`);
  return value;
};

async function runInServer(server: VSCodeServer, folder: string): Promise<number> {
  let code: number | undefined;
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  const result = new Promise<number>((resolve) => {
    const log = (_type: string, args: unknown[]) => {
      const line = args.map(String).join(' ');
      console.log(line);
      if (DIED.test(line)) resolve(HOST_DIED);
    };
    const exposed = Promise.all([
      page.exposeFunction('codeAutomationLog', log),
      page.exposeFunction('codeAutomationExit', (code: number) => resolve(code)),
    ]);
    page.on('crash', () => resolve(HOST_DIED));
    void exposed.then(() => page.goto(address(server, folder)));
  });
  const picture = process.env.SPANLIGHT_FAILURE_PICTURE;
  // Also when this process is told to end, because a test hangs: the window is still there then.
  if (picture)
    atEnd(async () => {
      if (code !== 0) await page.screenshot({ path: picture, timeout: 5000 }).catch(() => undefined);
    });
  code = await result;
  return code;
}

function address(server: VSCodeServer, folder: string): string {
  const remote = (file: string) => `vscode-remote://${server.authority}${encodeURI(path.resolve(file))}`;
  const payload = [
    ['extensionDevelopmentPath', remote(argument('extensionDevelopmentPath'))],
    ['extensionTestsPath', remote(argument('extensionTestsPath'))],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  return `${server.url}?${new URLSearchParams({ folder: path.resolve(folder), payload: JSON.stringify(payload) })}`;
}

// The desktop build keeps its process id in the same place.
mkdirSync(argument('user-data-dir'), { recursive: true });
writeFileSync(path.join(argument('user-data-dir'), 'code.lock'), String(process.pid));
const server = await startVSCodeServer({ testDriver: true, graceSeconds: 5 });
const code = await runInServer(server, positionals[0] ?? '.');
await endAll();
process.exit(code);
