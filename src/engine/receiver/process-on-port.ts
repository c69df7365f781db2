import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

export type PortOwner = { readonly name: string; readonly pid: number | undefined };

/** The process that listens on a TCP port of this machine, as far as this user may know. */
export async function processOnPort(port: number): Promise<PortOwner | undefined> {
  try {
    if (process.platform === 'linux') return await onLinux(port);
    if (process.platform === 'darwin') return await onMac(port);
    if (process.platform === 'win32') return await onWindows(port);
  } catch {}
  return undefined;
}

const LISTEN = '0A';

async function onLinux(port: number): Promise<PortOwner | undefined> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const inodes = new Set<string>();
  for (const line of tables.join('\n').split('\n')) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state === LISTEN && local?.endsWith(`:${hexPort}`) && inode) inodes.add(`socket:[${inode}]`);
  }
  if (inodes.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      if (!inodes.has(target)) continue;
      return { name: (await nameOnLinux(pid)) || `process ${pid}`, pid: Number(pid) };
    }
  }
  return undefined;
}

/** Node calls its first thread "MainThread", which says nothing: then the program's own file. */
async function nameOnLinux(pid: string): Promise<string> {
  const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
  if (name !== 'MainThread') return name;
  return path.basename(await readlink(`/proc/${pid}/exe`).catch(() => name));
}

async function onMac(port: number): Promise<PortOwner | undefined> {
  const out = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const pid = /^p(\d+)$/m.exec(out)?.[1];
  const name = /^c(.+)$/m.exec(out)?.[1];
  return name === undefined ? undefined : { name, pid: pid === undefined ? undefined : Number(pid) };
}

async function onWindows(port: number): Promise<PortOwner | undefined> {
  const line = (await run('netstat', ['-ano', '-p', 'TCP']))
    .split('\n')
    .find((l) => l.includes(`:${port} `) && l.includes('LISTENING'));
  const pid = line?.trim().split(/\s+/).at(-1);
  if (pid === undefined) return undefined;
  const name = /^"([^"]+)"/.exec(await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']))?.[1];
  return { name: name ?? `process ${pid}`, pid: Number(pid) };
}

function run(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, [...args], { timeout: 2000, windowsHide: true }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}
