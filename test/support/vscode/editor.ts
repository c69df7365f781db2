import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quick-input.ts';

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** One text editor of the window, found by the end of its file's path. */
export class Editor {
  readonly #page: Page;
  readonly #quickInput: QuickInput;
  readonly root: Locator;

  constructor(page: Page, quickInput: QuickInput, file: string) {
    this.#page = page;
    this.#quickInput = quickInput;
    this.root = page.locator(`.editor-instance .monaco-editor[data-uri$="/${encodeURI(file)}"]`).first();
  }

  /** Waits until the text is drawn. */
  async ready(): Promise<this> {
    await this.root.locator('.view-line').first().waitFor();
    return this;
  }

  async goToLine(line: number, column = 1): Promise<void> {
    await this.focus();
    await this.#quickInput.open(`:${line}:${column}`);
    await this.#quickInput.accept();
    await this.#lineBox(line, '');
  }

  async focus(): Promise<void> {
    await this.root.locator('textarea, .native-edit-context').first().focus();
  }

  /** The cursor as the status bar shows it; meaningful while this editor is the active one. */
  async position(): Promise<{ line: number; column: number }> {
    const text = await this.#page.locator('#status\\.editor\\.selection').innerText();
    const match = /Ln (\d+), Col (\d+)/.exec(text);
    return { line: Number(match?.[1] ?? 0), column: Number(match?.[2] ?? 0) };
  }

  /** Points at a word of a line and returns the text of the hover, once it contains `expected`. */
  async hover(line: number, word: string, expected: string | RegExp = /./): Promise<string> {
    const content = this.hoverContent(expected);
    const TRIES = 4;
    for (let left = TRIES; ; left--) {
      const box = await this.#lineBox(line, word);
      await this.#page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
      try {
        await content.waitFor({ timeout: 3000 });
        return (await content.innerText()).trim();
      } catch (error) {
        if (left === 0) throw error;
        // The provider may not have been registered when the first hover was computed.
        await this.unhover();
      }
    }
  }

  hoverContent(text: string | RegExp = /./): Locator {
    return this.#page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: text }).first();
  }

  async unhover(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#page.mouse.move(0, 0);
  }

  /** The texts drawn before and after the code of a line by decorations, in order. */
  async decorations(line: number): Promise<string[]> {
    await this.#lineBox(line, '');
    return this.root.evaluate((editor, wanted) => {
      const number = [...editor.querySelectorAll<HTMLElement>('.line-numbers')].find(
        (e) => e.textContent === String(wanted),
      );
      const top = number?.parentElement?.style.top;
      const row = [...editor.querySelectorAll<HTMLElement>('.view-line')].find((e) => e.style.top === top);
      return [...(row?.querySelectorAll('span') ?? [])]
        .flatMap((span) => ['::before', '::after'].map((pseudo) => getComputedStyle(span, pseudo).content))
        .filter((content) => content !== 'none' && content !== 'normal' && content !== '""')
        .map((content) =>
          content.replace(/^"|"$/g, '').replaceAll('\\"', '"').replaceAll('\u00a0', ' ').trim(),
        );
    }, line);
  }

  /** Waits for a decoration of the line that contains the text, and returns all of the line's. */
  async waitForDecoration(line: number, text: string | RegExp, timeout = 15_000): Promise<string[]> {
    const until = performance.now() + timeout;
    for (;;) {
      const found = await this.decorations(line);
      if (found.some((d) => (typeof text === 'string' ? d.includes(text) : text.test(d)))) return found;
      if (performance.now() > until)
        throw new Error(`No decoration "${text}" on line ${line}; there are: ${JSON.stringify(found)}`);
      await this.#page.waitForTimeout(100);
    }
  }

  codeLens(text: string | RegExp): Locator {
    return this.root.locator('.codelens-decoration a', { hasText: text }).first();
  }

  async codeLenses(): Promise<string[]> {
    await this.root.locator('.codelens-decoration a').first().waitFor();
    return this.root.locator('.codelens-decoration a').allInnerTexts();
  }

  /** Clicks a word, for example to place the cursor or (with Control) to follow it. */
  async click(line: number, word: string): Promise<void> {
    const box = await this.#lineBox(line, word);
    await this.#page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Where a word of a line (the whole line for '') is on the screen. The line must be in view: see `goToLine`. */
  async #lineBox(line: number, word: string): Promise<Box> {
    await this.ready();
    const handle = await this.#page.waitForFunction(
      ({ editor, line, word }) => {
        const numbers = [...(editor?.querySelectorAll<HTMLElement>('.line-numbers') ?? [])];
        const top = numbers.find((e) => e.textContent === String(line))?.parentElement?.style.top;
        if (top === undefined) return undefined;
        const row = [...(editor?.querySelectorAll<HTMLElement>('.view-line') ?? [])].find(
          (e) => e.style.top === top,
        );
        const text = row?.textContent?.replaceAll('\u00a0', ' ') ?? '';
        const start = text.indexOf(word);
        if (!row || start < 0) return undefined;
        // Tokens split a word into several text nodes: walk them to the word's first and last character.
        const range = document.createRange();
        const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        let seen = 0;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const length = node.textContent?.length ?? 0;
          const end = start + word.length;
          if (start >= seen && start <= seen + length) range.setStart(node, start - seen);
          if (end >= seen && end <= seen + length) range.setEnd(node, end - seen);
          seen += length;
        }
        const { x, y, width, height } = (word === '' ? row : range).getBoundingClientRect();
        return { x, y, width, height };
      },
      { editor: await this.root.elementHandle(), line, word },
    );
    const box = await handle.jsonValue();
    if (!box) throw new Error(`Line ${line} with "${word}" is not in view.`);
    return box;
  }
}
