import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './vscode/workbench.ts';

/** The waterfall panel in a window, as its user sees it. */
export class WaterfallPanel {
  readonly #wb: Workbench;
  readonly frame: FrameLocator;

  private constructor(wb: Workbench, frame: FrameLocator) {
    this.#wb = wb;
    this.frame = frame;
  }

  /** Opens a trace file of the workspace in the active group and waits for its rows and for what the analyses found. */
  static async open(wb: Workbench, file: string, n = 0): Promise<WaterfallPanel> {
    await WaterfallPanel.openEditor(wb, file);
    return WaterfallPanel.at(wb, n);
  }

  /** Opens a file by its name; what it holds may be no trace. */
  static async openEditor(wb: Workbench, file: string): Promise<void> {
    const row = wb.quickInput.row(file);
    // A window that still comes up takes the focus away, and with it closes what was opened.
    for (let left = 10; ; left--) {
      await wb.quickInput.open(file);
      const clicked = await row.click({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
      if (clicked) return;
      if (left === 0) assert.fail(`${file} is not among the files of the window.`);
    }
  }

  /** Opens a trace file through the command, beside what is open. */
  static async openBeside(wb: Workbench, file: string, n = 0): Promise<WaterfallPanel> {
    await wb.runCommand('Spanlight: Open Trace File...');
    await wb.quickInput.chooseFile(path.join(wb.folder, file));
    return WaterfallPanel.at(wb, n);
  }

  /** A panel that is there already, the n-th in sight. */
  static async at(wb: Workbench, n = 0): Promise<WaterfallPanel> {
    const panel = new WaterfallPanel(wb, wb.webview(n));
    await panel.frame.locator('.row').first().waitFor();
    await panel.frame.locator('.story .piece').first().waitFor();
    return panel;
  }

  /** The panel in sight that shows a trace of this name: after a reload they come back in any order. */
  static async showing(wb: Workbench, name: string): Promise<WaterfallPanel> {
    const started = performance.now();
    for (;;) {
      const count = await wb.page.locator('iframe.webview.ready >> visible=true').count();
      for (let n = 0; n < count; n++) {
        const heading = wb.webview(n).locator('header.head h1', { hasText: name });
        if ((await heading.count().catch(() => 0)) > 0) return WaterfallPanel.at(wb, n);
      }
      if (performance.now() - started > 30_000) assert.fail(`No panel in sight shows ${name}.`);
      await wb.page.waitForTimeout(100);
    }
  }

  get grid(): Locator {
    return this.frame.getByRole('treegrid');
  }

  /** The row of a span by what it says: name, service, duration, marks. */
  row(name: string | RegExp): Locator {
    return this.frame.locator('.rows').getByRole('row', { name }).first();
  }

  /** What every row in view says, top to bottom. */
  async rows(): Promise<string[]> {
    const rows = await this.frame.locator('.rows .row:visible').evaluateAll((all) =>
      all
        .map((row) => ({ top: row.getBoundingClientRect().top, text: row.getAttribute('aria-label') ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return rows;
  }

  /** How many rows there are, those out of sight included. */
  async allRows(): Promise<number> {
    return Number(await this.grid.getAttribute('aria-rowcount')) - 1;
  }

  /** Waits until there are so many rows, those out of sight included. */
  async rowCount(expected: number): Promise<void> {
    await this.frame.locator(`.scroller[aria-rowcount="${expected + 1}"]`).waitFor({ state: 'attached' });
  }

  async select(name: string | RegExp): Promise<Locator> {
    const row = this.row(name);
    await row.locator('.name').click();
    return row;
  }

  /** Waits until the selected row says so. */
  async selected(expected: RegExp): Promise<void> {
    await this.frame.locator('.rows').getByRole('row', { name: expected, selected: true }).waitFor();
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.grid.press(key);
  }

  async find(text: string): Promise<void> {
    await this.press('Control+f');
    const box = this.frame.locator('.find vscode-text-field input');
    await box.fill(text);
  }

  async findStatus(expected: RegExp): Promise<void> {
    await this.frame.locator('.find-status', { hasText: expected }).waitFor();
  }

  /** Chooses an item of the menu of what is hidden and which columns there are. */
  async hide(item: string | RegExp): Promise<void> {
    await this.press('h');
    await this.frame.locator('.menu button', { hasText: item }).click();
    const menu = this.frame.getByRole('menu');
    if (await menu.isVisible()) await menu.press('Escape');
  }

  /** Answers the dialog that asks where to save; it proposes a name of its own, which arrives late. */
  async saveAs(name: string): Promise<string> {
    const file = path.join(this.#wb.folder, name);
    const { input } = this.#wb.quickInput;
    await this.#wb.page.waitForFunction(() => {
      const box = document.querySelector<HTMLInputElement>('.quick-input-widget input[type=text]');
      return box?.checkVisibility() && /\.\w+$/.test(box.value);
    });
    for (let left = 20; left > 0 && (await input.inputValue().catch(() => file)) !== file; left--) {
      await input.fill(file);
      await this.#wb.page.waitForTimeout(200);
    }
    await input.press('Enter');
    await this.frame.locator('.toast', { hasText: name }).waitFor();
    return file;
  }

  tab(name: string): Locator {
    return this.frame.getByRole('tab', { name });
  }

  get details(): Locator {
    return this.frame.getByRole('complementary', { name: 'Span details' });
  }

  /** Until the page says what is expected of the rows: what is asked may take a frame or an answer of the engine. */
  async until(what: string, test: (rows: readonly string[]) => boolean): Promise<void> {
    const started = performance.now();
    for (;;) {
      const rows = await this.rows();
      if (test(rows)) return;
      if (performance.now() - started > 10_000)
        assert.fail(`Not seen: ${what}. Rows: ${JSON.stringify(rows, null, 1)}`);
      await this.#wb.page.waitForTimeout(50);
    }
  }

  /** Findings of axe-core that keep somebody out: serious and critical ones. */
  async axe(): Promise<string[]> {
    const frame = await this.#frame();
    // Evaluated by the debugger, which the page's policy does not concern.
    await frame.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const violations = await frame.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
      type Violation = { id: string; impact: string; nodes: { html: string; failureSummary: string }[] };
      return (await axe.run()).violations.map(({ id, impact, nodes }) => ({
        id,
        impact,
        nodes: nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} ${n.failureSummary}`),
      }));
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.join(' | ')}`);
  }

  /** Drops a file from outside of the editor on the panel. */
  async drop(name: string, text: string): Promise<void> {
    const frame = await this.#frame();
    await frame.evaluate(
      (file) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([file.text], file.name));
        const event = { dataTransfer, bubbles: true, cancelable: true };
        document.querySelector('.grid')?.dispatchEvent(new DragEvent('dragover', event));
        document.querySelector('.grid')?.dispatchEvent(new DragEvent('drop', event));
      },
      { name, text },
    );
  }

  async evaluate<T>(run: () => T): Promise<T> {
    return (await this.#frame()).evaluate(run);
  }

  async #frame(): Promise<Frame> {
    const element = await this.frame.locator('body').elementHandle();
    const frame = await element?.ownerFrame();
    if (!frame) throw new Error('The panel has no frame.');
    return frame;
  }
}
