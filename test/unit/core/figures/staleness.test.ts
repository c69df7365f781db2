import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stalenessByRevision, stalenessOf, worseStale } from '../../../../src/core/figures/staleness.ts';

test('measured before the change, or partly; not when the window starts after it', () => {
  const at = (lastSeenMs: number, changedMs: number, fromMs: number) =>
    stalenessOf({ lastSeenMs }, changedMs, fromMs)?.state;
  assert.equal(at(500, 900, 0), 'changed');
  assert.equal(at(950, 900, 0), 'mixed');
  assert.equal(at(950, 900, 920), undefined);
  assert.equal(stalenessOf({ lastSeenMs: 5 }, undefined, 0), undefined);
});

test('recorded at a revision from which the function differs now', () => {
  const code = { startLine: 10, endLine: 30 };
  const changedSince = (revision: string) =>
    revision === 'old'
      ? [{ line: 30, endLine: 44 }]
      : revision === 'newer'
        ? [{ line: 1, endLine: 9 }]
        : undefined;
  const stale = (revisions: readonly (string | null)[]) => stalenessByRevision(revisions, code, changedSince);
  assert.deepEqual(stale(['old']), { state: 'changed', changedMs: undefined, revision: 'old' });
  assert.equal(stale(['old', 'newer'])?.state, 'mixed');
  assert.equal(stale(['newer']), undefined, 'other lines were changed');
  assert.equal(stale(['unknown']), undefined);
  assert.equal(stale([null]), undefined);
});

test('of two reasons the one that concerns all of it is told', () => {
  const mixed = { state: 'mixed', changedMs: 5, revision: undefined } as const;
  const changed = { state: 'changed', changedMs: undefined, revision: 'old' } as const;
  assert.equal(worseStale(mixed, changed), changed);
  assert.equal(worseStale(changed, mixed), changed);
  assert.equal(worseStale(undefined, mixed), mixed);
  assert.equal(worseStale(mixed, undefined), mixed);
});
