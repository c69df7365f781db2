// Browser tests on the packaged extension: `npm run test:e2e [-- <part of a file's path>]`.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { endAll } from '../cleanup.ts';
import { finish } from '../counts.ts';
import { runE2ETests } from '../e2e-suite.ts';
import { root } from '../root.ts';

rmSync(path.join(root, 'test/e2e/out'), { recursive: true, force: true });
const counts = await runE2ETests(process.argv.slice(2));
await endAll();
finish(counts);
