import assert from 'node:assert/strict';
import { SETTINGS } from '../../src/core/manifest.ts';
import { readReceiverConfig, readRetention } from '../../src/features/receiver/receiver-settings.ts';
import { memoryConfig } from '../support/fake-host.ts';

const read = (settings: Record<string, unknown> = {}) =>
  readReceiverConfig(memoryConfig({ ...SETTINGS, ...settings }));

describe('settings of the receiver', () => {
  it('listens on the standard ports of this machine only, and for no web page', () => {
    assert.deepEqual(read(), {
      host: '127.0.0.1',
      httpPort: 4318,
      grpcPort: 4317,
      zipkinPort: undefined,
      origins: 'none',
      hosts: [],
    });
  });

  it('takes web pages of this machine where it is told to', () => {
    assert.equal(read({ 'receiver.allowLocalWebPages': true }).origins, 'localhost');
  });

  it('does not listen on a port that is 0 or none', () => {
    const { httpPort, grpcPort, zipkinPort } = read({
      'receiver.httpPort': 0,
      'receiver.grpcPort': 70_000,
      'receiver.zipkinPort': 9411,
    });
    assert.deepEqual([httpPort, grpcPort, zipkinPort], [undefined, undefined, 9411]);
  });

  it('keeps seven days and two gigabytes', () => {
    assert.deepEqual(readRetention(memoryConfig(SETTINGS)), {
      maxAgeMs: 7 * 86_400_000,
      maxBytes: 2e9,
      maxTraces: 0,
    });
  });
});
