import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLocalTime, parseStretch, shortTime } from '../../../../src/core/figures/local-time.ts';
import {
  lengthText,
  parseLength,
  rangeBefore,
  rangeOf,
  readWindow,
  splitRange,
} from '../../../../src/core/figures/window.ts';

const NOW = new Date(2026, 10, 21, 14, 30, 0).getTime();
const at = (hour: number, minute: number, day = 21) => new Date(2026, 10, day, hour, minute).getTime();

test('a window ends now, unless it has an end of its own', () => {
  assert.deepEqual(rangeOf({ kind: 'last', minutes: 15 }, NOW, undefined), { fromMs: at(14, 15), toMs: NOW });
  const between = { kind: 'between', fromMs: 5, toMs: 9 } as const;
  assert.deepEqual(rangeOf(between, NOW, undefined), { fromMs: 5, toMs: 9 });
});

test('the last run is a window from its start, or 15 minutes while none was seen', () => {
  assert.deepEqual(rangeOf({ kind: 'run' }, NOW, at(14, 29)), { fromMs: at(14, 29), toMs: NOW });
  assert.deepEqual(rangeOf({ kind: 'run' }, NOW, undefined), { fromMs: at(14, 15), toMs: NOW });
  assert.deepEqual(rangeOf({ kind: 'run' }, NOW, NOW + 5), { fromMs: NOW, toMs: NOW }, 'a clock set back');
});

test('before: as long, and right before; a minute for what has only begun', () => {
  assert.deepEqual(rangeBefore({ fromMs: 600_000, toMs: 1_000_000 }), { fromMs: 200_000, toMs: 600_000 });
  assert.deepEqual(rangeBefore({ fromMs: 600_000, toMs: 600_000 }), { fromMs: 540_000, toMs: 600_000 });
});

test('parts of a range leave nothing out and overlap nowhere', () => {
  const parts = splitRange({ fromMs: 0, toMs: 100 }, 3);
  assert.deepEqual(parts, [
    { fromMs: 0, toMs: 33 },
    { fromMs: 33, toMs: 67 },
    { fromMs: 67, toMs: 100 },
  ]);
});

test('lengths are written in the largest whole unit and read in any', () => {
  assert.deepEqual([15, 60, 90, 1440, 2880, 10080].map(lengthText), [
    '15 min',
    '1 h',
    '90 min',
    '24 h',
    '2 d',
    '7 d',
  ]);
  const read = ['45', '90 min', '3h', '2 d', '1w', ' 5 Minutes '].map(parseLength);
  assert.deepEqual(read, [45, 90, 180, 2880, 10080, 5]);
  for (const bad of ['', 'min', '0', '-5 min', '1.5 h', '3 fortnights', '9999 w'])
    assert.equal(parseLength(bad), undefined, bad);
});

test('times are read on the user’s own clock', () => {
  assert.equal(parseLocalTime('14:05', NOW), at(14, 5));
  assert.equal(parseLocalTime('2026-11-20', NOW), at(0, 0, 20));
  assert.equal(parseLocalTime('2026-11-20T09:30', NOW), at(9, 30, 20));
  for (const bad of ['', '25:00', '2026-13-01', '2026-02-31', '12:60', 'noon'])
    assert.equal(parseLocalTime(bad, NOW), undefined, bad);
});

test('two times make a stretch; without an end it lasts until now', () => {
  assert.deepEqual(parseStretch('13:00 to 14:00', NOW), { fromMs: at(13, 0), toMs: at(14, 0) });
  assert.deepEqual(parseStretch('2026-11-20 13:00 - 2026-11-20 14:00', NOW), {
    fromMs: at(13, 0, 20),
    toMs: at(14, 0, 20),
  });
  assert.deepEqual(parseStretch('13:00', NOW), { fromMs: at(13, 0), toMs: NOW });
  assert.deepEqual(parseStretch('13:00 to now', NOW), { fromMs: at(13, 0), toMs: NOW });
  for (const bad of ['14:00 to 13:00', '15:00', 'x to y', '1:00 to 2:00 to 3:00', ''])
    assert.equal(parseStretch(bad, NOW), undefined, bad);
});

test('a time of today is an hour and a minute, an older one has its day', () => {
  assert.equal(shortTime(at(9, 5), NOW), '09:05');
  assert.equal(shortTime(at(9, 5, 20), NOW), '2026-11-20 09:05');
});

test('what was stored is a window or nothing', () => {
  assert.deepEqual(readWindow({ kind: 'last', minutes: 60, more: 1 }), { kind: 'last', minutes: 60 });
  assert.deepEqual(readWindow({ kind: 'run' }), { kind: 'run' });
  for (const bad of [
    undefined,
    null,
    'run',
    {},
    { kind: 'last', minutes: -1 },
    { kind: 'last', minutes: Number.NaN },
    { kind: 'last', minutes: 1e9 },
    { kind: 'between', fromMs: 2, toMs: 1 },
  ])
    assert.equal(readWindow(bad), undefined);
});
