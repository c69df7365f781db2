import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { testStore } from '../../../support/store-fixture.ts';
import { batchOf } from '../../../support/trace-fixture.ts';

const HOLD = `
  const { DatabaseSync } = require('node:sqlite');
  const db = new DatabaseSync(process.argv[1]);
  db.exec('BEGIN IMMEDIATE');
  console.log('locked');
  setTimeout(() => db.exec('ROLLBACK'), 1500);
`;

test('a store that another process keeps locked for a while gets everything when it is closed', async (t) => {
  const store = testStore(t);
  store.writer.add(batchOf([{ id: '1' }, { id: '2', parent: '1' }]));
  // Each try waits this long; the lock is held for longer.
  store.store.db.exec('PRAGMA busy_timeout = 1000');
  const holder = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '-e', HOLD, store.file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  store.writer.close();
  assert.equal(store.writer.problem, undefined);
  assert.equal(store.store.number('SELECT sum(spans) FROM segment'), 2);
});
