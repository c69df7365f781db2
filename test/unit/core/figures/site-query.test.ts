import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scopeConditions, siteConditions, spansWhere } from '../../../../src/core/figures/site-query.ts';
import { evaluate } from '../../../../src/core/query/evaluate.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { siteOf } from '../../../support/figures-fixture.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

const trace = traceOf(
  {
    id: '1',
    name: 'GET /users/17',
    kind: 'server',
    service: 'web "two"',
    resource: { 'deployment.environment': 'prod' },
  },
  {
    id: '2',
    name: 'GET /users/4711',
    kind: 'server',
    service: 'web "two"',
    resource: { 'deployment.environment.name': 'prod' },
  },
  { id: '3', name: 'GET /orders/17', kind: 'server', service: 'web "two"' },
  { id: '4', name: 'place', service: 'shop', attributes: { 'code.function.name': 'Orders.place' } },
  { id: '5', name: 'place', service: 'shop', attributes: { 'code.function.name': 'Carts.place' } },
);
const found = (conditions: readonly string[]) =>
  [...evaluate(parseQuery(spansWhere(conditions)), trace)].map((span) => span + 1);

test('a site finds its own spans', () => {
  const site = siteOf({
    service: 'shop',
    name: 'place',
    attributes: { 'code.function.name': 'Orders.place' },
  });
  assert.deepEqual(found(siteConditions(site)), [4]);
});

test('a name with an id in it stands for all that differ in it; quotes in names are no way out of a query', () => {
  const site = siteOf({ service: 'web "two"', kind: 'server', name: 'GET /users/99?page=2' });
  assert.deepEqual(found(siteConditions(site)), [1, 2]);
});

test('the environment is found under both of its keys', () => {
  assert.deepEqual(found(scopeConditions({ environment: 'prod', version: undefined })), [1, 2]);
  assert.deepEqual(found(scopeConditions({ environment: 'prod', version: '2' })), []);
});

test('no conditions: everything', () => {
  assert.equal(spansWhere([]), '{ }');
  assert.equal(found([]).length, 5);
});
