import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDuration,
  formatFactor,
  formatInteger,
  formatOffset,
  formatPercent,
  plural,
} from '../../../../src/core/trace/units.ts';

const table = <T>(name: string, format: (value: T) => string, rows: readonly (readonly [T, string])[]) =>
  test(name, () =>
    assert.deepEqual(
      rows.map(([value]) => format(value)),
      rows.map(([, text]) => text),
    ),
  );

table('durations', formatDuration, [
  [0, '0 ns'],
  [7, '7 ns'],
  [999, '999 ns'],
  [1_500, '1.50 µs'],
  [38_200, '38.2 µs'],
  [4e6, '4 ms'],
  [4_020_000, '4.02 ms'],
  [3_999_600, '4.00 ms'],
  [412e6, '412 ms'],
  [412_345_678, '412 ms'],
  [999_400_000, '999 ms'],
  [999_600_000, '1.00 s'],
  [1.4e9, '1.40 s'],
  [2e9, '2 s'],
  [12_345e6, '12.3 s'],
  [59.4e9, '59.4 s'],
  [59.6e9, '1 min'],
  [125e9, '2 min 5 s'],
  [3600e9, '1 h'],
  [3599.6e9, '1 h'],
  [5400e9, '1 h 30 min'],
  [90_000e9, '1 d 1 h'],
  [-5e6, '-5 ms'],
  [Number.NaN, '–'],
]);

table('counts', formatCount, [
  [0, '0'],
  [999, '999'],
  [1_204, '1.2k'],
  [1_000, '1k'],
  [12_345, '12.3k'],
  [99_960, '100k'],
  [999_700, '1M'],
  [4_500_000, '4.5M'],
]);

table('integers', formatInteger, [
  [7, '7'],
  [1_204, '1,204'],
  [1_234_567, '1,234,567'],
]);

table('shares never round to all or nothing', formatPercent, [
  [0, '0 %'],
  [0.0001, '< 0.1 %'],
  [0.004, '0.4 %'],
  [0.009999, '1 %'],
  [0.021, '2.1 %'],
  [0.02, '2 %'],
  [0.0996, '10 %'],
  [0.77, '77 %'],
  [0.996, '99.6 %'],
  [0.9999, '> 99.9 %'],
  [1, '100 %'],
  [Number.NaN, '–'],
]);

table('factors', formatFactor, [
  [12.2, '12x'],
  [1.4, '1.4x'],
  [2, '2x'],
  [1_500, '1.5kx'],
]);

table('relative times', (then: number) => formatAgo(then, 1e12), [
  [1e12, 'just now'],
  [1e12 - 5_000, '5 s ago'],
  [1e12 - 150_000, '2 min ago'],
  [1e12 - 3 * 3600e3, '3 h ago'],
  [1e12 - 3 * 86_400e3, '3 d ago'],
  [1e12 + 60_000, 'in 1 min'],
]);

table('offsets', formatOffset, [
  [452e6, '+ 452 ms'],
  [-3e6, '- 3 ms'],
]);

test('plurals', () => {
  assert.deepEqual(
    [plural(1, 'span'), plural(1_204, 'span'), plural(2, 'query', 'queries')],
    ['1 span', '1,204 spans', '2 queries'],
  );
});

test('bytes', () => {
  const cases: [number, string][] = [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [2_140_000_000, '2.1 GB'],
    [250_000_000, '250 MB'],
    [999_600, '1.0 MB'],
  ];
  for (const [bytes, text] of cases) assert.equal(formatBytes(bytes), text);
});
