import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeInFunction } from '../../../../src/core/figures/place-sites.ts';
import { codeAt, functionAt, resolvedTo, siteOf, statsOf } from '../../../support/figures-fixture.ts';

const code = codeAt('src/cart.ts', 10, { symbol: 'getCart', endLine: 30, strategy: 'route' });

test('the server’s and the framework’s spans of one request are one call', () => {
  const placed = (id: string, site: Parameters<typeof siteOf>[0]) => ({
    id,
    code,
    site: siteOf(site),
    stats: statsOf([14]),
  });
  const server = placed('server', { kind: 'server', name: 'GET /carts/:id' });
  const framework = placed('framework', { name: 'handler - fastify' });
  const ownOf = (...sites: ReturnType<typeof placed>[]) =>
    placeInFunction(
      functionAt('getCart', 10, 30),
      sites.map((s) => ({ ...s, resolution: resolvedTo(code) })),
    ).own.map((s) => s.id);
  assert.deepEqual(ownOf(framework, server), ['server']);
  assert.deepEqual(ownOf(framework), ['framework']);
});
