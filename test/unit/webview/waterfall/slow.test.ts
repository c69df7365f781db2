import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slowText } from '../../../../webview/waterfall/slow.ts';

const usual = { p50: 100, p95: 300, p99: 400, count: 1000, window: 'last day' };

test('only what is slow for its own function is said to be, and only where that is known well enough', () => {
  assert.equal(slowText(1200, usual), '▲ 12x its p50');
  assert.equal(slowText(301, usual), '▲ 3x its p50');
  assert.equal(slowText(300, usual), undefined);
  assert.equal(slowText(1200, { ...usual, count: 19 }), undefined);
  assert.equal(slowText(110, { ...usual, p95: 105 }), undefined);
  assert.equal(slowText(1200, undefined), undefined);
  assert.equal(slowText(1200, { ...usual, p50: 0 }), undefined);
});
