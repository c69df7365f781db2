import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 4000;

/** Ends a detached child and everything it started; by force when it does not go by itself. */
export async function endProcessGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const running = () => child.exitCode === null && child.signalCode === null;
  signalGroup(child.pid, 'SIGTERM');
  const until = performance.now() + GRACE_MS;
  while (running() && performance.now() < until) await sleep(20);
  // Also when the leader is gone: its children may have outlived it.
  signalGroup(child.pid, 'SIGKILL');
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // The group is already empty.
  }
}

/** The environment for a program that must not take this one for its parent VS Code or npm. */
export function cleanEnv(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([key]) =>
      !/^(VSCODE_|ELECTRON_|npm_)/.test(key) &&
      !['NODE_OPTIONS', 'NODE_TEST_CONTEXT', 'PORT', 'PASSWORD'].includes(key),
  );
  return { ...Object.fromEntries(inherited), ...extra };
}
