import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { liveIndex } from '../../support/live-index.ts';
import { tempDir } from '../../support/temp-dir.ts';

const FILES = 10_000;
const source = (name: string) => `export class Orders${name} {\n  place() {\n    return 1;\n  }\n}\n`;
const fileOf = (root: string, i: number) => path.join(root, `mod${i % 100}`, `orders${i}.ts`);
const site = (name: string) => ({
  attributes: { 'code.namespace': `Orders${name}`, 'code.function': 'place' },
});

test('a branch switch that changes 10,000 files at once: answers go on, and the new ones are right', async (t) => {
  const root = path.join(tempDir(t), 'ws');
  const write = (i: number, name: string) => {
    mkdirSync(path.dirname(fileOf(root, i)), { recursive: true });
    writeFileSync(fileOf(root, i), source(name));
  };
  for (let i = 0; i < FILES; i++) write(i, `Old${i}`);
  const index = liveIndex(t, [root]);
  await index.ready();
  assert.equal((await index.resolve(site('Old7'))).result?.file, 'mod7/orders7.ts');

  // Half are changed, a quarter is gone, a quarter is new.
  const paths: string[] = [];
  for (let i = 0; i < FILES; i += 2) {
    write(i, `New${i}`);
    paths.push(fileOf(root, i));
  }
  for (let i = 1; i < FILES / 2; i += 2) {
    rmSync(fileOf(root, i));
    paths.push(fileOf(root, i));
  }
  for (let i = FILES; i < FILES * 1.25; i++) {
    write(i, `Added${i}`);
    paths.push(fileOf(root, i));
  }
  await index.call('index.changed', { paths });
  // Asked in the middle of it: what has not changed is answered.
  assert.equal((await index.resolve(site('Old9999'))).result?.file, 'mod99/orders9999.ts');
  const until = Date.now() + 60_000;
  const found = async (name: string) => (await index.resolve(site(name))).result?.file ?? null;
  while ((await found('Added12499')) === null && Date.now() < until) await index.updated();
  assert.deepEqual(
    [await found('New9998'), await found('Old9998'), await found('Old3'), await found('Added10000')],
    ['mod98/orders9998.ts', null, null, 'mod0/orders10000.ts'],
  );
  assert.equal((await index.call('index.status', undefined)).state, 'ready');
});
