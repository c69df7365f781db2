import * as vscode from 'vscode';

/** What somebody new to Spanlight has done: steps of the walkthrough are ticked by it (`spanlight.done.<step>`). */
export type Milestone = 'traces' | 'open' | 'hover' | 'jump' | 'gaps';

const reached = new Set<Milestone>();

/** VS Code reads contexts when it changes them, so this is long enough. */
const PULSE_MS = 300;

/** Told at once while a walkthrough may be on screen, else when one opens. */
export function reach(milestone: Milestone): void {
  if (reached.has(milestone)) return;
  reached.add(milestone);
  if (pageOpen()) void pulse(milestone);
}

/** A walkthrough opened and was read by VS Code. */
export function tellMilestones(): void {
  for (const milestone of reached) void pulse(milestone);
}

/** Its page is no editor that extensions are told the input of. */
export function pageOpen(): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input === undefined));
}

/** A key that is set already when VS Code reads a step keeps the step from ever being ticked: it is set for a moment. */
async function pulse(milestone: Milestone): Promise<void> {
  const key = `spanlight.done.${milestone}`;
  await vscode.commands.executeCommand('setContext', key, true);
  await new Promise((resolve) => setTimeout(resolve, PULSE_MS));
  await vscode.commands.executeCommand('setContext', key, false);
}
