import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redaction } from '../../../../src/core/trace/redact.ts';
import { redactionReport } from '../../../../src/core/trace/redaction-report.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

test('what would be taken out is counted by key, and nothing else is named', () => {
  const trace = traceOf(
    {
      id: 'a1',
      start: 0,
      end: 9,
      attributes: { authorization: 'Bearer abcdefgh', 'url.full': 'http://x/?token=abcdef', ok: 1 },
    },
    {
      id: 'a2',
      parent: 'a1',
      start: 1,
      end: 2,
      attributes: { authorization: 'Bearer abcdefgh' },
      message: 'password=hunter2secret',
    },
  );
  assert.deepEqual(redactionReport(trace, redaction()), {
    attributes: [
      { key: 'authorization', values: 2, whole: true },
      { key: 'url.full', values: 1, whole: false },
    ],
    texts: 1,
  });
});

test('a harmless trace has nothing taken out', () => {
  const trace = traceOf({ id: 'a1', start: 0, end: 9, attributes: { 'http.route': '/x' } });
  assert.deepEqual(redactionReport(trace, redaction()), { attributes: [], texts: 0 });
});
