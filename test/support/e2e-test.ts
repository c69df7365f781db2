// `e2eTest`: one browser test in a fresh window on a workspace of its own. What is needed to see why it failed is kept.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { endAll } from './cleanup.ts';
import { sharedE2EServer, startE2EWindowServer } from './e2e-server.ts';
import { root } from './root.ts';
import { launchBrowser } from './vscode/browser.ts';
import type { ColorTheme } from './vscode/settings.ts';
import { colorThemes } from './vscode/settings.ts';
import { Workbench, type WorkbenchOptions } from './vscode/workbench.ts';

export type E2EOptions = Pick<WorkbenchOptions, 'openFiles' | 'viewport'> & {
  /** A folder of the repository to start from; it is copied, never written to. */
  readonly copyOf?: string;
  /** Files to write into the workspace, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Workspace settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: ColorTheme;
  /** Machine settings; they need a server of its own (1 s more), as does `fresh`. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** A VS Code profile that no other test has touched: for what the extension keeps between windows. */
  readonly fresh?: boolean;
  /** Milliseconds; 60 s by default. */
  readonly timeout?: number;
};

export type E2EContext = {
  readonly wb: Workbench;
  /** Keeps a picture under test/e2e/out/<test>/<name>.png and returns its path. */
  readonly screenshot: (name: string) => Promise<string>;
};

const out = path.join(root, 'test/e2e/out');

let browser: Promise<Browser> | undefined;

export function e2eTest(
  name: string,
  options: E2EOptions,
  body: (wb: Workbench, context: E2EContext) => Promise<void>,
): void {
  // node:test's own limit would end the test before anything could be kept.
  const limit = options.timeout ?? 60_000;
  const declared = callerPlace();
  void test(name, { timeout: limit + 60_000 }, async () => {
    const artefacts = path.join(out, slug(name));
    const shared = await sharedE2EServer();
    const own =
      options.fresh || options.machineSettings
        ? await startE2EWindowServer(shared.extensionsDir, { settings: options.machineSettings ?? {} })
        : undefined;
    const server = own ?? shared;
    const folder = createWorkspace(options);
    let wb: Workbench | undefined;
    try {
      browser ??= launchBrowser();
      const opened = await Workbench.open({ ...options, server, browser: await browser, folder });
      wb = opened;
      const screenshot = (picture: string) => opened.screenshot(path.join(artefacts, `${slug(picture)}.png`));
      await withLimit(body(opened, { wb: opened, screenshot }), limit);
    } catch (error) {
      await keep(artefacts, wb, server);
      throw withPlaces(error, declared, artefacts);
    } finally {
      await wb?.close().catch(() => undefined);
      await own?.stop();
      rmSync(path.dirname(folder), { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

// Registered once a file: what this process started (the browser, its own server) ends after its last test.
after(endAll);

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);

function createWorkspace({ copyOf, files = {}, settings, theme }: E2EOptions): string {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'spanlight-workspace-')), 'workspace');
  mkdirSync(folder);
  if (copyOf)
    cpSync(path.join(root, copyOf), folder, {
      recursive: true,
      filter: (from) => path.basename(from) !== 'node_modules',
    });
  const all = {
    'workbench.colorTheme': colorThemes[theme ?? 'dark'].id,
    ...settings,
  };
  for (const [file, text] of Object.entries({ '.vscode/settings.json': JSON.stringify(all), ...files })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

async function withLimit(work: Promise<void>, limit: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The test did not finish within ${limit / 1000} s.`)), limit);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The window as it was, what its console said, and the server's and extensions' logs. */
async function keep(
  dir: string,
  wb: Workbench | undefined,
  server: { readonly logFile: string; readonly logsDir: string },
): Promise<void> {
  mkdirSync(dir, { recursive: true });
  await wb?.screenshot(path.join(dir, 'failure.png')).catch(() => undefined);
  writeFileSync(path.join(dir, 'console.log'), `${wb?.console.join('\n') ?? 'The window did not open.'}\n`);
  cpSync(server.logFile, path.join(dir, 'server.log'));
  const logs = newestFolder(server.logsDir);
  const host = logs && newestFolder(logs, /^exthost/);
  if (host) cpSync(host, path.join(dir, 'extension-host'), { recursive: true });
}

function newestFolder(dir: string, name = /./): string | undefined {
  if (!existsSync(dir)) return undefined;
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && name.test(entry.name))
    .map((entry) => path.join(dir, entry.name))
    .sort((a, b) => statSync(b).birthtimeMs - statSync(a).birthtimeMs)[0];
}

/** `test/e2e/x.test.ts:12`, where the test calls `e2eTest`. */
function callerPlace(): string {
  const frame = new Error().stack?.split('\n').find((line) => /\.test\.ts:\d+/.test(line)) ?? '';
  return /(test\/\S*\.test\.ts:\d+)/.exec(frame.replace(`${root}/`, ''))?.[1] ?? '';
}

function withPlaces(error: unknown, declared: string, dir: string): Error {
  const wrapped = error instanceof Error ? error : new Error(String(error));
  wrapped.message += `\ntest: ${declared}\nscreenshot and logs: ${path.relative(root, dir)}`;
  return wrapped;
}
