// Unit tests by node:test, straight from TypeScript. Arguments narrow the run: `npm run test:unit -- trace/builder`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const wanted = process.argv.slice(2);
const files = readdirSync(path.join(root, 'test/unit'), { recursive: true, encoding: 'utf8' })
  .filter((f) => f.endsWith('.test.ts') && (wanted.length === 0 || wanted.some((w) => f.includes(w))))
  .map((f) => path.join('test/unit', f));
if (files.length === 0) {
  console.error(`No unit test matches ${wanted.join(' ')}.`);
  process.exit(1);
}
const r = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--test', ...files], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(r.status ?? 1);
