import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentWord } from '../../../../../src/core/analysis/environment-word.ts';
import { at, patternsOf, request } from '../../../../support/pattern-fixture.ts';
import type { SpanSpec } from '../../../../support/trace-fixture.ts';

const call = (id: number, host: string, more: Partial<SpanSpec> = {}) =>
  at(id.toString(16), `call ${id}`, id * 10, id * 10 + 9, {
    service: 'shop',
    kind: 'client',
    attributes: { 'server.address': host },
    ...more,
  });

const texts = (...spans: SpanSpec[]) => patternsOf('wrong-host', ...spans).map((p) => p.text);

test('another environment than the service runs in', () => {
  const resource = { 'deployment.environment.name': 'production' };
  const found = patternsOf(
    'wrong-host',
    { ...request, resource },
    call(2, 'db.prod.internal', { resource }),
    call(3, 'staging.pay.internal', { resource }),
    call(4, 'staging.pay.internal', { resource }),
  );
  assert.deepEqual(found, [
    {
      span: 'call 3',
      count: 2,
      ms: 18,
      spans: ['call 3', 'call 4'],
      text: 'shop calls staging.pay.internal, but runs in production',
    },
  ]);
});

test('another environment than the siblings', () => {
  assert.deepEqual(texts(request, call(2, 'db-prod1.eu'), call(3, 'auth.prod.eu'), call(4, 'pay.stg.eu')), [
    'shop calls pay.stg.eu, most other hosts of the trace are production',
  ]);
  assert.deepEqual(texts(request, call(2, 'db.prod.eu'), call(3, 'pay.test.eu')), [
    'shop calls pay.test.eu, most other hosts of the trace are production',
  ]);
});

test('the only host that names an environment', () => {
  assert.deepEqual(texts(request, call(2, 'pay.internal'), call(3, 'staging.pay.internal')), [
    'shop calls staging.pay.internal, pay.internal is called too',
  ]);
  assert.deepEqual(texts(request, call(2, 'db.acme.io'), call(3, 'auth.acme.io'), call(4, 'qa.pay.io')), [
    'shop calls qa.pay.io, no other host of the trace is test',
  ]);
});

test('hosts in older keys and in URLs', () => {
  const resource = { 'deployment.environment': 'prod' };
  const found = (attributes: Record<string, string>) =>
    texts({ ...request, resource }, call(2, '', { resource, attributes }));
  const expected = ['shop calls staging.pay.io, but runs in production'];
  assert.deepEqual(found({ 'http.host': 'staging.pay.io:8443' }), expected);
  assert.deepEqual(found({ 'net.peer.name': 'staging.pay.io' }), expected);
  assert.deepEqual(found({ 'http.url': 'https://user:pw@staging.pay.io/v1?x=1' }), expected);
});

test('hosts that are as they should be', () => {
  const dev = { 'deployment.environment.name': 'dev' };
  assert.deepEqual(
    texts({ ...request, resource: dev }, call(2, 'api.sandbox.pay.io', { resource: dev })),
    [],
  );
  assert.deepEqual(
    texts(request, call(2, 'localhost'), call(3, 'postgres'), call(4, 'dev-auth.acme.io')),
    [],
  );
  assert.deepEqual(texts(request, call(2, 'product-catalog.svc'), call(3, 'latest.acme.io')), []);
  assert.deepEqual(texts(request, call(2, 'db.staging.io'), call(3, 'pay.staging.io')), []);
  assert.deepEqual(texts(request, call(2, 'db.prod.io'), call(3, 'pay.io'), call(4, 'auth.io')), []);
});

test('a service that runs in another environment than its caller', () => {
  const found = texts(
    { ...request, resource: { 'deployment.environment.name': 'production' } },
    at('2', 'charge', 10, 20, {
      service: 'pay',
      kind: 'server',
      resource: { 'deployment.environment.name': 'staging' },
    }),
  );
  assert.deepEqual(found, ['pay runs in staging, its caller shop in production']);
});

test('environment words', () => {
  const words: [string, string | undefined][] = [
    ['prod', 'production'],
    ['eu-prod-2', 'production'],
    ['db.pre-prod.acme.io', 'staging'],
    ['non-prod', 'test'],
    ['uat3.bank', 'test'],
    ['product', undefined],
    ['contest.io', undefined],
    ['web.dev', undefined],
    ['dev.acme.io', 'dev'],
    ['constructor', undefined],
    ['', undefined],
  ];
  for (const [text, word] of words) assert.equal(environmentWord(text), word, text);
});
