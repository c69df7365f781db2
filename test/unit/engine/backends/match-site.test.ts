import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SpanSite } from '../../../../src/core/mapping/span-site.ts';
import { groupMatcher, siteMatcher } from '../../../../src/engine/backends/match-site.ts';

const site = (over: Partial<SpanSite> = {}): SpanSite => ({
  service: 'cart',
  language: 'go',
  kind: 1,
  name: 'Reserve 17',
  scope: 'lib',
  revisions: [],
  attributes: { 'code.function.name': 'cart.Reserve' },
  resource: {},
  stack: '',
  callStack: '',
  ...over,
});
/** As worked out from source code: only what its spans would surely carry. */
const fromCode = (attributes: Record<string, string>): SpanSite =>
  site({ service: '', language: '', kind: 0, name: '', scope: '', attributes });

test('a whole site is itself, whatever varies from call to call', () => {
  const matches = siteMatcher(site());
  assert.ok(matches(site({ name: 'Reserve 4', stack: 'x', revisions: ['a'] })));
  assert.ok(!matches(site({ kind: 3 })));
  assert.ok(!matches(site({ attributes: {} })));
  assert.ok(!matches(site({ attributes: { ...site().attributes, 'http.route': '/x' } })));
});

test('one from source code is every site that agrees with what it says', () => {
  const matches = siteMatcher(fromCode({ 'code.function.name': 'cart.Reserve', 'url.full': 'http://x/1' }));
  assert.ok(matches(site()));
  assert.ok(
    matches(
      site({ service: 'other', name: 'else', attributes: { ...site().attributes, 'http.route': '/x' } }),
    ),
  );
  assert.ok(!matches(site({ attributes: { 'code.function.name': 'cart.Release' } })));
});

test('a group says only what it was grouped by', () => {
  const present = new Set(['code.function.name', 'http.route']);
  const group = site({ scope: '', language: '', name: 'Reserve 17' });
  const keys = ['code.function.name', 'http.route'];
  assert.ok(groupMatcher(site(), keys, present)(group));
  assert.ok(!groupMatcher(site({ attributes: {} }), keys, present)(group));
  assert.ok(!groupMatcher(site(), keys, present)({ ...group, kind: 3 }));
  assert.ok(groupMatcher(fromCode({ 'code.function.name': 'cart.Reserve' }), keys, present)(group));
  // Attributes that it was not grouped by are left open.
  const asked = site({ attributes: { ...site().attributes, 'rpc.method': 'Reserve' } });
  assert.ok(groupMatcher(asked, keys, present)(group));
  // A service none of whose spans names code has none of this one.
  assert.ok(!groupMatcher(fromCode({ 'code.function.name': 'cart.Reserve' }), [], new Set())(group));
});
