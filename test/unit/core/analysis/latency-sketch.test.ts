import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DDSketch } from '@datadog/sketches-js';
import { LatencySketch } from '../../../../src/core/analysis/latency-sketch.ts';
import { type Random, seeded } from '../../../support/random.ts';

const QUANTILES = [0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

/** What a sketch promises: the nearest-rank quantile, within 1 % (and the rounding of doubles). */
function assertClose(sketch: LatencySketch, values: readonly number[], q: number) {
  const sorted = [...values].sort((a, b) => a - b);
  const exact = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
  const found = sketch.quantile(q) ?? Number.NaN;
  assert.ok(
    Math.abs(found - exact) <= Math.abs(exact) * 0.01 * (1 + 1e-9),
    `p${q * 100}: found ${found}, exact ${exact}, of ${values.length} values`,
  );
}

const distributions: Record<string, (r: Random) => number> = {
  uniform: (r) => r.next() * 1e9,
  'log-uniform over 1 ns to 1 day': (r) => 10 ** (r.next() * 13.9),
  exponential: (r) => -Math.log(1 - r.next()) * 5e6,
  'two humps': (r) => (r.next() < 0.9 ? 4e6 + r.next() * 1e6 : 9e8 + r.next() * 1e8),
  'negative, zero and positive': (r) => (r.int(5) - 2) * 10 ** (r.next() * 9),
  constant: () => 117e6,
  tiny: (r) => r.next() * 1e-280,
};

for (const [name, draw] of Object.entries(distributions))
  test(`quantiles are within 1 %: ${name}`, () => {
    for (const [seed, n] of [1, 2, 3, 10, 100, 5_000].entries()) {
      const random = seeded(seed + 1);
      const values = Array.from({ length: n }, () => draw(random));
      const sketch = new LatencySketch();
      for (const v of values) sketch.add(v);
      for (const q of QUANTILES) assertClose(sketch, values, q);
      assert.equal(sketch.count, n);
      assert.equal(sketch.min, Math.min(...values));
      assert.equal(sketch.max, Math.max(...values));
    }
  });

test("agrees with Datadog's sketch, whose buckets are the same", () => {
  const random = seeded(7);
  const [ours, theirs] = [new LatencySketch(), new DDSketch({ relativeAccuracy: 0.01 })];
  const n = 20_000;
  for (let i = 0; i < n; i++) {
    const value = 10 ** (random.next() * 10);
    ours.add(value);
    theirs.accept(value);
  }
  for (const q of [0.05, 0.5, 0.95, 0.99]) {
    // Theirs answers at rank floor(q (n - 1)), ours at ceil(q n): ask for the same value.
    const same = (Math.ceil(q * n) - 1) / (n - 1);
    const [a, b] = [ours.quantile(q) ?? Number.NaN, theirs.getValueAtQuantile(same + 1e-12)];
    assert.ok(Math.abs(a - b) <= b * 1e-9, `p${q * 100}: ${a} and ${b}`);
  }
});

test('merged parts equal the whole, in any order', () => {
  const random = seeded(11);
  const values = Array.from({ length: 3_000 }, () => (random.int(9) - 2) * 10 ** (random.next() * 10));
  const whole = new LatencySketch();
  const parts = Array.from({ length: 7 }, () => new LatencySketch());
  for (const v of values) {
    whole.add(v);
    random.pick(parts).add(v);
  }
  const merged = new LatencySketch();
  for (const part of random.shuffled(parts)) merged.merge(part);
  for (const q of QUANTILES) assert.equal(merged.quantile(q), whole.quantile(q));
  assert.equal(merged.count, whole.count);
  assert.deepEqual(merged.buckets(), whole.buckets());
});

test('bytes and back', () => {
  const random = seeded(13);
  for (const n of [0, 1, 500]) {
    const sketch = new LatencySketch();
    for (let i = 0; i < n; i++) sketch.add((random.int(7) - 2) * 10 ** (random.next() * 12 - 3));
    const bytes = sketch.toBytes();
    // Also from the middle of a larger buffer, as a database hands it out.
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const read = LatencySketch.fromBytes(shifted.subarray(3));
    for (const q of QUANTILES) assert.equal(read.quantile(q), sketch.quantile(q));
    assert.deepEqual(
      [read.count, read.sum, read.min, read.max],
      [sketch.count, sketch.sum, sketch.min, sketch.max],
    );
  }
});

test('a busy minute of one function fits in a few hundred bytes', () => {
  const random = seeded(17);
  const sketch = new LatencySketch();
  for (let i = 0; i < 6_000; i++) sketch.add(5e6 * (1 + -Math.log(1 - random.next())));
  assert.ok(sketch.toBytes().length < 600, `${sketch.toBytes().length} bytes`);
});

test('weights count as that many values', () => {
  const [weighted, plain] = [new LatencySketch(), new LatencySketch()];
  for (const [value, times] of [
    [10, 1],
    [20, 7],
    [30, 2],
  ] as const) {
    weighted.add(value, times);
    for (let i = 0; i < times; i++) plain.add(value);
  }
  for (const q of QUANTILES) assert.equal(weighted.quantile(q), plain.quantile(q));
  assert.equal(weighted.sum, 210);
});

test('an empty sketch has no quantile, and no number breaks one', () => {
  assert.equal(new LatencySketch().quantile(0.5), undefined);
  const sketch = new LatencySketch();
  for (const v of [
    Number.NaN,
    0,
    -0,
    5e-324,
    Number.MAX_VALUE,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])
    sketch.add(v);
  assert.equal(sketch.count, 6);
  assert.equal(sketch.quantile(0), -Number.MAX_VALUE);
  assert.equal(sketch.quantile(0.5), 0);
  assert.equal(sketch.quantile(1), Number.MAX_VALUE);
  const read = LatencySketch.fromBytes(sketch.toBytes());
  assert.equal(read.count, 6);
});

test('buckets hold the values between their bounds', () => {
  const sketch = new LatencySketch();
  for (const v of [0, 1, 100, 100, 5e6]) sketch.add(v);
  const buckets = sketch.buckets();
  assert.deepEqual(
    buckets.map((b) => b.count),
    [1, 1, 2, 1],
  );
  for (const [i, v] of [0, 1, 100, 5e6].entries()) {
    const bucket = buckets[i];
    assert.ok(bucket && bucket.from <= v && v <= bucket.to * (1 + 1e-12));
  }
});

test('bytes that are no sketch are refused', () => {
  const sketch = new LatencySketch();
  for (let i = 1; i < 50; i++) sketch.add(i);
  const bytes = sketch.toBytes();
  for (let cut = 0; cut < bytes.length; cut++)
    assert.throws(() => LatencySketch.fromBytes(bytes.subarray(0, cut)), RangeError);
  assert.throws(() => LatencySketch.fromBytes(Uint8Array.of(9, ...bytes.subarray(1))), /format 9/);
  assert.throws(() => LatencySketch.fromBytes(Uint8Array.of(...bytes, 0)), /after its end/);
  const random = seeded(19);
  for (let i = 0; i < 2_000; i++) {
    const broken = bytes.slice();
    broken[random.int(broken.length)] = random.int(256);
    try {
      LatencySketch.fromBytes(broken);
    } catch (error) {
      assert.ok(error instanceof RangeError);
    }
  }
});
