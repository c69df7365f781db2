// Finds a desktop VS Code that is installed on this machine.
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

const COMMANDS = ['code', 'code-insiders', 'codium'];

/** The command line program (`code`), which opens a window and returns. */
export function desktopCommand(): string | undefined {
  const suffix = process.platform === 'win32' ? '.cmd' : '';
  const dirs = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return dirs
    .flatMap((dir) => COMMANDS.map((name) => path.join(dir, name + suffix)))
    .find((f) => existsSync(f));
}

/** The executable behind it, for @vscode/test-electron. SPANLIGHT_VSCODE names one that is not on the PATH. */
export function desktopExecutable(): string | undefined {
  const named = process.env.SPANLIGHT_VSCODE;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`SPANLIGHT_VSCODE names ${named}, which does not exist. Correct or unset it.`);
  }
  const command = desktopCommand();
  if (!command || !hasDisplay()) return undefined;
  const bin = path.dirname(realpathSync(command));
  const candidates =
    {
      win32: [path.join(bin, '../Code.exe')],
      darwin: [path.join(bin, '../../../MacOS/Electron')],
    }[process.platform as string] ?? COMMANDS.map((name) => path.join(bin, '..', name));
  return candidates.find((file) => existsSync(file));
}

/** Whether a window would have a screen to appear on. */
export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
