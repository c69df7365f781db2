// Finds a Chromium for the browser tests; as root on Debian it installs one.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { progress } from '../progress.ts';
import { runCommand } from './run-command.ts';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/** The executable of a Chromium-based browser. SPANLIGHT_CHROMIUM names one that is not found by itself. */
export async function ensureChromium(): Promise<string> {
  const named = process.env.SPANLIGHT_CHROMIUM;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(
      `SPANLIGHT_CHROMIUM names ${named}, which is not an executable file. Correct or unset it.`,
    );
  }
  const found = findChromium();
  if (found) return found;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(
      'No Chromium was found, and it can only be installed for you as root on Debian. Install Chromium or ' +
        'Chrome, or set SPANLIGHT_CHROMIUM to the executable of one, then run the command again.',
    );
  progress('Installing Chromium (apt-get install chromium)');
  await aptGet('update');
  await aptGet('install', '-y', '--no-install-recommends', 'chromium');
  const installed = findChromium();
  if (!installed) throw new Error('apt-get installed chromium, but no chromium executable is on the PATH.');
  return installed;
}

function findChromium(): string | undefined {
  const dirs = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/snap/bin'].filter(Boolean);
  const candidates = dirs.flatMap((dir) => NAMES.map((name) => path.join(dir, name)));
  return [...candidates, ...MAC_APPS].find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function aptGet(...args: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may hold the lock for a while, for example right after a machine started.
  const { code, output } = await runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env });
  if (code !== 0)
    throw new Error(
      `apt-get ${args.join(' ')} failed (exit code ${code}). Install Chromium by hand.\n${lastLines(output)}`,
    );
}

const lastLines = (text: string) => text.trim().split('\n').slice(-15).join('\n');
