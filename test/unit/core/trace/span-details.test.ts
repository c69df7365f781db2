import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redaction } from '../../../../src/core/trace/redact.ts';
import { attributeAt, spanDetails } from '../../../../src/core/trace/span-details.ts';
import { traceOf } from '../../../support/trace-fixture.ts';

const trace = traceOf({
  id: 'a1',
  name: 'charge',
  service: 'payment',
  status: 'error',
  message: 'declined',
  scope: 'stripe-sdk',
  start: 0,
  end: 10,
  attributes: { a: 1, authorization: 'Bearer x', long: 'x'.repeat(50), d: true },
  resource: { region: 'eu' },
  events: [
    { at: 3, name: 'retry', attributes: { attempt: 2 } },
    { at: 4, name: 'retry' },
  ],
  links: [{ trace: '0af7651916cd43dd8448eb211c80319c', span: 'b2' }],
});

const limits = { items: 3, text: 10, redaction: redaction() };

test('a span is told whole, long texts and lists cut with their true size, secrets without their value', () => {
  const d = spanDetails(trace, 0, limits);
  assert.equal(d.spanId, '00000000000000a1');
  assert.deepEqual(
    [d.name, d.service, d.status, d.statusMessage, d.scope.name],
    ['charge', 'payment', 'error', 'declined', 'stripe-sdk'],
  );
  assert.equal(d.attributes.count, 4);
  assert.deepEqual(d.attributes.shown, [
    { key: 'a', type: 'number', text: '1', length: 1, secret: false },
    { key: 'authorization', type: 'string', text: '', length: 8, secret: true },
    { key: 'long', type: 'string', text: 'x'.repeat(10), length: 50, secret: false },
  ]);
  assert.deepEqual(
    d.resource.shown.map((a) => a.key),
    ['service.name', 'region'],
  );
  assert.equal(spanDetails(trace, 0, { ...limits, items: 1 }).events.length, 1);
  assert.equal(spanDetails(trace, 0, { ...limits, items: 1 }).eventCount, 2);
  assert.equal(d.links[0]?.spanId, '00000000000000b2');
});

test('a secret within a text is taken out of it, the rest is told', () => {
  const url = traceOf({
    id: 'a1',
    start: 0,
    end: 1,
    attributes: { 'url.full': 'https://a/?token=abc123def&x=1' },
  });
  const [shown] = spanDetails(url, 0, { items: 5, text: 100, redaction: redaction() }).attributes.shown;
  assert.deepEqual(shown, {
    key: 'url.full',
    type: 'string',
    text: 'https://a/?token=[redacted]&x=1',
    length: 30,
    secret: true,
  });
  const whole = spanDetails(url, 0, { items: 5, text: 100 }).attributes.shown[0];
  assert.deepEqual([whole?.secret, whole?.text], [false, 'https://a/?token=abc123def&x=1']);
});

test('one attribute can be had whole, wherever it is', () => {
  const at = (owner: 'span' | 'resource' | 'event' | 'link', attribute: number, item = 0) =>
    attributeAt(trace, 0, { owner, item, attribute });
  assert.equal(at('span', 1), 'Bearer x');
  assert.equal(at('span', 2).length, 50);
  assert.equal(at('resource', 1), 'eu');
  assert.equal(at('event', 0), '2');
  for (const bad of [() => at('span', 4), () => at('span', -1), () => at('event', 0, 7), () => at('link', 0)])
    assert.throws(bad, RangeError);
  assert.throws(() => spanDetails(trace, 1, limits), RangeError);
});
