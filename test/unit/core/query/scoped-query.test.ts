import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { toTraceQl } from '../../../../src/core/query/print.ts';
import { scopedQuery } from '../../../../src/core/query/scoped-query.ts';

const SCOPE = ['resource.service.version = "1.2"', '(.env = "a" || .e = "a")'];
const scoped = (text: string) => toTraceQl(parseQuery(scopedQuery(text, SCOPE)));

test('without conditions a query stays as it was written', () => {
  assert.equal(scopedQuery('service:cart  error', []), 'service:cart  error');
});

test('conditions are on the spans that are looked for', () => {
  const all = 'resource.service.version = "1.2" && (.env = "a" || .e = "a")';
  assert.equal(scoped(''), `{ ${all} }`);
  assert.equal(scoped('{ }'), `{ ${all} }`);
  assert.equal(scoped('error'), `{ status = error && ${all} }`);
  assert.equal(scoped('{ name = "a" || name = "b" }'), `{ (name = "a" || name = "b") && ${all} }`);
  assert.equal(scoped('{ name = "a" } | count() > 2'), `{ name = "a" && ${all} } | count() > 2`);
  assert.equal(scoped('count() > 2'), `{ ${all} } | count() > 2`);
});

test('where several spans are looked for, some span of the trace meets them', () => {
  const all = '{ resource.service.version = "1.2" && (.env = "a" || .e = "a") }';
  assert.equal(scoped('{ name = "a" } && { name = "b" }'), `{ name = "a" } && { name = "b" } && ${all}`);
  assert.equal(scoped('{ name = "a" } >> { name = "b" }'), `({ name = "a" } >> { name = "b" }) && ${all}`);
});
