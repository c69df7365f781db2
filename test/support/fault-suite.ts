// Whatever happens to the answers: nothing hangs past its time limit, and nothing half is shown as whole.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BackendError,
  type BackendErrorCode,
  type TimeRange,
  type TraceBackend,
} from '../../src/core/ports.ts';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import { RECORDED_QUERIES } from '../backends/recorded-calls.ts';
import type { Fault, FaultProxy } from './fault-proxy.ts';

const FAULTS: readonly [Fault, BackendErrorCode, RegExp][] = [
  ['latency', 'unreachable', /no whole answer/],
  ['slow drip', 'unreachable', /no whole answer/],
  ['reset in the body', 'unreachable', /broke before the answer was whole/],
  ['wrong content type', 'bad-response', /web page/],
  ['500 storm', 'bad-response', /failed \(500\)/],
  ['503 storm', 'unreachable', /not ready to answer \(503\)/],
  ['huge body', 'too-large', /larger than/],
  ['gzip bomb', 'too-large', /larger than/],
  ['cut off', 'bad-response', /./],
  ['garbage', 'bad-response', /./],
];

export type FaultSubject = {
  readonly proxy: FaultProxy;
  /** Through the proxy, with a time limit of `limitMs`. */
  readonly backend: TraceBackend;
  readonly limitMs: number;
  /** A trace that is there, and how many spans it has. */
  readonly traceId: string;
  readonly spans: number;
  readonly range: TimeRange;
};

const never = new AbortController().signal;

/** `without`: faults that are waited out, which a quick suite can't do. */
export function faultSuite(
  name: string,
  subject: () => FaultSubject | Promise<FaultSubject>,
  without: readonly Fault[] = [],
): void {
  const request = { environment: undefined, version: undefined, service: 'catalog', limit: 5 };
  const calls: readonly [string, (s: FaultSubject) => Promise<unknown>][] = [
    ['a trace', ({ backend, traceId }) => backend.trace(traceId, {}, never)],
    ['services', ({ backend, range }) => backend.services(range, never)],
    ['a search', ({ backend, range }) => search(backend, RECORDED_QUERIES.errors, range)],
    ['a search checked here', ({ backend, range }) => search(backend, RECORDED_QUERIES.below, range)],
    ['figures', ({ backend, range }) => backend.siteStats({ ...request, range }, never)],
  ];
  for (const [fault, code, words] of FAULTS.filter((one) => !without.includes(one[0])))
    for (const [what, call] of calls)
      test(`${name}: ${fault} while ${what} is fetched`, async () => {
        const s = await subject();
        s.proxy.fault = 'none';
        await s.backend.describe(never);
        s.proxy.fault = fault;
        const started = performance.now();
        await assert.rejects(call(s), (error) => {
          assert.ok(error instanceof BackendError, String(error));
          assert.equal(error.code, code, error.message);
          assert.match(error.message, words);
          return true;
        });
        assert.ok(performance.now() - started < s.limitMs * 3 + 3000);
      });

  test(`${name}: is whole again when the fault is gone, and through one that passes`, async () => {
    const s = await subject();
    for (const fault of ['none', 'every other request 503'] as const) {
      s.proxy.fault = fault;
      const { trace, complete } = await s.backend.trace(s.traceId, {}, never);
      assert.equal(trace.count, s.spans);
      assert.equal(complete, true);
    }
  });
}

async function search(backend: TraceBackend, query: string, range: TimeRange): Promise<number> {
  let found = 0;
  for await (const page of backend.search({ query: parseQuery(query), range, limit: 50 }, never)) {
    // A page that comes before the fault is a page; none may claim to be the last one.
    found += page.traces.length;
  }
  return found;
}
