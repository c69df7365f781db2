import * as vscode from 'vscode';
import type { StackFrame } from '../../core/mapping/stack/frame.ts';
import { parseStack } from '../../core/mapping/stack-frames.ts';

/** A text is taken for a stack trace from this many frames on, where the user did not say that it is one. */
const LEAST = 2;

export type FoundStack = { readonly frames: readonly StackFrame[]; readonly title: string };

/** The stack trace of a text, if it has one with at least so many frames. */
export function stackOf(text: string, least = 1): FoundStack | undefined {
  const frames = parseStack(text);
  return frames.length >= least ? { frames, title: titleOf(text) } : undefined;
}

/** The stack trace that the user means: what is selected, else the clipboard's, else what is typed in. */
export async function findStack(): Promise<FoundStack | undefined> {
  return (
    stackOf(selectedText()) ?? stackOf(await vscode.env.clipboard.readText(), LEAST) ?? (await askForStack())
  );
}

export function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  return editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : '';
}

/** What a terminal has selected can be had through the clipboard only; what was there is put back. */
export async function terminalSelection(): Promise<string> {
  const before = await vscode.env.clipboard.readText();
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  const copied = await vscode.env.clipboard.readText();
  if (copied !== before) await vscode.env.clipboard.writeText(before);
  return copied;
}

async function askForStack(): Promise<FoundStack | undefined> {
  const { t } = vscode.l10n;
  const text = await vscode.window.showInputBox({
    title: t('Open a stack trace'),
    prompt: t(
      'Paste the stack trace. Line breaks may get lost in this box: copying it and running the command again keeps them.',
    ),
    validateInput: (value) =>
      value === '' || stackOf(value)
        ? undefined
        : t(
            'No stack frame was found in this text. Java, JavaScript, Python, Go, .NET, Ruby, PHP, Rust, Elixir and Erlang are read.',
          ),
  });
  return text ? stackOf(text) : undefined;
}

/** The line that says what happened: in most languages the first, in Python the last. */
function titleOf(text: string): string {
  const lines = text
    .split(/\r?\n|\\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const said = lines[0]?.startsWith('Traceback (most recent') ? lines.at(-1) : lines[0];
  return (said ?? '').slice(0, 120);
}
