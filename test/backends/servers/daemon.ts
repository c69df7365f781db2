import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd } from '../../support/cleanup.ts';

export type DaemonSpec = {
  readonly title: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Its working folder; its output goes into `log` there. */
  readonly dir: string;
  /** Answers once the server is ready to work; before that not at all, or with a 5xx. */
  readonly readyUrl: string;
};

export type Daemon = { stop(): Promise<void> };

const READY_MS = 90_000;

/** Starts a server and waits until it is ready; ends it with this process at the latest. */
export async function startDaemon(spec: DaemonSpec): Promise<Daemon> {
  const logFile = path.join(spec.dir, 'log');
  const out = openSync(logFile, 'w');
  const child = spawn(spec.program, spec.args, {
    cwd: spec.dir,
    env: { ...process.env, ...spec.env },
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  let ended: string | undefined;
  const exit = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      ended = error.message;
      resolve();
    });
    child.once('exit', (code, signal) => {
      ended = `it ended with ${code ?? signal}`;
      resolve();
    });
  });
  const stop = atEnd(async () => {
    if (ended !== undefined) return;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 5000);
    await exit;
    clearTimeout(force);
  });
  const until = performance.now() + READY_MS;
  while (ended === undefined && performance.now() < until) {
    if (await answers(spec.readyUrl)) return { stop };
    await sleep(150);
  }
  const reason = ended ?? `it was not ready after ${READY_MS / 1000} s`;
  await stop();
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-6);
  const log = lines.map((line) => line.slice(0, 200)).join('\n');
  throw new Error(`${spec.title} did not start: ${reason}.\n${log}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).status < 500;
  } catch {
    return false;
  }
}
