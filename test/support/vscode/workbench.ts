// A VS Code window in Chromium, as a person would use it. One object per window.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { Editor } from './editor.ts';
import { QuickInput } from './quick-input.ts';
import type { VSCodeServer } from './server.ts';
import { type ColorTheme, colorThemes } from './settings.ts';
import { TreeView } from './tree-view.ts';

export type WorkbenchOptions = {
  readonly server: Pick<VSCodeServer, 'url' | 'authority'>;
  readonly browser: Browser;
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Paths in the folder to open on start, `file.ts` or `file.ts:12`. */
  readonly openFiles?: readonly string[];
  readonly viewport?: { readonly width: number; readonly height: number };
};

/** What a healthy VS Code in Chromium says without naming a source. */
const NOISE = [
  /ResizeObserver loop/,
  /A bad HTTP response code \(404\) was received when fetching the script/,
  // VS Code tidies up results of tests that it never kept; the folder's name has ours in it.
  /Unable to resolve nonexistent file '[^']*\/testResults'/,
];

export class Workbench {
  readonly page: Page;
  readonly folder: string;
  readonly quickInput: QuickInput;
  /** Everything the page's console and its uncaught errors said. */
  readonly console: readonly string[];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, folder: string, console: string[]) {
    this.#context = context;
    this.page = page;
    this.folder = folder;
    this.console = console;
    this.quickInput = new QuickInput(page);
  }

  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const { server, folder, openFiles = [] } = options;
    const remote = (file: string) => `vscode-remote://${server.authority}${encodeURI(file)}`;
    const payload = [
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
      ...openFiles.map((file) => ['openFile', remote(path.join(folder, file))]),
      ...(openFiles.some((file) => /:\d+$/.test(file)) ? [['gotoLineMode', 'true']] : []),
    ];
    const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
    const wb = await Workbench.visit({ ...options, url: `${server.url}?${query}` });
    // An editor that opens takes the focus, and with it closes a palette that was opened before.
    for (const file of openFiles) await wb.tab(path.basename(file.replace(/:\d+$/, ''))).waitFor();
    if (openFiles.length > 0) await wb.page.locator('.editor-instance .view-line').first().waitFor();
    return wb;
  }

  /** Opens a window by its address. */
  static async visit(
    options: Pick<WorkbenchOptions, 'browser' | 'folder' | 'viewport'> & { readonly url: string },
  ): Promise<Workbench> {
    const { browser, folder, viewport = { width: 1400, height: 900 } } = options;
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    const lines: string[] = [];
    page.on('console', (message) =>
      lines.push(`[${message.type()}] ${message.text()} (${message.location().url})`),
    );
    page.on('pageerror', (error) => lines.push(`[uncaught] ${error.stack ?? error.message}`));
    await page.goto(options.url);
    await page.locator('.monaco-workbench').waitFor();
    await page.locator('.part.statusbar .statusbar-item').first().waitFor();
    return new Workbench(context, page, folder, lines);
  }

  /** Another window of the same VS Code, such as one that an editor was moved into. */
  static async auxiliary(page: Page, folder: string): Promise<Workbench> {
    await page.locator('.monaco-workbench').waitFor();
    return new Workbench(page.context(), page, folder, []);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** Errors of Spanlight's pages, and of the window where it names Spanlight; VS Code's own are left out. */
  errors(): string[] {
    const own = new URL(this.page.url()).origin;
    return this.console.filter(
      (line) =>
        /^\[(error|uncaught)\]/.test(line) &&
        !NOISE.some((pattern) => pattern.test(line)) &&
        (!line.includes(own) || /spanlight/i.test(line)),
    );
  }

  /** Runs a command of the palette by its full title, such as `Spanlight: Open Trace...`. */
  async runCommand(title: string): Promise<void> {
    await retry(async () => {
      const row = await this.findCommand(title);
      await row.click({ timeout: 2000 });
    });
    // The command may open a pick list of its own in the same place.
    await this.quickInput.gone(`>${title}`);
  }

  /** Opens the palette on a command. Right after a window came up, an extension's commands are not in it yet. */
  async findCommand(title: string): Promise<Locator> {
    const row = this.quickInput.row(title);
    await retry(async () => {
      await this.quickInput.open(`>${title}`);
      await row.waitFor({ timeout: 2000 });
    });
    return row;
  }

  async openFile(file: string): Promise<Editor> {
    await this.quickInput.open(file);
    await this.quickInput.pick(path.basename(file.replace(/:\d+$/, '')));
    return this.editor(file.replace(/:\d+$/, '')).ready();
  }

  /** The editor that shows a file, by the end of its path. */
  editor(file: string): Editor {
    return new Editor(this.page, this.quickInput, file);
  }

  tab(name: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name }).first();
  }

  /** Name of the active tab of the active editor group. */
  async activeTab(): Promise<string> {
    const active = this.page.locator('.editor-group-container.active .tab.active .label-name').first();
    return (await active.innerText()).trim();
  }

  tree(name: string): TreeView {
    return new TreeView(this.page, name);
  }

  /** Opens a view through its own focus command and returns it. */
  async showTree(name: string): Promise<TreeView> {
    await this.runCommand(`Focus on ${name} View`);
    const view = this.tree(name);
    await view.root.waitFor();
    return view;
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast .notification-list-item', { hasText: text }).first();
  }

  async notifications(): Promise<string[]> {
    const texts = await this.page
      .locator('.notification-toast .notification-list-item-message')
      .allInnerTexts();
    return texts.map((text) => text.trim());
  }

  async clickNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).locator('.monaco-button', { hasText: button }).click();
  }

  /** The modal dialog; its buttons are `dialog().getByRole('button', { name })`. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: text }).first();
  }

  /** The content of a webview in view: the n-th from the left and top of the window. */
  webview(n = 0): FrameLocator {
    return this.page
      .locator('iframe.webview.ready >> visible=true')
      .nth(n)
      .contentFrame()
      .frameLocator('#active-frame');
  }

  async screenshot(file: string): Promise<string> {
    mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Writes workspace settings and returns at once; the window follows when its file watcher reports it. */
  changeSettings(settings: Readonly<Record<string, unknown>>): void {
    const file = path.join(this.folder, '.vscode/settings.json');
    mkdirSync(path.dirname(file), { recursive: true });
    const before: object = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    writeFileSync(file, JSON.stringify({ ...before, ...settings }, null, 2));
  }

  async setColorTheme(theme: ColorTheme): Promise<void> {
    const { id, className } = colorThemes[theme];
    this.changeSettings({ 'workbench.colorTheme': id });
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
  }
}

/** A window that still comes up takes the focus away, which closes the palette: then it is opened again. */
async function retry(attempt: () => Promise<void>): Promise<void> {
  const TRIES = 10;
  for (let left = TRIES; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
