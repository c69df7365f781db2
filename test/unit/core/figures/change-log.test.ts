import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChangeLog } from '../../../../src/core/figures/change-log.ts';
import { codeHash } from '../../../../src/core/figures/code-hash.ts';

test('a function seen for the first time has not changed as far as anybody knows', () => {
  const log = new ChangeLog();
  assert.equal(log.saved('a', 1, 500), true);
  assert.equal(log.changedMs('a', 1, 900), undefined);
  assert.equal(log.changedMs('b', 1, 900), undefined);
});

test('saved with other code: changed since then, until it is saved again', () => {
  const log = new ChangeLog();
  log.saved('a', 1, 100);
  log.saved('a', 2, 500);
  assert.equal(log.saved('a', 2, 700), false);
  assert.equal(log.changedMs('a', 2, 900), 500);
});

test('not saved yet: changed now, and not any more once undone', () => {
  const log = new ChangeLog();
  log.saved('a', 1, 100);
  assert.equal(log.changedMs('a', 7, 900), 900);
  assert.equal(log.changedMs('a', 1, 900), undefined);
});

test('survives being stored, and whatever else is found there', () => {
  const log = new ChangeLog();
  log.saved('a', 1, 100);
  log.saved('a', 2, 500);
  const again = new ChangeLog(JSON.parse(JSON.stringify(log.stored())));
  assert.equal(again.changedMs('a', 2, 900), 500);
  for (const bad of [undefined, 7, {}, [1, 'x', ['a'], ['a', 'b', 'c'], null]])
    assert.deepEqual(new ChangeLog(bad).stored(), []);
});

test('keeps a bounded number, the ones looked at last', () => {
  const log = new ChangeLog();
  log.saved('kept', 1, 0);
  for (let i = 0; i < 5000; i++) {
    log.saved(`f${i}`, i, 0);
    if (i % 1000 === 0) log.saved('kept', 1, 0);
  }
  assert.equal(log.stored().length, 4000);
  assert.ok(log.stored().some(([key]) => key === 'kept'));
});

test('code laid out anew is the same code', () => {
  const hash = (text: string) => codeHash(text.split('\n'));
  assert.equal(hash('if (a) {\n  b();\n}'), hash('if (a)  { b(); }'));
  assert.notEqual(hash('a(1)'), hash('a(2)'));
  assert.notEqual(hash(''), hash('0'));
});
