// Unit tests by node:test, straight from TypeScript. Arguments narrow the run: `npm run test:unit -- trace/builder`;
// `--quick` leaves out the slow ones, as `npm run check` does.
import { finish } from '../counts.ts';
import { runUnitTests } from '../unit-tests.ts';

const args = process.argv.slice(2);
const wanted = args.filter((arg) => arg !== '--quick');
finish(await runUnitTests(wanted, { quick: args.includes('--quick') }));
