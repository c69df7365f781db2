// Memory of the parts of a running Spanlight, from outside: nothing is measured by what is being measured.
import { globSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const MIB = 1024 * 1024;

/** Resident memory (MiB) of the extension hosts below a process; engine and indexer are threads of theirs. */
export function extensionHostMemory(serverLog: string): number {
  const hosts = globSync('/proc/[0-9]*/cmdline').filter((file) => {
    const command = readOr(file);
    return (
      command.includes('--type=extensionHost') &&
      readOr(file.replace('cmdline', 'environ')).includes(serverLog)
    );
  });
  const pages = hosts.map((file) => Number(readOr(file.replace('cmdline', 'statm')).split(' ')[1] ?? 0));
  return (pages.reduce((a, b) => a + b, 0) * 4096) / MIB;
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process is gone, or not ours.
    return '';
  }
}

/** JavaScript heap (MiB) of the page's process after a collection, the panel's frame included. */
export async function windowMemory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / MIB;
}

/** Growth (MiB an hour) by least squares over the second half: the first is caches that fill. */
export function growthPerHour(samples: readonly { readonly minute: number; readonly mib: number }[]): number {
  const late = samples.slice(Math.floor(samples.length / 2));
  const n = late.length;
  if (n < 2) return 0;
  const mean = (pick: (s: (typeof late)[number]) => number) => late.reduce((sum, s) => sum + pick(s), 0) / n;
  const [x, y] = [mean((s) => s.minute), mean((s) => s.mib)];
  const over = late.reduce((sum, s) => sum + (s.minute - x) * (s.mib - y), 0);
  const under = late.reduce((sum, s) => sum + (s.minute - x) ** 2, 0);
  return under === 0 ? 0 : (over / under) * 60;
}
