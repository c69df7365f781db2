import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DecodeError } from '../../../../src/core/otlp/decode-error.ts';
import { decodeOtlpLogsJson } from '../../../../src/core/otlp/decode-logs.ts';
import { decodeOtlpLogsProtobuf } from '../../../../src/core/otlp/decode-logs-protobuf.ts';
import { fixture, utf8 } from '../../../support/fixtures.ts';

const RECORDS = [
  {
    time: 1795268497824000000n,
    traceId: 'c6a0c05be2c6b584959ad763202e6aae',
    spanId: 'c6f9eee6db21347b',
    severity: 'ERROR',
    severityNumber: 17,
    body: 'inventory did not answer',
    attributes: [
      { key: 'attempt', value: '2' },
      { key: 'exception.type', value: 'Error' },
    ],
    service: 'storefront',
  },
  {
    time: 1795268497824000000n,
    traceId: '',
    spanId: '',
    severity: 'INFO',
    severityNumber: 9,
    body: '{"user":"ada","items":[1,2.5,true]}',
    attributes: [],
    service: 'storefront',
  },
];

test('logs as the JavaScript SDK sends them, JSON and protobuf', () => {
  assert.deepEqual(decodeOtlpLogsJson(fixture('formats/js-logs.json')), RECORDS);
  assert.deepEqual(decodeOtlpLogsProtobuf(fixture('formats/js-logs.pb')), RECORDS);
});

test('lines, lists, a resource after its records, names for severities, observed time', () => {
  const one =
    '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"observedTimeUnixNano":"7","severityNumber":"SEVERITY_NUMBER_WARN2","body":{"intValue":"9007199254740993"}}]}],"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"late"}}]}}]}';
  for (const text of [`${one}\n${one}`, `[${one},${one}]`]) {
    const records = decodeOtlpLogsJson(utf8(text));
    assert.equal(records.length, 2);
    const { time, severity, severityNumber, body, service } = records[1] ?? assert.fail();
    assert.deepEqual(
      [time, severity, severityNumber, body, service],
      [7n, 'WARN', 14, '9007199254740993', 'late'],
    );
  }
});

test('what is cut off or is no logs', () => {
  assert.throws(() => decodeOtlpLogsJson(fixture('formats/js-logs.json').subarray(0, 500)), DecodeError);
  assert.throws(() => decodeOtlpLogsProtobuf(fixture('formats/js-logs.pb').subarray(0, 100)), DecodeError);
  assert.deepEqual(decodeOtlpLogsJson(utf8('{}')), []);
  assert.deepEqual(decodeOtlpLogsProtobuf(new Uint8Array(0)), []);
});
