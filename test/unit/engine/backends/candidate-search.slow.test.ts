import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BackendError, type SearchPage } from '../../../../src/core/ports.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import type { Trace } from '../../../../src/core/trace/columns.ts';
import {
  type Candidates,
  searchCandidates,
  takeLess,
} from '../../../../src/engine/backends/candidate-search.ts';
import { EPOCH, traceOf } from '../../../support/trace-fixture.ts';

const t0 = Number(EPOCH / 1_000_000n);
const MINUTE = 60_000;

/** A trace of one span, `ms` after the epoch. */
const at = (ms: number, name = 'a'): Trace =>
  traceOf({
    id: '0000000000000001',
    trace: String(ms).padStart(32, '0'),
    name,
    start: ms * 1e6,
    end: ms * 1e6 + 1000,
  });

/** Hands out at most `limit` of the traces in a window, the oldest first: the worst a backend may do. */
function store(traces: readonly Trace[]) {
  const asked: number[] = [];
  const candidates: Candidates = async ({ fromMs, toMs }, limit) => {
    const inside = traces.filter((trace) => {
      const start = Number(trace.epoch) / 1e6;
      return start >= fromMs && start <= toMs;
    });
    asked.push(inside.length);
    return { traces: inside.slice(0, limit), full: inside.length >= limit };
  };
  return { asked, candidates };
}

async function search(candidates: Candidates, query: string, limit: number, minutes = 60) {
  const range = { fromMs: t0, toMs: t0 + minutes * MINUTE };
  const pages: SearchPage[] = [];
  for await (const page of searchCandidates(
    { query: parseQuery(query), range, limit },
    candidates,
    'sent',
    [],
  ))
    pages.push(page);
  return { pages, starts: pages.flatMap((page) => page.traces.map((t) => Math.round(t.startMs - t0))) };
}

test('finds every match, newest first, each once', async () => {
  const traces = Array.from({ length: 400 }, (_, i) => at(i * 9000, i % 10 === 0 ? 'match' : 'other'));
  const { candidates } = store(traces);
  const { starts, pages } = await search(candidates, '{ name = "match" }', 100);
  assert.deepEqual(
    starts,
    Array.from({ length: 40 }, (_, i) => (39 - i) * 90_000),
  );
  assert.deepEqual(
    pages.map((page) => page.done),
    pages.map((_, i) => i === pages.length - 1),
  );
  const last = pages.at(-1)?.provenance;
  assert.equal(last?.exact, true);
  assert.equal(last?.notes[0], 'filtered here: 40 of 400 traces looked at');
});

test('stops when there are enough: the newest, though the backend hands out the oldest first', async () => {
  const { candidates, asked } = store(Array.from({ length: 3000 }, (_, i) => at(i * 1000)));
  const { starts } = await search(candidates, '{ }', 3, 50);
  assert.deepEqual(starts, [2_999_000, 2_998_000, 2_997_000]);
  assert.ok(asked.length < 12, `${asked.length} requests`);
});

test('says when more came in a second than can be asked for', async () => {
  const crowd = Array.from({ length: 200 }, (_, i) => at(59 * MINUTE + (i % 100) * 5 + i / 1000));
  const { pages } = await search(store(crowd).candidates, '{ name = "none" }', 5);
  const last = pages.at(-1)?.provenance;
  assert.equal(last?.exact, false);
  assert.match(last?.notes.join() ?? '', /some were not looked at/);
});

test('gives up after a thousand traces, and says so', async () => {
  const { candidates } = store(Array.from({ length: 3000 }, (_, i) => at(i * 1000)));
  const { pages } = await search(candidates, '{ name = "none" }', 5, 50);
  const last = pages.at(-1);
  assert.equal(last?.done, true);
  assert.equal(last?.provenance.exact, false);
  assert.match(last?.provenance.notes.join() ?? '', /stopped after 1,000 traces/);
});

test('an answer too large is asked for again with fewer traces', async () => {
  const limits: number[] = [];
  const { found, limit } = await takeLess(50, async (n) => {
    limits.push(n);
    if (n > 5) throw new BackendError('too-large', 'too large');
    return 'ok';
  });
  assert.deepEqual([found, limit, limits], ['ok', 4, [50, 13, 4]]);
  await assert.rejects(
    takeLess(3, async () => {
      throw new BackendError('too-large', 'one trace is too large');
    }),
    /one trace/,
  );
});
