import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEnvFile } from '../../../../src/core/sending/env-file.ts';
import { exporterEnvironment } from '../../../../src/core/sending/exporter-environment.ts';

const BOTH = { http: 4318, grpc: 4317 };

const text = (ports: Parameters<typeof exporterEnvironment>[0], env: Record<string, string> = {}) =>
  exporterEnvironment(ports, (name) => env[name]).map(({ name, value }) => `${name}=${value}`);

test('an empty environment gets endpoint, protocol and exporter', () => {
  assert.deepEqual(text(BOTH), [
    'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318',
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    'OTEL_TRACES_EXPORTER=otlp',
  ]);
});

test('where only gRPC is listened for, gRPC is what is set', () => {
  assert.deepEqual(text({ http: undefined, grpc: 14317 }), [
    'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:14317',
    'OTEL_EXPORTER_OTLP_PROTOCOL=grpc',
    'OTEL_TRACES_EXPORTER=otlp',
  ]);
});

test('a receiver that does not listen is nowhere to send to', () => {
  assert.deepEqual(text({ http: undefined, grpc: undefined }), []);
  assert.deepEqual(text({ http: 4318, grpc: undefined }, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }), []);
});

test('what is set stays, and is not mixed with ours', () => {
  for (const name of ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])
    assert.deepEqual(text(BOTH, { [name]: 'http://collector:4317' }), ['OTEL_TRACES_EXPORTER=otlp']);
  assert.deepEqual(text(BOTH, { OTEL_TRACES_EXPORTER: 'none' }), [
    'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318',
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  ]);
});

test('an endpoint suits the protocol that is set, the one for traces before the one for all', () => {
  assert.deepEqual(text(BOTH, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }), [
    'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317',
    'OTEL_TRACES_EXPORTER=otlp',
  ]);
  assert.deepEqual(
    text(BOTH, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' })[0],
    'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318',
  );
});

test('an empty variable is as good as none, as SDKs have it', () => {
  assert.equal(text(BOTH, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }).length, 3);
});

test('a file of variables is read as adapters read it', () => {
  const file = '# comment\nA=1\nexport B = "two words"\r\nC=\'x=y\'\nnot a line\n1D=no\nE=\n';
  assert.deepEqual(
    [...readEnvFile(file)],
    [
      ['A', '1'],
      ['B', 'two words'],
      ['C', 'x=y'],
      ['E', ''],
    ],
  );
});
