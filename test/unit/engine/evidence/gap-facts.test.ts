import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGapFacts } from '../../../../src/engine/evidence/gap-facts.ts';
import { testStore } from '../../../support/store-fixture.ts';
import { batchOf, EPOCH, type SpanSpec } from '../../../support/trace-fixture.ts';

const MS = 1e6;
const START = Number(EPOCH / 1_000_000n);
const request = {
  range: { fromMs: START - 60_000, toMs: START + 600_000 },
  environment: undefined,
  version: undefined,
  source: 'last 24 h',
};
const never = new AbortController().signal;

const handled = (n: number): SpanSpec[] => {
  const [start, trace] = [n * 100 * MS, (n + 1).toString(16).padStart(32, '0')];
  return [{ id: '1', trace, name: 'GET /x', service: 'shop', kind: 'server', start, end: start + 10 * MS }];
};

test('recent traces become what the gap analysis asks for, and it is said how many they were', async (t) => {
  const { write, backend } = testStore(t);
  write(batchOf(handled(0)), batchOf(handled(1)), batchOf(handled(2)));
  const all = await readGapFacts(backend, { ...request, recent: 10 }, never);
  assert.deepEqual(
    [all.traces, all.spans, all.source, all.services.map((s) => [s.name, s.spans])],
    [3, 3, 'last 24 h', [['shop', 3]]],
  );
  const some = await readGapFacts(backend, { ...request, recent: 2 }, never);
  assert.deepEqual([some.traces, some.source], [2, 'last 24 h, the newest 2 traces']);
});

test('no traces are no facts', async (t) => {
  const { backend } = testStore(t);
  assert.equal((await readGapFacts(backend, { ...request, recent: 10 }, never)).spans, 0);
});
