import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeOtlpLogsJson } from '../../../../src/core/otlp/decode-logs.ts';
import { utf8 } from '../../../support/fixtures.ts';
import { testStore } from '../../../support/store-fixture.ts';
import { batchOf, TRACE_ID } from '../../../support/trace-fixture.ts';

const NEVER = new AbortController().signal;

const records = (...all: readonly Record<string, unknown>[]) =>
  decodeOtlpLogsJson(utf8(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: all }] }] })));

const record = (traceId: string, timeUnixNano: string, text: string) => ({
  traceId,
  spanId: '00000000000000ab',
  timeUnixNano,
  severityText: 'ERROR',
  body: { stringValue: text },
  attributes: [{ key: 'exception.type', value: { stringValue: 'Oops' } }],
});

test('log records of a trace are kept beside its spans, by time', async (t) => {
  const { writer, write, backend, clock } = testStore(t);
  const other = 'e'.repeat(32);
  writer.addLogs(
    records(record(TRACE_ID, '1700000000000000003', 'third'), record(other, '5', 'of another trace')),
  );
  writer.flush();
  write(batchOf([{ id: 'ab' }]));
  clock.advance(60_000);
  writer.addLogs(records(record(TRACE_ID, '1700000000000000001', 'first'), record('', '2', 'of no trace')));
  const logs = await backend.logs(TRACE_ID, NEVER);
  assert.deepEqual(
    logs.map(({ time, spanId, severity, body, attributes }) => ({
      time,
      spanId,
      severity,
      body,
      attributes,
    })),
    ['first', 'third'].map((body, i) => ({
      time: 1700000000000000001n + BigInt(i * 2),
      spanId: '00000000000000ab',
      severity: 'ERROR',
      body,
      attributes: [{ key: 'exception.type', value: 'Oops' }],
    })),
  );
  // Logs of a trace that sent no spans are found as well.
  assert.equal((await backend.logs(other, NEVER)).length, 1);
  assert.deepEqual(await backend.logs('f'.repeat(32), NEVER), []);
});

test('logs that name no trace take no room', (t) => {
  const { writer, store } = testStore(t);
  writer.addLogs(records(record('', '2', 'of no trace')));
  writer.flush();
  assert.equal(store.number('SELECT count(*) FROM log_segment'), 0);
});
