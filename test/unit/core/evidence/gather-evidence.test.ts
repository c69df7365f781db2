import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestTrace } from '../../../../src/core/evidence/digest-trace.ts';
import type { Evidence } from '../../../../src/core/evidence/evidence.ts';
import { gatherEvidence } from '../../../../src/core/evidence/gather-evidence.ts';
import { checkoutSpans } from '../../../support/checkout-trace.ts';
import { type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

const MS = 1e6;
const EXACT = { exact: true, notes: [] };

const evidenceOf = (...traces: SpanSpec[][]) =>
  gatherEvidence(
    traces.map((spans) => ({ digest: digestTrace(traceOf(...spans)), because: 'recent' })),
    EXACT,
  );

const nameOf = (evidence: Evidence, site: number) => evidence.sites[site]?.site.name;
const told = (evidence: Evidence) =>
  evidence.findings.map((f) => [f.kind, nameOf(evidence, f.doer), nameOf(evidence, f.call), f.count]);

test('the checkout: N+1 in the cart, retries in payment, each at whose doing it is', () => {
  const evidence = gatherEvidence(
    [{ digest: digestTrace(traceOf(...checkoutSpans())), because: 'recent' }],
    EXACT,
  );
  assert.deepEqual(told(evidence).sort(), [
    ['n-plus-one', 'cart.getItems', 'SELECT shop.order_items', 200],
    ['retry-storm', 'payment.charge', 'POST /v1/charges', 3],
  ]);
  const [worst] = evidence.findings;
  assert.match(worst?.text ?? '', /tried staging\.pay\.internal 3 times/);
  assert.match(worst?.spanId ?? '', /^[0-9a-f]{16}$/);
});

const query = (id: string, parent: string, start: number, end: number): SpanSpec => ({
  id,
  parent,
  name: 'SELECT',
  kind: 'client',
  start: start * MS,
  end: end * MS,
  attributes: { 'db.system': 'postgresql', 'db.query.text': `SELECT * FROM items WHERE id = ${start}` },
});

test('one problem in three traces is one finding: of how many, and the worst of them', () => {
  const loop = (trace: string, queries: number): SpanSpec[] =>
    [
      { id: '1', name: 'getItems', start: 0, end: queries * 10 * MS },
      ...Array.from({ length: queries }, (_, i) => query(String(i + 2), '1', i * 10, i * 10 + 9)),
    ].map((span) => ({ ...span, trace }));
  const evidence = evidenceOf(
    loop('000000000000000000000000000000a1', 8),
    loop('000000000000000000000000000000a2', 30),
    loop('000000000000000000000000000000a3', 2),
  );
  assert.equal(evidence.findings.length, 1);
  const [found] = evidence.findings;
  assert.deepEqual([found?.traces, found?.of, found?.count], [2, 3, 30]);
  assert.equal(found?.traceId, '000000000000000000000000000000a2');
});

test('critical path: a database’s time counts for the call and for the function that waits for it', () => {
  const evidence = evidenceOf([
    { id: '1', name: 'handle', kind: 'server', start: 0, end: 100 * MS },
    { id: '2', parent: '1', name: 'load', start: 10 * MS, end: 90 * MS },
    query('3', '2', 20, 80),
  ]);
  const share = Object.fromEntries(
    evidence.critical.map(({ site, ns, requestNs }) => [nameOf(evidence, site), ns / requestNs]),
  );
  assert.deepEqual(share, { handle: 0.2, load: 0.8, SELECT: 0.6 });
});

test('calls between functions are counted with their time and errors', () => {
  const evidence = evidenceOf([
    { id: '1', name: 'handle', start: 0, end: 100 * MS },
    { id: '2', parent: '1', name: 'load', start: 0, end: 30 * MS },
    { id: '3', parent: '1', name: 'load', start: 30 * MS, end: 40 * MS, status: 'error' },
  ]);
  assert.deepEqual(
    evidence.edges.map((e) => [
      nameOf(evidence, e.caller),
      nameOf(evidence, e.callee),
      e.calls,
      e.totalNs,
      e.errors,
    ]),
    [['handle', 'load', 2, 40 * MS, 1]],
  );
});

const exception = (type: string, message: string, stack: string) => [
  {
    at: 1,
    name: 'exception',
    attributes: { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack },
  },
];
const STACK =
  'TimeoutError: late\n    at charge (/app/src/charge.ts:41:11)\n    at /app/node_modules/x/i.js:1:1';
const node = { 'telemetry.sdk.language': 'nodejs' };

test('an exception counts where it came up, not again in what passed it on', () => {
  const spans = (trace: string): SpanSpec[] => [
    {
      id: '1',
      name: 'checkout',
      status: 'error',
      events: exception('TimeoutError', 'late', `${STACK}\n    at checkout (/app/src/checkout.ts:9:3)`),
      resource: node,
      trace,
    },
    {
      id: '2',
      parent: '1',
      name: 'charge',
      status: 'error',
      events: exception('TimeoutError', 'late', STACK),
      resource: node,
      trace,
    },
  ];
  const evidence = evidenceOf(
    spans('000000000000000000000000000000b1'),
    spans('000000000000000000000000000000b2'),
  );
  assert.deepEqual(
    evidence.thrown.map((t) => [nameOf(evidence, t.site), t.type, t.message, t.count]),
    [['charge', 'TimeoutError', 'late', 2]],
  );
  assert.equal(evidence.thrown[0]?.stack, STACK);
});

test('the same type from two lines is two', () => {
  const at = (line: number) => STACK.replace(':41:', `:${line}:`);
  const evidence = evidenceOf([
    {
      id: '1',
      name: 'charge',
      status: 'error',
      events: exception('TimeoutError', 'a', at(41)),
      resource: node,
    },
    {
      id: '2',
      name: 'charge',
      status: 'error',
      events: exception('TimeoutError', 'b', at(57)),
      resource: node,
    },
  ]);
  assert.equal(evidence.thrown.length, 2);
});

const failing: SpanSpec = {
  id: '2',
  parent: '1',
  name: 'GET /recommended',
  kind: 'client',
  status: 'error',
  start: 10 * MS,
  end: 20 * MS,
  message: 'connection refused',
};

test('an error its caller went on without is told as swallowed', () => {
  const evidence = evidenceOf([{ id: '1', name: 'page', start: 0, end: 50 * MS }, failing]);
  assert.deepEqual(told(evidence), [['swallowed-error', 'page', 'GET /recommended', 1]]);
  assert.equal(
    evidence.findings[0]?.text,
    'GET /recommended failed (connection refused) and page went on as if it had not',
  );
});

test('one that the next try made good was not swallowed', () => {
  const again: SpanSpec = { ...failing, id: '3', status: 'unset', start: 25 * MS, end: 30 * MS };
  const evidence = evidenceOf([{ id: '1', name: 'page', start: 0, end: 50 * MS }, failing, again]);
  assert.deepEqual(told(evidence), []);
});

test('one that failed its caller too was not swallowed', () => {
  const evidence = evidenceOf([{ id: '1', name: 'page', start: 0, end: 50 * MS, status: 'error' }, failing]);
  assert.deepEqual(told(evidence), []);
});

test('one that failed the request after all was not swallowed by the router between', () => {
  const evidence = evidenceOf([
    { id: '9', name: 'GET /', kind: 'server', status: 'error', start: 0, end: 60 * MS },
    { id: '1', parent: '9', name: 'request handler', start: 0, end: 50 * MS },
    failing,
  ]);
  assert.deepEqual(told(evidence), []);
});

test('taking a connection for each query of a loop is no finding of its own', () => {
  const each = (name: string, from: number): SpanSpec[] =>
    Array.from({ length: 25 }, (_, i) => ({
      id: (from + i).toString(16),
      parent: '1',
      name,
      kind: 'client',
      start: i * 2 * MS + (from > 256 ? MS : 0),
      end: i * 2 * MS + (from > 256 ? 2 * MS : MS),
    }));
  const page: SpanSpec = { id: '1', name: 'page', start: 0, end: 50 * MS };
  const evidence = evidenceOf([page, ...each('pg-pool.connect', 16), ...each('SELECT items', 512)]);
  assert.deepEqual(told(evidence), [['n-plus-one', 'page', 'SELECT items', 25]]);
});

test('traces that were looked for because they failed do not count for shares', () => {
  const digest = digestTrace(traceOf({ id: '1', name: 'page', start: 0, end: 50 * MS }, failing));
  const evidence = gatherEvidence([{ digest, because: 'failed' }], EXACT);
  assert.deepEqual([evidence.critical, evidence.edges], [[], []]);
  assert.equal(evidence.findings.length, 1);
});
