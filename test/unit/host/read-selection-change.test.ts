import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSelectionChange } from '../../../src/host/read-selection-change.ts';

const NOON = new Date(2026, 10, 21, 12, 0).getTime();
const read = (asked: unknown) => readSelectionChange(asked, NOON);

test('a window is written as in the list, a stretch as two times', () => {
  assert.deepEqual(read({ window: '15 min' }), { window: { kind: 'last', minutes: 15 } });
  assert.deepEqual(read({ window: 'Last run' }), { window: { kind: 'run' } });
  assert.deepEqual(read({ window: '10:00 to 11:00' }), {
    window: { kind: 'between', fromMs: NOON - 7_200_000, toMs: NOON - 3_600_000 },
  });
});

test('null is all of them; what is not named stays', () => {
  assert.deepEqual(read({ environment: 'staging', version: null }), {
    environment: 'staging',
    version: undefined,
  });
  assert.deepEqual(read({ backend: 'tempo-1' }), { connection: 'tempo-1' });
});

test('what cannot be read asks', () => {
  for (const asked of [undefined, null, 'x', {}, { window: 'soon' }, { window: 7, version: 3 }])
    assert.equal(read(asked), undefined);
});
