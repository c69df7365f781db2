import * as vscode from 'vscode';
import { INTERNAL_COMMANDS } from '../core/manifest.ts';
import type { Logger } from '../core/ports.ts';
import { reportError } from './errors.ts';

/** Links kept: those of some hundred hovers. An older one says that it is out of date. */
const MOST = 4000;

/**
 * Links in hovers and other Markdown. What a link does stays here; its address holds a number only, so that nothing
 * span data says can become a command or its argument.
 */
export class Links implements vscode.Disposable {
  readonly #actions = new Map<number, () => unknown>();
  readonly #command: vscode.Disposable;
  #next = 1;

  constructor(log: Logger) {
    this.#command = vscode.commands.registerCommand(INTERNAL_COMMANDS.followLink, async (number: unknown) => {
      const action = typeof number === 'number' ? this.#actions.get(number) : undefined;
      try {
        if (action) await action();
        else
          void vscode.window.showInformationMessage(
            vscode.l10n.t('This link is too old. Point at the function again.'),
          );
      } catch (error) {
        await reportError(log, error);
      }
    });
  }

  /** The address of a link that runs `action`. */
  to(action: () => unknown): string {
    return addressOf(this.#add(action));
  }

  /** One that lasts: for what is shown until it is no longer so. */
  lasting(action: () => unknown): { readonly address: string; readonly number: number; dispose(): void } {
    const number = -this.#add(action);
    this.#actions.set(number, action);
    return { address: addressOf(number), number, dispose: () => void this.#actions.delete(number) };
  }

  #add(action: () => unknown): number {
    const number = this.#next++;
    this.#actions.set(number, action);
    this.#actions.delete(number - MOST);
    return number;
  }

  dispose(): void {
    this.#command.dispose();
  }
}

const addressOf = (number: number) =>
  `command:${INTERNAL_COMMANDS.followLink}?${encodeURIComponent(JSON.stringify([number]))}`;

/** Markdown in which these links work, and no other command does. */
export function trustedMarkdown(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: [INTERNAL_COMMANDS.followLink] };
  return markdown;
}

/** Text of spans or code, as code: nothing in it is Markdown, and no address becomes a link. */
export function inlineCode(text: string): string {
  const clean = text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .replaceAll('`', "'")
    .trim();
  return clean === '' ? '' : `\`${clean}\``;
}

/** Text of our own that goes into Markdown as it is. */
export function plainText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!|<>~$&]/g, '\\$&').replace(/\s+/g, ' ');
}
