import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** An extension that does nothing, for tests of the harness that are not about Spanlight. */
export function writeEmptyExtension(dir: string): void {
  mkdirSync(dir, { recursive: true });
  const manifest = { name: 'empty', publisher: 'test', version: '0.0.1', engines: { vscode: '^1.101.0' } };
  writeFileSync(path.join(dir, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(dir, 'LICENSE'), 'None.\n');
  writeFileSync(path.join(dir, 'README.md'), 'Does nothing.\n');
}
