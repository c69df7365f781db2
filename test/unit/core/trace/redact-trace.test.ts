import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resourceAttribute, spanAttribute } from '../../../../src/core/trace/attributes.ts';
import { redaction } from '../../../../src/core/trace/redact.ts';
import { redactTrace } from '../../../../src/core/trace/redact-trace.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

test('secrets are taken out of a copy, wherever they stand, and nothing else', () => {
  const trace = traceOf({
    id: '1',
    name: 'GET /login?password=hunter2',
    message: 'refused: password=hunter2',
    attributes: { 'http.request.header.authorization': 'Bearer abc.def.ghi', 'http.route': '/login', n: 5 },
    resource: { 'api.key': 'k-123', 'service.version': '7' },
    events: [{ at: 1, name: 'retry', attributes: { password: 'hunter2' } }],
  });
  const clean = redactTrace(trace, redaction());
  const text = Array.from({ length: clean.strings.size }, (_, id) => clean.strings.get(id)).join('\n');
  assert.doesNotMatch(text, /hunter2|abc\.def|k-123/);
  assert.match(text, /GET \/login/);
  assert.equal(spanAttribute(clean, 0, 'http.route'), '/login');
  assert.equal(spanAttribute(clean, 0, 'n'), 5);
  assert.equal(resourceAttribute(clean, 0, 'service.version'), '7');
  // The original is as it was.
  assert.equal(spanAttribute(trace, 0, 'http.request.header.authorization'), 'Bearer abc.def.ghi');
  assert.equal(trace.strings.get(trace.name[0] ?? 0), 'GET /login?password=hunter2');
});
