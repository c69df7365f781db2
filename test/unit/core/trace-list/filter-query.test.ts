import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQuery } from '../../../../src/core/query/read-query.ts';
import { filterQuery, NO_FILTER, type TraceFilter } from '../../../../src/core/trace-list/filter-query.ts';

const cases: readonly [Partial<TraceFilter>, string, string][] = [
  [{ failed: true }, 'error', '{ status = error }'],
  [{ overMs: 500 }, 'trace>500ms', '{ traceDuration > 500ms }'],
  [{ overMs: 5000 }, 'trace>5s', '{ traceDuration > 5s }'],
  [{ services: ['cart'] }, 'service:cart', '{ resource.service.name = "cart" }'],
  [{ services: ['cart', 'pay-api'] }, 'service:cart,pay-api', '{ resource.service.name =~ "cart|pay-api" }'],
  [{ services: ['my "svc"'] }, 'service:"my \\"svc\\""', '{ resource.service.name = "my \\"svc\\"" }'],
  [
    { failed: true, overMs: 1000, services: ['cart'] },
    'error trace>1s service:cart',
    '{ status = error && traceDuration > 1s && resource.service.name = "cart" }',
  ],
];

for (const [filter, query, traceQl] of cases)
  test(`the filter ${JSON.stringify(filter)} is a query that can be read`, () => {
    assert.equal(filterQuery({ ...NO_FILTER, ...filter }), query);
    const read = readQuery(query);
    assert.equal('traceQl' in read ? read.traceQl : read.problem, traceQl);
  });

test('no filter is no query', () => {
  assert.equal(filterQuery(NO_FILTER), '');
});
