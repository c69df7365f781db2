import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTraces } from '../../../../src/core/otlp/decode.ts';
import { DecodeError } from '../../../../src/core/otlp/decode-error.ts';
import { decodeOtlpLogsJson } from '../../../../src/core/otlp/decode-logs.ts';
import { decodeOtlpLogsProtobuf } from '../../../../src/core/otlp/decode-logs-protobuf.ts';
import { fixture } from '../../../support/fixtures.ts';
import { fuzzDecode, mutate, SAMPLES } from '../../../support/fuzz-decode.ts';
import { seeded } from '../../../support/random.ts';

// The bench runs 10,000 of each: `npm run bench -- decode`.
for (const name of SAMPLES)
  test(`damaged ${name}: a trace or a DecodeError, within bounds`, () => {
    const { decoded, refused, mostBytes } = fuzzDecode(fixture(`formats/${name}`), 300, 11);
    assert.ok(decoded > 5 && refused > 5, `${decoded} decoded, ${refused} refused`);
    assert.ok(mostBytes < 64, `${mostBytes} bytes a byte`);
  });

test('a sample cut at any byte', () => {
  for (const name of SAMPLES) {
    const sample = fixture(`formats/${name}`);
    for (let end = 0; end < sample.length; end += 7)
      try {
        decodeTraces(sample.subarray(0, end));
      } catch (error) {
        assert.ok(error instanceof DecodeError, `${name} cut at ${end}: ${error}`);
      }
  }
});

test('damaged logs', () => {
  for (const [name, decode] of [
    ['js-logs.json', decodeOtlpLogsJson],
    ['js-logs.pb', decodeOtlpLogsProtobuf],
  ] as const) {
    const random = seeded(5);
    for (let i = 0; i < 300; i++)
      try {
        decode(mutate(fixture(`formats/${name}`), random));
      } catch (error) {
        assert.ok(error instanceof DecodeError, `${name}, mutation ${i}: ${error}`);
      }
  }
});
