// Runs the recorder in namespaces of its own, with a folder of the cache as /srv and a host name that says nothing: what
// services write about their paths and host is then what they would write in a container, and no word of it is edited.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { cacheDir } from '../../backends/servers/cache.ts';

export const INSIDE = '--inside';

const SCRIPT = 'hostname recorded && mount --bind "$0" /srv && exec "$@"';

export function runInContainer(language: string, args: readonly string[]): Promise<number> {
  const srv = cacheDir('recorded', language);
  mkdirSync(path.join(srv, 'app'), { recursive: true });
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const child = spawn(
    'unshare',
    [...asRoot, '--mount', '--uts', '--', 'sh', '-ec', SCRIPT, srv, process.execPath, ...process.execArgv]
      .concat([process.argv[1] ?? ''])
      .concat(args, INSIDE),
    { stdio: 'inherit' },
  );
  return new Promise((resolve, reject) => {
    child.once('error', () =>
      reject(new Error('Recording needs Linux with `unshare` (util-linux), to run services under /srv/app.')),
    );
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
