import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composeBackends } from '../../../../src/core/connections/compose-backends.ts';

test('backends of a compose file are found by their image, at the port they are published on', () => {
  const file = `
version: "3.8"
x-common: &common
  restart: always
services:
  api:
    build: .
    ports: ["8080:8080"]
  jaeger:
    <<: *common
    image: jaegertracing/all-in-one:1.57   # the UI
    environment:
      - COLLECTOR_OTLP_ENABLED=true
    ports:
      - "16686:16686"
      - "4318:4318"
  "traces":
    image: 'registry.acme.dev:5000/grafana/tempo@sha256:abc'
    ports:
    - 127.0.0.1:3300:3200/tcp
  zipkin:
    image: openzipkin/zipkin-slim
    ports:
      - target: 9411
        published: 9999
        protocol: tcp
      - target: 1
  lgtm:
    image: grafana/otel-lgtm:\${LGTM_TAG:-latest}
    ports: [ '\${GRAFANA_PORT:-3001}:3000', "4317:4317" ]
volumes:
  data:
    image: grafana/tempo
`;
  assert.deepEqual(composeBackends(file), [
    { service: 'jaeger', kind: 'jaeger', url: 'http://localhost:16686' },
    { service: 'traces', kind: 'tempo', url: 'http://localhost:3300' },
    { service: 'zipkin', kind: 'zipkin', url: 'http://localhost:9999' },
    { service: 'lgtm', kind: 'grafana', url: 'http://localhost:3001' },
  ]);
});

test('a backend that is not published, or only its intake, cannot be connected to', () => {
  const file = (ports: string) => `services:\n  j:\n    image: jaegertracing/jaeger:2.1.0\n${ports}`;
  assert.deepEqual(composeBackends(file('')), []);
  assert.deepEqual(composeBackends(file('    ports: ["4318:4318"]')), []);
  assert.deepEqual(composeBackends(file('    ports: ["16686"]')), []);
  assert.deepEqual(composeBackends(file('    expose: ["16686:16686"]')), []);
});

test('what is no compose file has none', () => {
  for (const text of [
    '',
    'services:',
    'services: {}',
    '{"a": 1}',
    '- services:\n',
    'services:\nx: 1',
    '\t\n:::',
  ])
    assert.deepEqual(composeBackends(text), [], text);
});
