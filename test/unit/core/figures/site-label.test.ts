import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siteLabel } from '../../../../src/core/figures/site-label.ts';
import { siteOf } from '../../../support/figures-fixture.ts';

const cases: [string, Parameters<typeof siteOf>[0], string, string][] = [
  [
    'a statement',
    {
      name: 'pg.query:SELECT shop',
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': 'SELECT * FROM orders WHERE id = 7' },
    },
    'database',
    'SELECT orders',
  ],
  [
    'operation and collection',
    {
      name: 'find',
      attributes: { 'db.system': 'mongodb', 'db.operation': 'find', 'db.collection.name': 'carts' },
    },
    'database',
    'find carts',
  ],
  [
    'a database call that says little',
    { name: 'GET cart:42', attributes: { 'db.system': 'redis' } },
    'database',
    'GET cart:{n}',
  ],
  [
    'a bare method with an address',
    {
      name: 'POST',
      attributes: { 'http.request.method': 'POST', 'url.full': 'https://pay.example/v1/charges/123?x=1' },
    },
    'http',
    'POST /v1/charges/{id}',
  ],
  [
    'a route',
    { name: 'GET', attributes: { 'http.method': 'GET', 'http.route': '/users/:id' } },
    'http',
    'GET /users/:id',
  ],
  [
    'a name that says it',
    { name: 'POST /v1/charges', attributes: { 'http.method': 'POST', 'http.url': 'http://x/y' } },
    'http',
    'POST /v1/charges',
  ],
  [
    'rpc, old keys',
    { name: 'x', attributes: { 'rpc.service': 'acme.Shop', 'rpc.method': 'Place' } },
    'rpc',
    'acme.Shop/Place',
  ],
  ['rpc, new keys', { name: 'x', attributes: { 'rpc.method': 'acme.Shop/Place' } }, 'rpc', 'acme.Shop/Place'],
  [
    'a message',
    {
      name: 'x',
      attributes: { 'messaging.destination.name': 'orders', 'messaging.operation.name': 'publish' },
    },
    'message',
    'publish orders',
  ],
  ['any other span', { name: 'resize image 17' }, 'span', 'resize image {n}'],
  ['no name', { name: ' \u202e ' }, 'span', '(unnamed)'],
];

for (const [what, site, kind, text] of cases)
  test(what, () => assert.deepEqual(siteLabel(siteOf(site)), { kind, text }));

test('what spans say stays on one line and short', () => {
  const { text } = siteLabel(siteOf({ name: `a\nb\u0007${'x'.repeat(500)}` }));
  assert.match(text, /^a b x+…$/);
  assert.equal([...text].length, 60);
});
