import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_SPACER, VirtualScroll } from '../../../../webview/waterfall/virtual-scroll.ts';

function scroll(total: number, viewport: number): VirtualScroll {
  const s = new VirtualScroll();
  s.resize(total, viewport);
  return s;
}

test('an ordinary list follows its scroller px by px', () => {
  const s = scroll(10_000, 500);
  s.scrolled(1234);
  assert.equal(s.offset, 1234);
  s.moveBy(-10_000);
  assert.deepEqual([s.offset, s.bar], [0, 0]);
  s.moveBy(1e9);
  assert.deepEqual([s.offset, s.bar, s.spacer], [9500, 9500, 10_000]);
});

test('a list taller than any element is covered from end to end, in single rows', () => {
  const s = scroll(24_000_000, 500);
  assert.equal(s.spacer, MAX_SPACER);
  s.scrolled(MAX_SPACER - 500);
  assert.equal(s.offset, 24_000_000 - 500);
  s.moveTo(12_000_000);
  s.moveBy(24);
  assert.equal(s.offset, 12_000_024);
  // The browser reports the offset that was set: nothing moves.
  s.scrolled(s.bar);
  assert.equal(s.offset, 12_000_024);
  for (let i = 0; i < 1000; i++) {
    s.moveBy(24);
    s.scrolled(s.bar);
  }
  assert.equal(s.offset, 12_024_024);
});

test('a list that gets shorter stays filled, one that fits does not scroll', () => {
  const s = scroll(10_000, 500);
  s.moveTo(9500);
  s.resize(2000, 500);
  assert.equal(s.offset, 1500);
  s.resize(100, 500);
  assert.deepEqual([s.offset, s.bar], [0, 0]);
});

test('showing a row moves no further than needed and clears what is pinned', () => {
  const s = scroll(10_000, 500);
  s.show(600, 622, 44);
  assert.equal(s.offset, 122);
  s.show(130, 152, 44);
  assert.equal(s.offset, 86);
  s.show(200, 222, 44);
  assert.equal(s.offset, 86);
  s.centre(5000, 5022, 44);
  assert.equal(s.offset, 4761);
});
