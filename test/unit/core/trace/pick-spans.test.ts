import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeOtlpJson } from '../../../../src/core/otlp/encode-otlp-json.ts';
import { pickSpans } from '../../../../src/core/trace/pick-spans.ts';
import { spanDetails } from '../../../../src/core/trace/span-details.ts';
import { outline, traceOf } from '../../../support/trace-fixture.ts';

const trace = traceOf(
  { id: 'a1', name: 'root', start: 0, end: 100 },
  { id: 'a2', parent: 'a1', name: 'left', start: 10, end: 20 },
  { id: 'a3', parent: 'a1', name: 'right', start: 30, end: 90, attributes: { k: 'v' } },
  { id: 'a4', parent: 'a3', name: 'leaf', start: 40, end: 50, events: [{ at: 45, name: 'tick' }] },
);

test('a subtree stands by itself, with its details', () => {
  const picked = pickSpans(trace, Uint32Array.of(2, 3));
  assert.deepEqual(outline(picked), ['right', '  leaf']);
  assert.deepEqual([...picked.size], [2, 1]);
  const details = spanDetails(picked, 1, { items: 9, text: 99 });
  assert.deepEqual(
    [details.spanId, details.parentId, details.events[0]?.name],
    ['00000000000000a4', '00000000000000a3', 'tick'],
  );
});

test('one span can be written as OTLP', () => {
  const json = JSON.parse(new TextDecoder().decode(encodeOtlpJson([pickSpans(trace, Uint32Array.of(2))])));
  const spans = json.resourceSpans[0].scopeSpans[0].spans;
  assert.equal(spans.length, 1);
  assert.equal(spans[0].name, 'right');
  assert.equal(spans[0].parentSpanId, '00000000000000a1');
});
