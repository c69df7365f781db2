// Unit tests by node:test, straight from TypeScript. Arguments narrow the run: `npm run test:unit -- trace/builder`.
import { availableParallelism } from 'node:os';
import { finish } from '../counts.ts';
import { runNodeTests, testFiles } from '../node-tests.ts';

const wanted = process.argv.slice(2);
const files = testFiles('test/unit', wanted);
if (files.length === 0) console.log(`No unit test file matches ${wanted.join(' ')}.`);
finish(
  await runNodeTests({
    files,
    concurrency: availableParallelism(),
    timeout: 120_000,
    echo: files.length === 1,
  }),
);
