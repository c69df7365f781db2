import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  clampView,
  isWhole,
  nsAt,
  panView,
  tickStep,
  ticks,
  viewOfSpan,
  wholeView,
  widthOf,
  xOf,
  zoomView,
} from '../../../../webview/waterfall/scale.ts';
import { absoluteLabel, dateTimeLabel, relativeLabel } from '../../../../webview/waterfall/time-labels.ts';

const limits = wholeView(0, 1_000_000);

test('zooming keeps the moment under the pointer where it is', () => {
  const view = zoomView(limits, limits, 0.25, 400_000);
  assert.deepEqual(view, { from: 300_000, to: 550_000 });
  assert.equal(xOf(view, 1000, 400_000), 400);
  assert.equal(nsAt(view, 1000, 400), 400_000);
});

test('views stay within the trace and above the smallest width', () => {
  assert.deepEqual(panView({ from: 0, to: 100 }, limits, -50), { from: 0, to: 100 });
  assert.deepEqual(panView({ from: 999_950, to: 1_000_000 }, limits, 70), { from: 999_950, to: 1_000_000 });
  assert.deepEqual(clampView({ from: -5, to: 2_000_000 }, limits), limits);
  assert.equal(widthOf(zoomView(limits, limits, 1e-9, 500_000)), 20);
  assert.deepEqual(zoomView({ from: 10, to: 20_000 }, limits, 1e9, 500), limits);
  assert.ok(isWhole(zoomView(limits, limits, 4, 9), limits));
});

test('a trace of no length has an axis, and a span of no length can be zoomed to', () => {
  assert.deepEqual(wholeView(0, 0), { from: 0, to: 1000 });
  const view = viewOfSpan(500, 0, limits);
  assert.equal(widthOf(view), 20);
  assert.ok(view.from < 500 && view.to > 500);
});

test('ticks are round, far enough apart and on the grid', () => {
  const step = (to: number, px = 1000) => tickStep({ from: 0, to }, px, 100);
  assert.equal(step(1_820_000_000), 200_000_000);
  assert.equal(step(10_000), 1000);
  assert.equal(step(90e9), 10e9);
  assert.equal(step(3600e9 * 3), 30 * 60e9);
  assert.equal(step(20), 2);
  assert.deepEqual(ticks({ from: 150, to: 450 }, 100), [200, 300, 400]);
  assert.deepEqual(ticks({ from: 0, to: 250 }, 100, -30), [70, 170]);
});

test('relative labels share a unit and show what the step needs', () => {
  assert.equal(relativeLabel(0, 1, 5), '0');
  assert.equal(relativeLabel(400e6, 200e6, 1.8e9), '0.4\u2009s');
  assert.equal(relativeLabel(400e6, 200e6, 999e6), '400\u2009ms');
  assert.equal(relativeLabel(1_234_567_000, 1000, 1.3e9), '1.234\u2009567\u2009s');
  assert.equal(relativeLabel(-20e6, 10e6, 50e6), '-20\u2009ms');
  assert.equal(relativeLabel(750e9, 30e9, 1200e9), '12 min 30 s');
  assert.equal(relativeLabel(3900e9, 300e9, 7200e9), '1 h 05 min');
});

test('absolute labels are wall-clock time with the digits of the step', () => {
  const epoch = BigInt(Date.UTC(2026, 0, 2, 3, 4, 5)) * 1_000_000n;
  const clock = (iso: string) => new Date(iso).toTimeString().slice(0, 8);
  assert.equal(absoluteLabel(epoch, 1.5e9, 1e9), clock('2026-01-02T03:04:06Z'));
  assert.equal(
    absoluteLabel(epoch, 123_456_789, 1),
    `${clock('2026-01-02T03:04:05Z')}.123\u2009456\u2009789`,
  );
  assert.equal(absoluteLabel(epoch, 120e6, 10e6), `${clock('2026-01-02T03:04:05Z')}.12`);
  const then = new Date('2026-01-02T03:04:05Z');
  assert.equal(dateTimeLabel(epoch, then), `today ${clock('2026-01-02T03:04:05Z')}`);
  assert.match(dateTimeLabel(epoch, new Date('2026-03-02T03:04:05Z')), /^2026-01-0[123] /);
});
