import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketsOf, LEVELS } from '../../../../src/engine/store/stat-levels.ts';
import { seeded } from '../../../support/random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = Date.UTC(2026, 7, 5, 13, 37, 20);
const width = (level: number) => LEVELS[level] ?? 0;

/** Buckets as "count x minutes"; "..." where the last is open. */
const shape = (fromMs: number, toMs: number) =>
  bucketsOf({ fromMs, toMs }, now).map((b) =>
    b.to - b.from > 1e6 ? `${width(b.level)}...` : `${b.to - b.from + 1}x${width(b.level)}`,
  );

test('the last hour is a dozen rows: to the next ten minutes, hour, six hours, day, and on', () => {
  // 12:37 ... 12:40, 13:00, 18:00, 24:00
  assert.deepEqual(shape(now - HOUR, now), ['3x1', '2x10', '5x60', '1x360', '1440...']);
  // From 13:37 a week before, the start rounded down to the hour.
  assert.deepEqual(shape(now - 168 * HOUR, now), ['5x60', '1x360', '1440...']);
});

test('a closed window is covered exactly once', () => {
  const random = seeded(3);
  for (let n = 0; n < 300; n++) {
    const fromMs = now - random.int(6 * HOUR);
    const toMs = fromMs + random.int(Math.max(1, now - fromMs - 2 * MINUTE));
    const minutes: number[] = [];
    for (const b of bucketsOf({ fromMs, toMs }, now))
      for (let m = b.from * width(b.level); m < (b.to + 1) * width(b.level); m++) minutes.push(m);
    const step = toMs - fromMs >= 3 * HOUR ? 10 : 1;
    const first = Math.floor(fromMs / MINUTE / step) * step;
    const last = Math.floor(toMs / MINUTE / step) * step + step - 1;
    assert.deepEqual(
      minutes.sort((a, b) => a - b),
      Array.from({ length: last - first + 1 }, (_, i) => first + i),
    );
  }
});
