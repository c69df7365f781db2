// Tests inside the extension host: `npm run test:host [-- [--download] <part of a file's path>]`.
import { endAll } from '../cleanup.ts';
import { finish } from '../counts.ts';
import { runHostTests } from '../host-suite.ts';

const args = process.argv.slice(2);
const counts = await runHostTests({
  wanted: args.filter((arg) => !arg.startsWith('--')),
  download: args.includes('--download'),
});
await endAll();
finish(counts);
