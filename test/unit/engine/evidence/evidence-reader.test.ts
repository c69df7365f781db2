import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceChoice } from '../../../../src/core/evidence/function-evidence.ts';
import { fingerprint } from '../../../../src/core/mapping/fingerprint.ts';
import type { TraceBackend } from '../../../../src/core/ports.ts';
import { EvidenceReader } from '../../../../src/engine/evidence/evidence-reader.ts';
import { figuresHandlers } from '../../../../src/engine/evidence/figures-handlers.ts';
import { checkoutSpans } from '../../../support/checkout-trace.ts';
import { siteOf } from '../../../support/figures-fixture.ts';
import { testStore } from '../../../support/store-fixture.ts';
import { batchOf, EPOCH, type SpanSpec } from '../../../support/trace-fixture.ts';

const MS = 1e6;
const START = Number(EPOCH / 1_000_000n);
const range = { fromMs: START - 60_000, toMs: START + 600_000 };
const all = { range, environment: undefined, version: undefined };
const never = new AbortController().signal;

const idOf = (n: number) => n.toString(16).padStart(32, '0');

/** A request that takes so long, the n-th of its second. */
function request(n: number, ms: number, more: Partial<SpanSpec> = {}): SpanSpec[] {
  const [start, trace] = [n * 10 * MS, idOf(n + 1)];
  return [
    { id: '1', trace, name: 'handle', service: 'shop', kind: 'server', start, end: start + ms * MS, ...more },
    { id: '2', trace, parent: '1', name: 'load', service: 'shop', start, end: start + (ms / 2) * MS },
  ];
}

function counting(backend: TraceBackend) {
  const fetched: string[] = [];
  const trace: TraceBackend['trace'] = (id, ...rest) => {
    fetched.push(id);
    return backend.trace(id, ...rest);
  };
  return { fetched, backend: { ...backend, trace } };
}

test('evidence of the newest traces, each fetched once', async (t) => {
  const { write, backend: store } = testStore(t);
  write(batchOf(checkoutSpans()), batchOf(request(1, 8)));
  const { backend, fetched } = counting(store);
  const reader = new EvidenceReader();
  const first = await reader.read('local', backend, { ...all, recent: 10, failed: 5 }, never);
  assert.deepEqual(first.findings.map((f) => f.kind).sort(), ['n-plus-one', 'retry-storm']);
  assert.deepEqual(first.provenance, { exact: true, notes: [] });
  assert.equal(fetched.length, 2);
  write(batchOf(request(2, 8)));
  const second = await reader.read('local', backend, { ...all, recent: 10, failed: 5 }, never);
  assert.equal(second.traces, 3);
  assert.deepEqual(fetched.slice(2), [idOf(3)], 'only what is new');
});

test('a trace that grew is read again', async (t) => {
  const { write, backend: store } = testStore(t);
  write(batchOf(request(1, 8)));
  const { backend, fetched } = counting(store);
  const reader = new EvidenceReader();
  await reader.read('local', backend, { ...all, recent: 10, failed: 5 }, never);
  const late: SpanSpec = {
    id: '3',
    trace: idOf(2),
    parent: '1',
    name: 'late',
    service: 'shop',
    start: 10 * MS,
    end: 11 * MS,
  };
  write(batchOf([late]));
  const { sites } = await reader.read('local', backend, { ...all, recent: 10, failed: 5 }, never);
  assert.equal(fetched.length, 2);
  assert.ok(sites.some(({ site }) => site.name === 'late'));
});

test('of more traces than are looked at, those that failed are looked for', async (t) => {
  const { write, backend } = testStore(t);
  write(batchOf([...request(0, 8, { status: 'error' }), ...[1, 2, 3, 4, 5].flatMap((n) => request(n, 8))]));
  const { traces, provenance } = await new EvidenceReader().read(
    'local',
    backend,
    { ...all, recent: 3, failed: 2 },
    never,
  );
  assert.equal(traces, 4);
  assert.deepEqual(provenance, {
    exact: false,
    notes: ['the newest 3 traces and 1 more that failed looked at'],
  });
});

test('an environment that was chosen leaves the others out', async (t) => {
  const { write, backend } = testStore(t);
  const prod = { resource: { 'deployment.environment.name': 'prod' } };
  write(batchOf([...request(1, 8, prod), ...request(2, 8)]));
  const chosen = { ...all, environment: 'prod', recent: 9, failed: 9 };
  assert.equal((await new EvidenceReader().read('local', backend, chosen, never)).traces, 1);
});

test('a trace that cannot be had costs that trace', async (t) => {
  const { write, backend } = testStore(t);
  write(batchOf([...request(1, 8), ...request(2, 8)]));
  const broken: TraceBackend = {
    ...backend,
    trace: (id, ...rest) => backend.trace(id === idOf(2) ? idOf(99) : id, ...rest),
  };
  const { traces, provenance } = await new EvidenceReader().read(
    'local',
    broken,
    { ...all, recent: 9, failed: 9 },
    never,
  );
  assert.equal(traces, 1);
  assert.deepEqual(provenance, { exact: false, notes: ['1 trace could not be looked at'] });
});

test('cancelled is cancelled', async (t) => {
  const { write, backend } = testStore(t);
  write(batchOf(request(1, 8)));
  const abort = new AbortController();
  const reading = new EvidenceReader().read('local', backend, { ...all, recent: 9, failed: 9 }, abort.signal);
  abort.abort();
  await assert.rejects(reading, { name: 'AbortError' });
});

const handle = siteOf({ service: 'shop', kind: 'server', name: 'handle', scope: '', language: '' });

test('traces of a function: the slowest is found however long ago it was', async (t) => {
  const { write, backend } = testStore(t);
  const calls = Array.from({ length: 60 }, (_, n) => request(n, n === 3 ? 900 : n === 7 ? 40 : 8 + (n % 3)));
  calls[5] = request(5, 9, { status: 'error', message: 'refused' });
  write(batchOf(calls.flat()));
  const handlers = figuresHandlers({ get: () => backend });
  const answer = await handlers['figures.function'](
    { connection: 'local', request: { ...all, sites: [handle], p50: 9 * MS, p95: 30 * MS, limit: 2 } },
    { signal: never, part: () => {} },
  );
  assert.ok('calls' in answer);
  const { calls: found } = answer;
  const chosen = (choice: TraceChoice) =>
    found.filter((c) => c.choices.includes(choice)).map((c) => c.traceId);
  assert.deepEqual(chosen('slowest'), [idOf(4), idOf(8)]);
  assert.deepEqual(chosen('failing'), [idOf(6)]);
  assert.deepEqual(chosen('latest'), [idOf(60), idOf(59)]);
  assert.equal(chosen('typical').length, 2);
  assert.equal(found.find((c) => c.traceId === idOf(6))?.error, 'refused');
});

test('sites come in parts, named by their fingerprints', async (t) => {
  const { write, backend } = testStore(t);
  write(
    batchOf(
      Array.from({ length: 450 }, (_, i): SpanSpec => ({ id: String(i + 1), name: `step ${'x'.repeat(i)}` })),
    ),
  );
  const parts: number[] = [];
  const ids = new Set<string>();
  const result = await figuresHandlers({ get: () => backend })['figures.sites'](
    { connection: 'local', request: { ...all, service: undefined, limit: 5000 } },
    {
      signal: never,
      part: (sites) => {
        parts.push(sites.length);
        for (const { id, site } of sites) {
          assert.equal(id, fingerprint(site));
          ids.add(id);
        }
      },
    },
  );
  assert.deepEqual(parts, [200, 200, 50]);
  assert.equal(ids.size, 450);
  assert.ok('provenance' in result);
  assert.deepEqual(result.provenance, { exact: true, notes: [] });
  assert.deepEqual(
    result.services.map((s) => [s.service, s.of, s.stats.count]),
    [['svc', 'work', 450]],
  );
});

test('a series: the function in each stretch of time', async (t) => {
  const { write, backend, clock } = testStore(t);
  write(batchOf(request(1, 8)));
  clock.advance(600_000);
  const ranges = [
    { fromMs: START - 120_000, toMs: START - 60_001 },
    { fromMs: START - 60_000, toMs: START + 60_000 },
  ];
  const answer = await figuresHandlers({ get: () => backend })['figures.series'](
    { connection: 'local', sites: [handle], ranges, environment: undefined, version: undefined },
    { signal: never, part: () => {} },
  );
  assert.ok('stats' in answer);
  const { stats } = answer;
  assert.deepEqual(
    stats.map((s) => s?.count),
    [undefined, 1],
  );
});
