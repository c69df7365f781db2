import type { Locator, Page } from 'playwright-core';

export type TreeRow = {
  readonly label: string;
  readonly description: string;
  /** 1 for the top level. */
  readonly level: number;
  readonly expanded: boolean | undefined;
};

/** A tree view of the side bar or panel, found by its name. The view must be in view. */
export class TreeView {
  readonly #page: Page;
  readonly root: Locator;

  constructor(page: Page, name: string) {
    this.#page = page;
    this.root = page.locator(`.monaco-list[aria-label="${name}"]`).first();
  }

  row(text: string | RegExp): Locator {
    return this.root.locator('.monaco-list-row', { hasText: text }).first();
  }

  async rows(): Promise<TreeRow[]> {
    await this.root.locator('.monaco-list-row').first().waitFor();
    return this.root.locator('.monaco-list-row').evaluateAll((rows) =>
      rows
        .map((row) => ({
          index: Number(row.getAttribute('data-index')),
          label: row.querySelector('.label-name')?.textContent ?? row.textContent ?? '',
          description: row.querySelector('.label-description')?.textContent ?? '',
          level: Number(row.getAttribute('aria-level')),
          expanded: row.hasAttribute('aria-expanded')
            ? row.getAttribute('aria-expanded') === 'true'
            : undefined,
        }))
        .sort((a, b) => a.index - b.index)
        .map(({ index: _, ...row }) => row),
    );
  }

  async expand(text: string | RegExp): Promise<void> {
    const row = this.row(text);
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
  }

  /** An inline action of a row; VS Code shows it while the row is pointed at. */
  async action(text: string | RegExp, title: string): Promise<void> {
    await this.row(text).hover();
    await this.row(text).locator(`.action-label[aria-label^="${title}"]`).click();
  }

  async contextMenu(text: string | RegExp, item: string): Promise<void> {
    await this.row(text).click({ button: 'right' });
    const entry = this.#page.locator('.monaco-menu .action-menu-item', { hasText: item }).first();
    await entry.waitFor();
    // A menu that just opened takes no click yet: the one that opened it could end on it.
    for (let i = 0; i < 20 && (await entry.isVisible()); i++) {
      await entry.click({ timeout: 1000 }).catch(() => undefined);
      await entry.waitFor({ state: 'hidden', timeout: 300 }).catch(() => undefined);
    }
  }
}
