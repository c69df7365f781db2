import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { suggestAt, wantedAt } from '../../../../src/core/query/suggest.ts';

const KEYS = ['span.http.route', 'span.my key', 'resource.service.name', 'event.exception.type'];
const texts = (text: string, known: readonly string[] = [], most = 20) =>
  suggestAt(text, known, most).map((s) => s.text);

test('what the backend is asked for depends on where the text ends', () => {
  assert.deepEqual(wantedAt('{ span.'), { keys: true });
  assert.deepEqual(wantedAt('{ resource.service.name = "ch'), { valuesOf: 'resource.service.name' });
  assert.deepEqual(wantedAt('service:'), { valuesOf: 'resource.service.name' });
  assert.equal(wantedAt('{ name = "x" } '), undefined);
  assert.equal(wantedAt('erro'), undefined);
});

test('values are put in quotes where the language wants them', () => {
  assert.deepEqual(texts('{ resource.service.name = ', ['cart', 'a "b"']).slice(0, 2), [
    '{ resource.service.name = "cart" ',
    '{ resource.service.name = "a \\"b\\"" ',
  ]);
  assert.deepEqual(texts('{ resource.service.name = "ca', ['cart', 'billing']), [
    '{ resource.service.name = "cart" ',
  ]);
  assert.deepEqual(texts('error service:c', ['cart', 'c d']), [
    'error service:cart ',
    'error service:"c d" ',
  ]);
  assert.ok(texts('{ status = e', ['value of a backend']).includes('{ status = error'));
});

test('keys are found by any part of their name, and complete a scope that is typed', () => {
  assert.deepEqual(texts('{ route', KEYS), ['{ span.http.route ']);
  assert.deepEqual(texts('{ span.', KEYS), ['{ span.http.route ', '{ span."my key" ']);
  assert.deepEqual(texts('{ resource.ser', KEYS), ['{ resource.service.name ']);
  assert.ok(texts('{ ', KEYS).includes('{ duration'));
});

test('every suggestion that ends a condition makes a query that can be read', () => {
  for (const text of ['{ resource.service.name = ', 'service:', '{ name =~ "a', 'error env:pro'])
    for (const next of texts(text, ['prod', 'a b', 'x"y', "it's", 'a,b', '日本']))
      assert.doesNotThrow(() => parseQuery(next.startsWith('{') ? `${next}}` : next), next);
});

test('there are never more than asked for, and what is typed already is none', () => {
  assert.equal(texts('', KEYS, 3).length, 3);
  assert.deepEqual(texts('error').includes('error'), false);
});
