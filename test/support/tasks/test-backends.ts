// Tests against real backends: `npm run test:backends [-- <part of a file's path>]`.
import { endAll } from '../cleanup.ts';
import { finish } from '../counts.ts';
import { runNodeTests, testFiles } from '../node-tests.ts';
import { progress } from '../progress.ts';

const files = testFiles('test/backends', process.argv.slice(2));
if (files.length === 0) console.log('There are no backend tests here.');
else progress(`Running the backend tests (${files.length} file${files.length === 1 ? '' : 's'})`);
const counts = await runNodeTests({
  files,
  // Each starts a server of its own.
  concurrency: 1,
  timeout: 600_000,
  echo: files.length === 1,
  onTest: (name, ok, ms) => progress(`${ok ? 'ok  ' : 'FAIL'} ${name} (${(ms / 1000).toFixed(1)} s)`),
});
await endAll();
finish(counts, { mayBeEmpty: files.length === 0 && process.argv.length === 2 });
