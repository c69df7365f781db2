import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceSummary } from '../../../../src/core/ports.ts';
import { durationBar } from '../../../../src/core/trace-list/duration-bar.ts';
import { groupTraces } from '../../../../src/core/trace-list/group-traces.ts';
import { joined, summaryText } from '../../../../src/core/trace-list/summary-text.ts';

const NOW = new Date(2026, 10, 21, 14, 30, 0).getTime();

const trace = (more: Partial<TraceSummary> = {}): TraceSummary => ({
  traceId: 'a'.repeat(32),
  rootService: 'shop',
  rootName: 'GET /cart',
  startMs: NOW - 65_000,
  durationNs: 412_000_000,
  spanCount: 24,
  errorCount: 0,
  services: [],
  matchedSpans: [],
  ...more,
});

test('a duration is as long as its share of the longest, and never nothing', () => {
  assert.equal(durationBar(100, 100), '━━━━━━━━');
  assert.equal(durationBar(50, 100), '━━━━────');
  assert.equal(durationBar(1, 1_000_000), '━───────');
  assert.equal(durationBar(0, 100), '────────');
  assert.equal(durationBar(Number.NaN, 100), '────────');
  assert.equal(durationBar(5, 0), '━───────');
});

test('a trace is told in words; what nobody knows is left out', () => {
  const text = summaryText(trace({ errorCount: 1 }), NOW);
  assert.deepEqual(text, {
    label: 'GET /cart',
    service: 'shop',
    duration: '412 ms',
    errors: '1 error',
    time: '14:28:55',
    spans: '24 spans',
  });
  const little = summaryText(trace({ rootName: '', spanCount: undefined, errorCount: undefined }), NOW);
  assert.equal(little.label, '(root not received)');
  assert.equal(joined(little.duration, little.errors, little.spans), '412 ms');
});

test('text of spans cannot break a list', () => {
  const { label } = summaryText(trace({ rootName: `a\n\u202Eb\u0007${'x'.repeat(500)}` }), NOW);
  assert.match(label, /^a bx+…$|^a b x+…$/);
  assert.ok([...label].length <= 60);
});

test('traces are grouped by operation of a service, by service, and by whether they failed', () => {
  const all = [
    trace({ durationNs: 30 }),
    trace({ durationNs: 10, errorCount: 2 }),
    trace({ durationNs: 20 }),
    trace({ rootService: 'billing', durationNs: 5 }),
    trace({ rootName: 'POST /cart', durationNs: 7, errorCount: undefined }),
  ];
  const seen = (by: 'operation' | 'service' | 'error') =>
    groupTraces(all, by).map((g) => [g.label, g.traces.length, g.failed, g.p50Ns, g.p95Ns]);
  assert.deepEqual(seen('operation'), [
    ['GET /cart', 3, 1, 20, 30],
    ['GET /cart', 1, 0, 5, 5],
    ['POST /cart', 1, 0, 7, 7],
  ]);
  assert.deepEqual(seen('service'), [
    ['shop', 4, 1, 10, 30],
    ['billing', 1, 0, 5, 5],
  ]);
  assert.deepEqual(seen('error'), [
    ['With errors', 1, 1, 10, 10],
    ['Without errors', 4, 0, 7, 30],
  ]);
});
