import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSites } from '../../../../src/core/figures/compare-sites.ts';
import { siteOf, statsOf } from '../../../support/figures-fixture.ts';

const rules = { minimumCalls: 20, minimumFactor: 1.2 };
const many = (ms: number, n = 100) => statsOf(Array.from({ length: n }, (_, i) => ms * (1 + (i % 10) / 20)));
const at = (line: number, name = 'charge') =>
  siteOf({
    name,
    attributes: { 'code.function.name': name, 'code.file.path': 'a.ts', 'code.line.number': String(line) },
  });

test('a function that moved to another line is the same function', () => {
  const { changed, common } = compareSites(
    [{ site: at(10), stats: many(10) }],
    [{ site: at(25), stats: many(30) }],
    rules,
  );
  assert.equal(common, 1);
  assert.deepEqual(
    changed.map((c) => [c.site.attributes['code.line.number'], c.changes.map((x) => x.kind)]),
    [['25', ['slower']]],
  );
});

test('what is on one side only is no change', () => {
  const result = compareSites(
    [{ site: at(1, 'old'), stats: many(10) }],
    [{ site: at(1, 'new'), stats: many(10) }],
    rules,
  );
  assert.deepEqual(result, { changed: [], compared: 0, common: 0 });
});

test('how many had enough calls is told', () => {
  const { compared, common, changed } = compareSites(
    [
      { site: at(1), stats: many(10) },
      { site: at(2, 'rare'), stats: many(10, 3) },
    ],
    [
      { site: at(1), stats: many(10) },
      { site: at(2, 'rare'), stats: many(90, 3) },
    ],
    rules,
  );
  assert.deepEqual([compared, common, changed.length], [1, 2, 0]);
});
