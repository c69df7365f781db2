import { execFile } from 'node:child_process';

/** Settings of an untrusted repository must not start programs, and nothing may be locked, fetched or asked for. */
const SAFE = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.quotePath=false',
  '-c',
  'protocol.allow=never',
  '--no-pager',
];
const MAX_OUTPUT = 256 * 1024 * 1024;
const TIMEOUT = 20_000;

export type GitResult =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly error: string };

/** Runs git without a shell. Fails softly: no git, no repository and a refused repository are all just `ok: false`. */
export function runGit(cwd: string, args: readonly string[], signal?: AbortSignal): Promise<GitResult> {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
      GIT_NO_LAZY_FETCH: '1',
    };
    execFile(
      'git',
      [...SAFE, ...args],
      { cwd, env, maxBuffer: MAX_OUTPUT, timeout: TIMEOUT, signal, windowsHide: true },
      (error, stdout, stderr) => {
        if (!error) resolve({ ok: true, stdout });
        else resolve({ ok: false, error: stderr.trim().split('\n')[0] || error.message });
      },
    );
  });
}
