import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalRoute,
  endsWithRoute,
  matchPath,
  pathSegments,
  routeSegments,
} from '../../../../src/core/mapping/route-pattern.ts';

const CASES: readonly (readonly [string, string])[] = [
  ['/users/<int:id>', '/users/{}'],
  ['/users/:id', '/users/{}'],
  ['/users/:id(\\d+)', '/users/{}'],
  ['/users/{id:[0-9]+}', '/users/{}'],
  ['/users/{id:int}', '/users/{}'],
  ['users/{id?}', '/users/{}'],
  ['/blog/[slug]', '/blog/{}'],
  ['/docs/[...slug]', '/docs/*'],
  ['/docs/[[...slug]]', '/docs/*'],
  ['^span_name/([0-9]{4})/$', '/span_name/{}'],
  ['^users/(?P<pk>[^/.]+)/$', '/users/{}'],
  ['^api/^users/$', '/api/^users'],
  ['/x/:n/?', '/x/{}'],
  ['/users/:id(.:format)', '/users/{}'],
  ['GET /items/{id}', '/items/{}'],
  ['/static/*', '/static/*'],
  ['/files/{*path}', '/files/*'],
  ['/files/<path:p>', '/files/*'],
  ['/a/b/', '/a/b'],
  ['/', '/'],
  ['', '/'],
  ['/api/v1/items', '/api/v1/items'],
];

test('route templates of all frameworks have one form', () => {
  for (const [raw, expected] of CASES) assert.equal(canonicalRoute(raw), expected, raw);
});

test('a concrete path fits literal segments better than parameters', () => {
  const path = pathSegments('https://x.org/users/me?q=1#f');
  assert.deepEqual(path, ['users', 'me']);
  assert.equal(matchPath(routeSegments('/users/me'), path), 3);
  assert.equal(matchPath(routeSegments('/users/:id'), path), 2);
  assert.equal(matchPath(routeSegments('/users'), path), 0);
  assert.equal(matchPath(routeSegments('/users/:id/x'), path), 0);
  assert.equal(matchPath(routeSegments('/users/*'), path), 2);
});

test('suffixes are compared by whole segments', () => {
  assert.ok(endsWithRoute(routeSegments('/petclinic/owners/{ownerId}'), routeSegments('/owners/{id}')));
  assert.ok(!endsWithRoute(routeSegments('/newowners/{id}'), routeSegments('/owners/{id}')));
});
