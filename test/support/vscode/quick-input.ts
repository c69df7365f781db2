import type { Locator, Page } from 'playwright-core';

/** The input box and pick list at the top of the window: command palette, quick picks, input boxes, file dialogs. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget:visible');
  }

  get input(): Locator {
    return this.#widget.locator('.quick-input-box input, .quick-input-filter input').first();
  }

  /** A row whose text contains the label. */
  row(label: string | RegExp): Locator {
    return this.#widget.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
  }

  /** Opens the palette (anew, should it be open: its list is made when it opens) on a text. */
  async open(text: string): Promise<void> {
    if (await this.input.isVisible()) await this.cancel();
    await this.#page.keyboard.press('F1');
    await this.input.fill(text, { timeout: 5000 });
  }

  async fill(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
  }

  /** Filters by typing, then takes the first row that contains the label. */
  async pick(label: string | RegExp, typed?: string): Promise<void> {
    if (typed !== undefined) await this.fill(typed);
    await this.row(label).click();
  }

  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  /** Answers a file dialog. It drops what is typed while it still reads the folder, so it is told until it closes. */
  async chooseFile(file: string): Promise<void> {
    await this.title.waitFor();
    const dialog = this.#page.locator('.quick-input-widget:visible', {
      hasText: await this.title.innerText(),
    });
    for (let i = 0; i < 30 && (await dialog.count()) > 0; i++) {
      await this.input.fill(file, { timeout: 1000 }).catch(() => undefined);
      await this.input.press('Enter', { timeout: 1000 }).catch(() => undefined);
      await dialog.waitFor({ state: 'hidden', timeout: 700 }).catch(() => undefined);
    }
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden', timeout: 2000 }).catch(() => undefined);
  }

  /** Waits until the box is closed or shows something else than what was typed. */
  async gone(typed: string): Promise<void> {
    await this.#page.waitForFunction((text) => {
      const input = document.querySelector<HTMLInputElement>('.quick-input-widget input[type=text]');
      return !input?.checkVisibility() || input.value !== text;
    }, typed);
  }

  /** The text of every row in view, label and description on one line. */
  async items(): Promise<string[]> {
    await this.row(/./).waitFor();
    const texts = await this.#widget.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** What the box says is wrong with, or wanted from, the input. */
  async message(): Promise<string> {
    return (await this.#widget.locator('.quick-input-message').innerText()).trim();
  }

  get title(): Locator {
    return this.#widget.locator('.quick-input-title');
  }
}
