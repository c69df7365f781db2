// Unit tests by node:test, straight from TypeScript. Arguments narrow the run: `npm run test:unit -- trace/builder`.
import { finish } from '../counts.ts';
import { runUnitTests } from '../unit-tests.ts';

finish(await runUnitTests(process.argv.slice(2)));
