// `npm run bench -- <area> [--json]`: one module of test/bench, as a table or as JSON.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BenchRow, benchTable } from '../bench-table.ts';
import { root } from '../root.ts';

const args = process.argv.slice(2);
/** What areas share (generators, their processes) lies beside them. */
const isArea = (file: string) =>
  /^export (async )?function rows\(/m.test(readFileSync(path.join(root, file), 'utf8'));
const areas = globSync('test/bench/*.ts', { cwd: root })
  .filter(isArea)
  .map((file) => path.basename(file, '.ts'))
  .sort();
const wanted = args.find((arg) => !arg.startsWith('-'));

if (!wanted) {
  console.log(areas.length === 0 ? 'There are no benchmarks yet.' : `Areas: ${areas.join(', ')}`);
  console.log('npm run bench -- <area> [--json]');
  process.exit(0);
}
if (!areas.includes(wanted)) {
  console.error(`There is no benchmark area "${wanted}". There are: ${areas.join(', ') || 'none yet'}.`);
  process.exit(2);
}
const module = (await import(pathToFileURL(path.join(root, 'test/bench', `${wanted}.ts`)).href)) as {
  readonly rows?: () => Promise<readonly BenchRow[]>;
};
if (typeof module.rows !== 'function') {
  console.error(`test/bench/${wanted}.ts does not export rows().`);
  process.exit(2);
}
const rows = await module.rows();
console.log(args.includes('--json') ? JSON.stringify(rows, null, 2) : benchTable(rows));
process.exit(0);
