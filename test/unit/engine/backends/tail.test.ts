import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BackendError,
  type SearchPage,
  type SearchRequest,
  type TraceSummary,
} from '../../../../src/core/ports.ts';
import { parseQuery } from '../../../../src/core/query/parse-query.ts';
import { pollTail } from '../../../../src/engine/backends/tail.ts';

const summary = (traceId: string, startMs: number): TraceSummary => ({
  traceId,
  rootService: '',
  rootName: '',
  startMs,
  durationNs: 0,
  spanCount: 1,
  errorCount: 0,
  services: [],
  matchedSpans: [],
});
const page = (traces: readonly TraceSummary[]): SearchPage => ({
  traces,
  sent: 'x',
  done: true,
  provenance: { exact: true, notes: [] },
});

/** Answers of a backend, one a poll; the clock moves a second with each. */
function backend(answers: readonly (readonly TraceSummary[] | BackendError)[]) {
  const requests: SearchRequest[] = [];
  let now = 100_000;
  async function* search(request: SearchRequest): AsyncIterable<SearchPage> {
    requests.push(request);
    now += 1000;
    const answer = answers[requests.length - 1];
    if (answer === undefined) return abort.abort();
    if (answer instanceof BackendError) throw answer;
    yield page(answer);
  }
  const abort = new AbortController();
  const options = { search, overlapMs: 30_000, everyMs: 1, now: () => now };
  return { requests, tail: () => pollTail(parseQuery('{ }'), options, abort.signal) };
}

async function collect(tail: AsyncIterable<readonly TraceSummary[]>): Promise<string[][]> {
  const seen: string[][] = [];
  for await (const traces of tail) seen.push(traces.map((t) => t.traceId));
  return seen;
}

test('each trace once, oldest first, however often and late it turns up', async () => {
  const { tail, requests } = backend([
    [summary('b', 2), summary('a', 1)],
    [summary('a', 1), summary('b', 2)],
    [],
    [summary('c', 0), summary('b', 2)],
  ]);
  assert.deepEqual(await collect(tail()), [['a', 'b'], ['c']]);
  // Every window reaches back over the one before by the overlap.
  for (let i = 1; i < requests.length; i++) {
    const [before, now] = [requests[i - 1], requests[i]];
    assert.ok((now?.range.fromMs ?? 0) <= (before?.range.toMs ?? 0) - 30_000);
    assert.ok((now?.range.toMs ?? 0) > (before?.range.toMs ?? 0));
  }
});

test('failures that may pass are waited out, others end it', async () => {
  const down = new BackendError('unreachable', 'down');
  const limited = new BackendError('rate-limited', 'slow down');
  const { tail } = backend([down, limited, [summary('a', 1)], down]);
  assert.deepEqual(await collect(tail()), [['a']]);
  const refused = backend([[summary('a', 1)], new BackendError('unauthorized', 'expired')]);
  await assert.rejects(collect(refused.tail()), /expired/);
});

test('after a failure the window reaches back to before it', async () => {
  const { tail, requests } = backend([[], new BackendError('unreachable', 'down'), []]);
  await collect(tail());
  assert.equal(requests[2]?.range.fromMs, requests[1]?.range.fromMs);
});

test('five failures in a row are one too many', async () => {
  const down = new BackendError('unreachable', 'down');
  const { tail, requests } = backend([down, down, down, down, down, []]);
  await assert.rejects(collect(tail()), /down/);
  assert.equal(requests.length, 5);
});
