import assert from 'node:assert/strict';
import { evaluate, matches } from '../../src/core/query/evaluate.ts';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import { traceOf } from './trace-fixture.ts';

const ms = (n: number) => n * 1e6;

/** A checkout: web calls cart and payment, payment fails at its database. */
export const shop = traceOf(
  {
    id: 'a1',
    name: 'POST /checkout',
    service: 'web',
    kind: 'server',
    status: 'error',
    message: 'payment failed',
    start: 0,
    end: ms(900),
    scope: 'http',
    scopeVersion: '1.2.0',
    scopeAttributes: { language: 'js' },
    resource: { env: 'prod', shared: 'resource', only: 'r' },
    attributes: {
      'http.status_code': 500,
      'http.method': 'POST',
      shared: 'span',
      retry: true,
      tags: ['a', 'b'],
      checks: [false, true],
      load: 0.5,
    },
  },
  {
    id: 'a2',
    parent: 'a1',
    name: 'GET /cart',
    service: 'cart',
    kind: 'client',
    start: ms(10),
    end: ms(110),
    resource: { env: 'prod' },
    attributes: {
      'http.status_code': 200,
      'http.method': 'GET',
      retry: false,
      tags: ['c'],
      big: 9007199254740993n,
    },
    links: [{ trace: '000000000000000000000000000000ab', span: 'cd', attributes: { kind: 'batch' } }],
  },
  {
    id: 'a3',
    parent: 'a2',
    name: 'SELECT cart',
    service: 'cart',
    kind: 'client',
    start: ms(20),
    end: ms(100),
    resource: { env: 'prod' },
    scope: 'pg',
    attributes: {
      'db.system': 'postgresql',
      'db.rows': 3,
      sizes: [1, 20],
      'http.status_code': '200',
      gone: null,
    },
  },
  {
    id: 'a4',
    parent: 'a1',
    name: 'POST /pay',
    service: 'payment',
    kind: 'client',
    status: 'error',
    start: ms(120),
    end: ms(880),
    resource: { env: 'staging' },
    events: [
      { at: ms(130), name: 'retry', attributes: { attempt: 1 } },
      { at: ms(800), name: 'exception', attributes: { 'exception.type': 'TimeoutError', attempt: 2 } },
    ],
  },
  {
    id: 'a5',
    parent: 'a4',
    name: 'UPDATE account',
    service: 'payment',
    kind: 'client',
    status: 'error',
    start: ms(130),
    end: ms(870),
    resource: { env: 'staging' },
    scope: 'pg',
    attributes: { 'db.system': 'mysql', 'db.rows': 7 },
  },
  {
    id: 'a6',
    parent: 'a4',
    name: 'audit',
    service: 'payment',
    start: ms(872),
    end: ms(872),
    status: 'ok',
    resource: { env: 'staging' },
  },
);

/** Last digits of the ids of the spans found. */
export function found(text: string, trace = shop): string {
  const query = parseQuery(text);
  const spans = evaluate(query, trace);
  assert.deepEqual(
    [...spans],
    [...spans].sort((a, b) => a - b),
    'ascending',
  );
  assert.equal(matches(query, trace), spans.length > 0);
  return [...spans].map((i) => ((trace.id[i * 2 + 1] ?? 0) & 15).toString(16)).join('');
}
