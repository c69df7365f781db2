import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockSkew } from '../../../../src/core/analysis/clock-skew.ts';
import { type HealthInput, healthOf } from '../../../../src/core/analysis/health.ts';
import { samplingOf, thresholdProbability } from '../../../../src/core/analysis/sampling.ts';
import { at, MS, request } from '../../../support/pattern-fixture.ts';
import { EPOCH, type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

function notesOf(input: HealthInput, ...spans: SpanSpec[]) {
  const trace = traceOf(...spans);
  const health = healthOf(trace, clockSkew(trace).skews, input);
  return { complete: health.complete, notes: health.notes.map((n) => `${n.kind}: ${n.text}`) };
}

test('a whole trace needs no note', () => {
  assert.deepEqual(notesOf({}, request, at('2', 'a', 0, 10)), { complete: true, notes: [] });
});

test('a missing root, and why its children have no parent', () => {
  const { complete, notes } = notesOf(
    {},
    at('2', 'GET /cart', 0, 10, { parent: 'ff', service: 'cart', kind: 'server' }),
  );
  assert.equal(complete, false);
  assert.match(notes[0] ?? '', /^missing-root: The root span is missing: .* refresh/);
  assert.equal(
    notes[1],
    'orphan: 1 span of cart names a parent not in the trace. The callers of cart are missing: ' +
      'they export to another place, were sampled out, or have not arrived yet.',
  );
});

// Instrumentation gaps, trace fixture T10: orphans of one process.
test('orphans of one service hint at a span that was never ended', () => {
  const { notes } = notesOf(
    {},
    request,
    at('2', 'SELECT a', 0, 10, { parent: 'ff', service: 'shop', kind: 'client' }),
    at('3', 'SELECT b', 20, 30, { parent: 'ff', service: 'shop', kind: 'client' }),
  );
  assert.deepEqual(notes, [
    'orphan: 2 spans of shop name a parent not in the trace. Their parents are most likely spans of shop ' +
      'that are still running, were never ended, or were dropped: look at what starts SELECT a.',
  ]);
});

test('disconnected roots, each with the usual mistake', () => {
  const rootOf = (id: string, name: string, kind: 'server' | 'consumer'): SpanSpec => {
    const { parent, ...span } = at(id, name, 5, 10, { kind, service: 'mailer' });
    assert.equal(parent, '1');
    return span;
  };
  const { complete, notes } = notesOf(
    {},
    request,
    rootOf('2', 'take', 'consumer'),
    rootOf('3', 'serve', 'server'),
  );
  assert.deepEqual(notes, [
    'disconnected: The trace has 3 roots that nothing connects. ' +
      'take (mailer): the consumer does not take the context out of the message; ' +
      'serve (mailer): the caller does not send the context along, or in another format (B3, W3C) than is read.',
  ]);
  assert.equal(complete, true);
});

test('in flight or never ended: the time of day tells', () => {
  const open = at('2', 'wait', 10, 20, { end: undefined });
  assert.match(notesOf({}, request, open).notes[0] ?? '', /^in-flight: 1 span has no end yet/);
  assert.match(
    notesOf({ now: EPOCH + 60_000_000_000n }, request, open).notes[0] ?? '',
    /^in-flight: .*10 to 30 s/,
  );
  const later = notesOf({ now: EPOCH + 3_600_000_000_000n }, request, open);
  assert.match(later.notes[0] ?? '', /^zombie: 1 span started over 30 min ago and has no end/);
  assert.equal(later.complete, false);
});

test('half an hour is too long for a request', () => {
  const { complete, notes } = notesOf({}, { ...request, end: 1_800_000 * MS });
  assert.match(notes[0] ?? '', /^zombie: 1 span lasted 30 min or more/);
  assert.equal(complete, true);
});

test('clock skew with its amount', () => {
  const { notes } = notesOf(
    {},
    { ...request, kind: 'client', end: 100 * MS },
    at('2', 'serve', -40, 40, { service: 'api', kind: 'server' }),
  );
  assert.deepEqual(notes, [
    'clock-skew: The clock of api is about 50 ms behind that of shop: 1 span moved by that much. ' +
      'Durations are as measured; raw times can be shown.',
  ]);
});

test('cut by the backend, and repairs of the builder', () => {
  const cut = notesOf({ truncatedByBackend: true }, request);
  assert.match(cut.notes[0] ?? '', /^truncated: The backend returned only a part/);
  assert.equal(cut.complete, false);
  assert.deepEqual(notesOf({}, request, at('2', 'reversed', 9, 4)).notes, [
    'negative-duration: 1 span ends before it starts.',
  ]);
});

const sampled = (...spans: SpanSpec[]) => samplingOf(traceOf(...spans));

test('thresholds of tracestate', () => {
  const table: [string, number | undefined][] = [
    ['ot=th:0', 1],
    ['ot=th:8', 0.5],
    ['ot=th:c', 0.25],
    ['rojo=1,ot=rv:ff;th:fd70a3d70a3d71;x:1', 0.01],
    ['ot=th:fd70a', 0.01],
    ['ot=p:8', undefined],
    ['other=th:8', undefined],
    ['ot=th:xyz', undefined],
    ['', undefined],
  ];
  for (const [state, expected] of table) {
    const found = thresholdProbability(state);
    if (expected === undefined) assert.equal(found, undefined, state);
    else assert.ok(Math.abs((found ?? Number.NaN) - expected) < 1e-6, `${state}: ${found}`);
  }
});

test('marks of other samplers', () => {
  const marks: [Record<string, string | number>, number][] = [
    [{ 'sampling.probability': 0.1 }, 0.1],
    [{ SampleRate: 20 }, 0.05],
    [{ ItemCount: '4' }, 0.25],
    [{ 'sampler.type': 'probabilistic', 'sampler.param': 0.02 }, 0.02],
  ];
  for (const [attributes, expected] of marks)
    assert.equal(sampled({ ...request, attributes })?.probability, expected, JSON.stringify(attributes));
  assert.equal(sampled({ ...request, resource: { SampleRate: 2 } })?.probability, 0.5);
  assert.equal(sampled({ ...request, attributes: { SampleRate: 0 } }), undefined);
  assert.equal(sampled(request), undefined);
});

test('what sampling means for the figures, in words', () => {
  assert.deepEqual(notesOf({}, { ...request, traceState: 'ot=th:fd70a' }).notes, [
    'sampling: Sampled at 1 %: this trace stands for about 100 requests like it. ' +
      'Durations are as measured; counts must be multiplied, and rare errors may be missing.',
  ]);
  assert.deepEqual(notesOf({}, { ...request, traceState: 'ot=th:0' }).notes, []);
  const uneven = notesOf(
    {},
    { ...request, traceState: 'ot=th:8' },
    at('2', 'a', 0, 10, { traceState: 'ot=th:c' }),
  );
  assert.match(uneven.notes[1] ?? '', /different rates/);
  const tail = notesOf({}, { ...request, attributes: { 'tailsampling.policy': 'slow' } });
  assert.match(tail.notes[0] ?? '', /^sampling: Kept by a tail sampler \(slow\): .*too high/);
});
