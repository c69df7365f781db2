import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StringTable } from '../../../../src/core/trace/strings.ts';
import { bloomOf, mayHold, textHash } from '../../../../src/engine/store/bloom.ts';

test('a filter never misses a text it holds, and rarely names one it does not', () => {
  const strings = new StringTable();
  for (let i = 0; i < 5000; i++) strings.intern(`user-${i}`);
  const bloom = bloomOf(strings);
  assert.ok(bloom.length < 5001 * 1.3);
  for (let i = 0; i < 5000; i++) assert.ok(mayHold(bloom, textHash(`user-${i}`)));
  let wrong = 0;
  for (let i = 0; i < 5000; i++) if (mayHold(bloom, textHash(`other-${i}`))) wrong++;
  assert.ok(wrong < 150, `${wrong} of 5000 wrongly`);
});

test('a filter of nothing holds nothing', () => {
  assert.equal(mayHold(bloomOf(new StringTable()), textHash('x')), false);
  assert.equal(mayHold(new Uint8Array(0), textHash('x')), false);
});
