import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findChanges } from '../../../../src/core/analysis/regression.ts';
import { proportionTest, quantileTest, withoutChance } from '../../../../src/core/analysis/significance.ts';
import { statsOf } from '../../../support/figures-fixture.ts';
import { seeded } from '../../../support/random.ts';

const near = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

test('Fisher’s exact test gives the published values', () => {
  // Fisher 1935, the lady tasting tea: 3 of 4 right; 4 of 4 right.
  near(proportionTest({ hits: 3, of: 4 }, { hits: 1, of: 4 }), 0.4857, 0.0001);
  near(proportionTest({ hits: 4, of: 4 }, { hits: 0, of: 4 }), 0.0286, 0.0001);
  // 1 of 10 against 11 of 14, summed up by hand over all tables.
  near(proportionTest({ hits: 1, of: 10 }, { hits: 11, of: 14 }), 0.002759, 0.00001);
});

test('large numbers: near the two-sided z-test', () => {
  // z = 2.2281 with continuity correction.
  near(proportionTest({ hits: 540, of: 10_000 }, { hits: 470, of: 10_000 }), 0.02587, 0.00001);
  near(proportionTest({ hits: 500, of: 10_000 }, { hits: 500, of: 10_000 }), 1, 1e-6);
});

test('nothing to compare is no difference', () => {
  for (const [a, b] of [
    [
      { hits: 0, of: 0 },
      { hits: 5, of: 10 },
    ],
    [
      { hits: 0, of: 10 },
      { hits: 0, of: 10 },
    ],
    [
      { hits: 10, of: 10 },
      { hits: 7, of: 7 },
    ],
  ] as const)
    assert.equal(proportionTest(a, b), 1);
});

const sample = (seed: number, n: number, scale: number) => {
  const { next } = seeded(seed);
  return Array.from({ length: n }, () => scale * (10 + 10 * next() - 8 * Math.log(1 - next())));
};
const sketch = (durations: readonly number[]) => statsOf(durations).sketch ?? new Uint8Array();

test('a p95 that moved is told from one that did not', () => {
  assert.ok(quantileTest(sketch(sample(1, 400, 1)), sketch(sample(2, 400, 1.6)), 0.95) < 0.001);
  assert.ok(quantileTest(sketch(sample(1, 400, 1)), sketch(sample(2, 400, 1)), 0.95) > 0.05);
  assert.equal(quantileTest(sketch([5, 5, 5]), sketch([5, 5, 5]), 0.95), 1);
  assert.equal(quantileTest(new Uint8Array([9]), sketch([5]), 0.95), 1);
});

test('chance: of a hundred comparisons of the same with itself, next to none is told', () => {
  let told = 0;
  for (let i = 0; i < 100; i++)
    if (quantileTest(sketch(sample(i, 300, 1)), sketch(sample(i + 1000, 300, 1)), 0.95) < 0.01) told++;
  assert.ok(told <= 3, `${told} of 100`);
});

test('looking at many at once asks for more of each', () => {
  // The example of Benjamini and Hochberg 1995, section 3.2: at 0.05 the first four stand.
  const p = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ];
  assert.equal(withoutChance(p, 0.05).filter(Boolean).length, 4);
  assert.deepEqual(withoutChance([0.9, 0.0001], 0.05), [false, true]);
  assert.deepEqual(withoutChance([], 0.05), []);
});

const rules = { minimumCalls: 30, minimumFactor: 1.2 };
const kinds = (before: ReturnType<typeof statsOf>, after: ReturnType<typeof statsOf>) =>
  findChanges([{ before, after }], rules)[0]?.map((change) => change.kind);

test('slower, faster, failing, recovered', () => {
  const usual = statsOf(sample(1, 200, 1));
  const slow = statsOf(sample(2, 200, 2));
  assert.deepEqual(kinds(usual, slow), ['slower']);
  assert.deepEqual(kinds(slow, usual), ['faster']);
  assert.deepEqual(kinds(usual, statsOf(sample(3, 200, 1), { errors: 30 })), ['failing']);
  assert.deepEqual(kinds(statsOf(sample(3, 200, 1), { errors: 30 }), usual), ['recovered']);
});

test('too few calls, too little difference or no sketch: nothing is claimed', () => {
  const usual = statsOf(sample(1, 2000, 1));
  assert.deepEqual(kinds(statsOf(sample(1, 29, 1)), statsOf(sample(2, 29, 5))), []);
  assert.deepEqual(kinds(usual, statsOf(sample(1, 2000, 1.15))), [], '15 % is within 20 %');
  assert.deepEqual(kinds(usual, statsOf(sample(2, 2000, 3), { sketch: undefined })), []);
  assert.deepEqual(kinds(statsOf([0.001, 0.001]), statsOf([0.01, 0.01])), []);
});
