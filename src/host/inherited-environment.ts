import * as vscode from 'vscode';

const PLATFORM = { darwin: 'osx', win32: 'windows' } as const;

/** What a program started by this window would find: VS Code's own environment. */
export const ownEnvironment = (name: string): string | undefined => process.env[name];

/** What a new terminal would find, other extensions' changes left out: its settings, else VS Code's own environment. */
export function terminalEnvironment(name: string): string | undefined {
  const platform = PLATFORM[process.platform as keyof typeof PLATFORM] ?? 'linux';
  const set = vscode.workspace.getConfiguration('terminal.integrated.env').get<unknown>(platform);
  if (typeof set === 'object' && set !== null && Object.hasOwn(set, name)) {
    const value = (set as Record<string, unknown>)[name];
    // `null` takes a variable out.
    return typeof value === 'string' ? value : undefined;
  }
  return ownEnvironment(name);
}

/** Between the folders of a search path. */
export const pathSeparator: string = process.platform === 'win32' ? ';' : ':';

export const shell: 'posix' | 'powershell' = process.platform === 'win32' ? 'powershell' : 'posix';
