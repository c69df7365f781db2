import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

export type CommandOptions = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> };

/** Runs to the end at low priority (a build would starve everything else) and gives what it printed. */
export function command(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${tail(err || out)}`));
    });
  });
}

/** The first line a tool says about its version; undefined when the tool is not there. */
export async function versionOf(program: string, ...args: string[]): Promise<string | undefined> {
  try {
    return (await command(program, args)).split('\n')[0]?.trim();
  } catch {
    return undefined;
  }
}

const tail = (text: string) => text.trimEnd().split('\n').slice(-15).join('\n');
