// Tests against real backends: `npm run test:backends [-- <part of a file's path>]`.
import { install } from '../../backends/servers/install.ts';
import { type ServerId, serversOf } from '../../backends/servers/sources.ts';
import { endAll } from '../cleanup.ts';
import { finish } from '../counts.ts';
import { runNodeTests, testFiles } from '../node-tests.ts';
import { progress } from '../progress.ts';

const wanted = testFiles('test/backends', process.argv.slice(2));
if (wanted.length === 0) console.log('There are no backend tests here.');

// Installed before any test runs: a first build takes longer than a test file may.
const missing = new Map<ServerId, string>();
for (const id of new Set(wanted.flatMap(serversOf))) {
  const reason = await install(id, progress);
  if (reason !== undefined) missing.set(id, reason);
}
const files = wanted.filter((file) => serversOf(file).every((id) => !missing.has(id)));
for (const [id, reason] of missing) console.log(`NOT RUN: ${id} could not be installed: ${reason}`);
for (const file of wanted) if (!files.includes(file)) console.log(`NOT RUN: ${file}`);
if (files.length > 0)
  progress(`Running the backend tests (${files.length} file${files.length === 1 ? '' : 's'})`);
const counts = await runNodeTests({
  files,
  // Each starts a server of its own.
  concurrency: 1,
  timeout: 600_000,
  echo: files.length === 1,
  onTest: (name, ok, ms) => progress(`${ok ? 'ok  ' : 'FAIL'} ${name} (${(ms / 1000).toFixed(1)} s)`),
});
await endAll();
finish(counts, { mayBeEmpty: files.length === 0 && (process.argv.length === 2 || missing.size > 0) });
