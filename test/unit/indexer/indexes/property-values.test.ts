import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillPlaceholders, parseYaml } from '../../../../src/indexer/indexes/property-values.ts';

test('YAML comes down to dotted keys', () => {
  const text = `# comment
spring:
  application:
    name: shop   # trailing
  kafka:
    topics: [orders, "refunds"]
services:
  web:
    build: ./web
    environment:
      - A=1
      - OTEL_SERVICE_NAME=front
    volumes:
      - type: bind
        source: ./src
        target: /app
"quoted key": 'it'
---
other: 2
`;
  const found = Object.fromEntries(parseYaml(text).map((s) => [s.key, s.value]));
  assert.deepEqual(found, {
    'spring.application.name': 'shop',
    'spring.kafka.topics[0]': 'orders',
    'spring.kafka.topics[1]': 'refunds',
    'services.web.build': './web',
    'services.web.environment[0]': 'A=1',
    'services.web.environment[1]': 'OTEL_SERVICE_NAME=front',
    'services.web.volumes[0].type': 'bind',
    'services.web.volumes[0].source': './src',
    'services.web.volumes[0].target': '/app',
    'quoted key': 'it',
    other: '2',
  });
});

test('placeholders take their values, their defaults, or stay unknown', () => {
  const placeholder = (key: string) => ['$', '{', key, '}'].join('');
  const values = new Map([
    ['topics.orders', ['orders']],
    ['a', ['x', 'y']],
    ['outer', [`${placeholder('topics.orders')}-v1`]],
    ['loop', [placeholder('loop')]],
  ]);
  const fill = (text: string) => fillPlaceholders(text, { get: (key) => values.get(key) ?? [] });
  assert.deepEqual(fill('plain'), ['plain']);
  assert.deepEqual(fill(placeholder('topics.orders')), ['orders']);
  assert.deepEqual(fill(`pre.${placeholder('a')}`), ['pre.x', 'pre.y']);
  assert.deepEqual(fill(placeholder('missing:fallback')), ['fallback']);
  assert.deepEqual(fill(placeholder('missing')), []);
  assert.deepEqual(fill(placeholder('outer')), ['orders-v1']);
  assert.deepEqual(fill(placeholder('loop')), []);
  assert.deepEqual(fill(`#{'${placeholder('topics.orders')}'}`), ['orders']);
});
