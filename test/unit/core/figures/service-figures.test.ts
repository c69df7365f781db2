import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SiteFigures } from '../../../../src/core/figures/measured-site.ts';
import { serviceFigures, totalOf } from '../../../../src/core/figures/service-figures.ts';
import { byOrder, serviceRows } from '../../../../src/core/figures/service-rows.ts';
import { codeAt, MS, siteOf, statsOf } from '../../../support/figures-fixture.ts';

const figures = (
  id: string,
  site: Parameters<typeof siteOf>[0],
  durations: readonly number[],
  errors = 0,
): SiteFigures => {
  const stats = statsOf(durations, { errors });
  return { id, site: siteOf(site), stats, totalNs: totalOf(stats) };
};

const sites = [
  figures('in', { service: 'shop', name: 'POST /checkout', kind: 'server' }, [100, 300], 1),
  figures('fn', { service: 'shop', name: 'charge' }, [90, 250]),
  figures('fn2', { service: 'shop', name: 'charge again' }, [10]),
  figures('db', { service: 'shop', name: 'SELECT prices', kind: 'client' }, [2, 2, 2]),
  figures('job', { service: 'worker', name: 'sweep' }, [1000]),
];

test('a service is what it was asked; where nothing comes in, its own work', () => {
  assert.deepEqual(
    serviceFigures(sites).map((s) => [
      s.service,
      s.of,
      s.stats.count,
      s.stats.errors,
      Math.round(s.totalNs / MS),
    ]),
    [
      ['worker', 'work', 1, 0, 1000],
      ['shop', 'requests', 2, 1, 400],
    ],
  );
});

test('the total is the sum of the calls, or an estimate where there is no sketch', () => {
  assert.equal(Math.round(totalOf(statsOf([1, 2, 97])) / MS), 100);
  assert.equal(totalOf({ ...statsOf([1, 2, 97]), sketch: undefined }), 6 * MS);
  assert.equal(totalOf({ ...statsOf([5]), sketch: new Uint8Array([255, 1]) }), 5 * MS);
});

test('rows of a service: spans of one function are one row, calls out have the line they are made at', () => {
  const charge = codeAt('src/charge.ts', 3, { symbol: 'charge' });
  const places = new Map([
    ['fn', charge],
    ['fn2', charge],
    ['db', codeAt('src/charge.ts', 6)],
    ['in', codeAt('src/app.ts', 9, { symbol: 'post', jump: false })],
  ]);
  const rows = serviceRows(sites, 'shop', (id) => places.get(id));
  assert.deepEqual(
    rows.map((r) => [r.group, r.label, r.stats.count, r.place?.line, r.sites]),
    [
      ['operations', 'POST /checkout', 2, undefined, ['in']],
      ['functions', 'charge', 3, 3, ['fn', 'fn2']],
      ['calls', 'SELECT prices', 3, 6, ['db']],
    ],
  );
});

test('rows are sorted by what was chosen, equal ones by name', () => {
  const rows = serviceRows(sites, 'shop', () => undefined);
  const sorted = (order: Parameters<typeof byOrder>[0]) =>
    [...rows].sort(byOrder(order, (r) => r.label)).map((r) => r.label);
  assert.deepEqual(sorted('total'), ['POST /checkout', 'charge', 'charge again', 'SELECT prices']);
  assert.deepEqual(sorted('p95'), ['POST /checkout', 'charge', 'charge again', 'SELECT prices']);
  assert.deepEqual(sorted('calls'), ['SELECT prices', 'charge', 'POST /checkout', 'charge again']);
  assert.deepEqual(sorted('errors'), ['POST /checkout', 'charge', 'charge again', 'SELECT prices']);
  assert.deepEqual(sorted('name'), ['charge', 'charge again', 'POST /checkout', 'SELECT prices']);
});
