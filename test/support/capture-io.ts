import type { CommandIo } from '../../src/cli/command.ts';

/** An io for commands under test that keeps what was written. */
export function captureIo(over: Partial<CommandIo> = {}): CommandIo & { out(): string; err(): string } {
  let out = '';
  let err = '';
  return {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    isTty: false,
    columns: 100,
    env: {},
    cwd: process.cwd(),
    signal: new AbortController().signal,
    ...over,
    out: () => out,
    err: () => err,
  };
}
