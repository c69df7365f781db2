import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../../../src/core/analysis/context.ts';
import { findErrors } from '../../../../src/core/analysis/root-cause.ts';
import { at, MS, request } from '../../../support/pattern-fixture.ts';
import { type SpanSpec, traceOf } from '../../../support/trace-fixture.ts';

function errorsOf(...spans: SpanSpec[]) {
  const trace = traceOf(...spans);
  const name = (span: number) => trace.strings.get(trace.name[span] ?? 0);
  const { count, rootCause, handled } = findErrors(contextOf(trace));
  return {
    count,
    chain: rootCause?.chain.map(name),
    detail: rootCause && [name(rootCause.detail.span), rootCause.detail.type, rootCause.detail.message],
    handled: Array.from(handled, name),
  };
}

const failed = { status: 'error' } as const;
const exception = (type: string, message: string, atMs = 0) => ({
  events: [
    {
      at: atMs * MS,
      name: 'exception',
      attributes: { 'exception.type': type, 'exception.message': message },
    },
  ],
});
const root = { ...request, ...failed };

test('nothing failed', () => {
  assert.deepEqual(errorsOf(request, at('2', 'a', 0, 10)), {
    count: 0,
    chain: undefined,
    detail: undefined,
    handled: [],
  });
});

//  GET /orders   xxxxxxxxxxxxxxxxxxxxx     the gateway that reports it
//  charge          xxxxxxxxxxxxxxx
//  INSERT            xxxxx                 where it went wrong
//  log                       -----
test('the deepest error, not the one that reports it', () => {
  const result = errorsOf(
    { ...root, ...exception('HttpError', '502 Bad Gateway') },
    at('2', 'charge', 10, 500, failed),
    at('3', 'INSERT', 20, 100, {
      parent: '2',
      ...failed,
      ...exception('org.postgresql.util.PSQLException', 'duplicate key\n  value'),
    }),
    at('4', 'log', 200, 210, { parent: '2' }),
  );
  assert.deepEqual(result, {
    count: 3,
    chain: ['GET /orders', 'charge', 'INSERT'],
    detail: ['INSERT', 'PSQLException', 'duplicate key value'],
    handled: [],
  });
});

test('what it was is taken from the deepest span that says it', () => {
  const detail = (leaf: Partial<SpanSpec>, middle: Partial<SpanSpec> = {}) =>
    errorsOf(
      root,
      at('2', 'charge', 10, 500, { ...failed, ...middle }),
      at('3', 'POST', 20, 100, { parent: '2', ...failed, ...leaf }),
    ).detail;
  assert.deepEqual(detail({ message: 'connection refused' }), ['POST', '', 'connection refused']);
  assert.deepEqual(detail({ attributes: { 'http.response.status_code': 503, 'error.type': '503' } }), [
    'POST',
    'HTTP 503',
    '',
  ]);
  assert.deepEqual(detail({ attributes: { 'rpc.grpc.status_code': 4 } }), [
    'POST',
    'gRPC DEADLINE_EXCEEDED',
    '',
  ]);
  assert.deepEqual(detail({ attributes: { 'error.type': 'timeout' } }), ['POST', 'timeout', '']);
  assert.deepEqual(detail({}, exception('GatewayTimeout', 'no answer')), [
    'charge',
    'GatewayTimeout',
    'no answer',
  ]);
  assert.deepEqual(
    detail({ events: [{ at: 0, name: 'error', attributes: { 'error.kind': 'Oops', message: 'broken' } }] }),
    ['POST', 'Oops', 'broken'],
  );
});

test('the first of several that failed it', () => {
  const result = errorsOf(root, at('2', 'first', 10, 100, failed), at('3', 'second', 200, 300, failed));
  assert.deepEqual(result.chain, ['GET /orders', 'first']);
});

test('of parallel ones that which ended first: the others were called off', () => {
  const result = errorsOf(root, at('2', 'called off', 10, 300, failed), at('3', 'broke', 20, 200, failed));
  assert.deepEqual(result.chain, ['GET /orders', 'broke']);
});

test('the one that tells the same failure as its parent', () => {
  const result = errorsOf(
    { ...root, ...exception('CardDeclined', 'card declined: 51') },
    at('2', 'GET cache', 10, 20, { ...failed, ...exception('ConnectionError', 'redis is down') }),
    at('3', 'charge', 30, 90, { ...failed, message: 'card declined: 51' }),
  );
  assert.deepEqual(result.chain, ['GET /orders', 'charge']);
});

test('a retry that worked made its first try good', () => {
  const call = (id: string, start: number, more: Partial<SpanSpec> = {}) =>
    at(id, 'GET stock', start, start + 50, { kind: 'client', ...more });
  const result = errorsOf(root, call('2', 0, failed), call('3', 60), at('4', 'render', 200, 300, failed));
  assert.deepEqual(result.chain, ['GET /orders', 'render']);
  assert.deepEqual(errorsOf(root, call('2', 0, failed), call('3', 60)).chain, ['GET /orders']);
});

test('a handled error is told apart', () => {
  const result = errorsOf(
    root,
    at('2', 'load', 0, 100),
    at('3', 'GET cache', 10, 20, { parent: '2', status: 'error', kind: 'client', ...exception('Down', 'x') }),
    at('5', 'connect', 11, 12, { parent: '3', ...failed }),
    at('4', 'render', 200, 300, failed),
  );
  assert.deepEqual(result.chain, ['GET /orders', 'render']);
  assert.deepEqual(result.handled, ['GET cache'], 'told once, at its top');
});

test('errors of a request that succeeded are handled', () => {
  const result = errorsOf({ ...request, status: 'ok' }, at('2', 'GET cache', 10, 20, failed));
  assert.equal(result.chain, undefined);
  assert.deepEqual(result.handled, ['GET cache']);
});

//  GET /orders   xxxxxxxxxxxx   no reason of its own
//  middleware     ----------    no status: passed it on without noting
//  SELECT            xxxx
test('an error beneath inner spans that kept no status', () => {
  const inner = at('2', 'middleware', 10, 500);
  const select = at('3', 'SELECT', 20, 100, { parent: '2', kind: 'client', ...failed });
  assert.deepEqual(errorsOf(root, inner, select).chain, ['GET /orders', 'middleware', 'SELECT']);
  assert.deepEqual(
    errorsOf(root, { ...inner, status: 'ok' }, select).chain,
    ['GET /orders'],
    'handled, it says',
  );
  assert.deepEqual(
    errorsOf(root, { ...inner, kind: 'client' }, select).chain,
    ['GET /orders'],
    'the call succeeded',
  );
  assert.deepEqual(
    errorsOf({ ...root, ...exception('Invalid', 'no such item') }, inner, select).chain,
    ['GET /orders'],
    'it says itself what it was',
  );
});

test('a router that reports what it was thrown is not where it went wrong', () => {
  const thrown = exception('Error', '/charges answered 502', 98);
  const spans: SpanSpec[] = [
    { ...root, start: 0, end: 100 * MS, attributes: { 'error.type': '500' } },
    { ...at('2', 'middleware', 1, 99), parent: root.id },
    { ...at('3', 'router', 1, 99), parent: '2', ...failed, ...thrown },
    { ...at('4', 'handler', 1, 99), parent: '3' },
    { ...at('5', 'POST', 40, 97), parent: '4', kind: 'client', ...failed },
    { ...at('6', 'charge', 45, 96), parent: '5', ...failed, ...exception('GatewayTimeout', 'no answer', 95) },
  ];
  const found = errorsOf(...spans, { ...at('8', 'error handler', 99.2, 99.8), parent: root.id });
  assert.deepEqual(found.chain, [root.name, 'middleware', 'router', 'handler', 'POST', 'charge']);
  assert.deepEqual(found.detail, ['charge', 'GatewayTimeout', 'no answer']);

  // The same error, but the handler went on to something else: then the router's own error is another one.
  const wentOn = errorsOf(...spans, { ...at('7', 'fallback', 97, 98), parent: '4', kind: 'client' });
  assert.equal(wentOn.chain?.at(-1), 'router');
});

test('what started after the failure, and what nobody waited for, did not cause it', () => {
  assert.deepEqual(errorsOf(root, at('2', 'later', 1100, 1200, failed)).chain, ['GET /orders']);
  const send = at('2', 'send', 10, 50, { kind: 'producer', ...failed });
  const take = at('3', 'take', 20, 40, { parent: '2', kind: 'consumer', ...failed });
  assert.deepEqual(errorsOf(root, send, take).chain, ['GET /orders', 'send']);
});

test('an orphan that failed where the root did not', () => {
  const result = errorsOf(request, at('2', 'worker', 10, 50, { ...failed, parent: 'ff' }));
  assert.deepEqual(result.chain, ['worker']);
});

test('a server error without a status is a failure all the same', () => {
  const http = (code: number | string) => ({ attributes: { 'http.response.status_code': code } });
  const chain = (more: Partial<SpanSpec>) =>
    errorsOf({ ...request, ...more }, at('2', 'load', 0, 100, http(503))).chain;
  assert.deepEqual(chain(http(502)), ['GET /orders', 'load']);
  assert.deepEqual(chain(http('500')), ['GET /orders', 'load']);
  assert.deepEqual(chain({ attributes: { 'rpc.grpc.status_code': 14 } }), ['GET /orders', 'load']);
  assert.equal(chain(http(404)), undefined);
  assert.equal(chain({ ...http(502), status: 'ok' }), undefined, 'what says that it is well is well');
  assert.equal(chain({ attributes: { 'rpc.grpc.status_code': 5 } }), undefined);
});

test('a chain of errors deeper than any stack', () => {
  const n = 20_000;
  const spans = Array.from({ length: n }, (_, i) => ({
    id: (i + 1).toString(16),
    ...(i > 0 ? { parent: i.toString(16) } : {}),
    ...failed,
    start: i,
    end: 2 * n - i,
  }));
  assert.equal(errorsOf(...spans).chain?.length, n);
});
