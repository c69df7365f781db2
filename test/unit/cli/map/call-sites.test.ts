// Spans without code of their own: found in, or called from, the code of their parent.
import { lines, mapCases } from '../../../support/map-case.ts';

mapCases([
  {
    row: 12,
    title: 'library code under a span that is known',
    language: 'java',
    files: {
      'src/com/acme/Repo.java': lines({
        1: 'package com.acme;',
        30: 'class Repo {',
        40: '  Order find(int id) {\n    return jdbc.query(id);\n  }\n}',
      }),
    },
    spans: [
      { attributes: { 'code.namespace': 'com.acme.Repo', 'code.function': 'find' } },
      {
        parent: 0,
        attributes: {
          'code.namespace': 'com.zaxxer.hikari.HikariDataSource',
          'code.function': 'getConnection',
        },
      },
    ],
    expect: [
      { at: 'src/com/acme/Repo.java:40', confidence: 'exact', library: null },
      { at: 'src/com/acme/Repo.java:40', confidence: 'guess', library: 'com.zaxxer' },
    ],
  },
  {
    row: 103,
    title: 'SQL by its shape, source before tests',
    language: 'python',
    files: {
      'repo.py': lines({
        18: 'def load(cur, id):\n    # one order',
        20: '    cur.execute("SELECT * FROM orders WHERE id = %s", (id,))',
      }),
      'tests/test_repo.py': lines({
        5: 'def test_x(cur):\n    cur.execute("SELECT * FROM orders WHERE id = %s", (1,))',
      }),
    },
    spans: [
      {
        kind: 'client',
        name: 'SELECT',
        attributes: { 'db.system': 'postgresql', 'db.query.text': 'SELECT * FROM orders WHERE id = ?' },
      },
    ],
    expect: [
      {
        at: 'repo.py:20',
        confidence: 'guess',
        alternatives: ['tests/test_repo.py:6'],
        alternativeCount: 1,
        jump: true,
      },
    ],
  },
  {
    row: '103 with parent',
    title: 'the statement of two, in the function of the parent span',
    language: 'python',
    files: {
      'a.py': lines({
        3: 'def load_a(cur, id):\n    return cur.execute("SELECT * FROM orders WHERE id = %s", (id,))',
      }),
      'b.py': lines({
        3: 'def load_b(cur, id):\n    return query(cur, id)',
        8: 'def query(cur, id):\n    return cur.execute("SELECT * FROM orders WHERE id = %s", (id,))',
      }),
    },
    spans: [
      { attributes: { 'code.function.name': 'b.load_b' } },
      {
        parent: 0,
        kind: 'client',
        name: 'SELECT',
        attributes: { 'db.system': 'postgresql', 'db.query.text': 'SELECT * FROM orders WHERE id = 7' },
      },
    ],
    expect: [
      { at: 'b.py:3', confidence: 'exact' },
      { at: 'b.py:9', confidence: 'likely', jump: true },
    ],
  },
  {
    row: 105,
    title: 'an ORM left no literal',
    language: 'nodejs',
    files: {
      'src/orders.ts': lines({
        5: 'export async function place(em: EntityManager) {',
        7: '  const x = compute();',
        9: '  await flushAll(x, em);',
        10: '}',
      }),
    },
    spans: [
      {
        attributes: {
          'code.function.name': 'place',
          'code.file.path': '/app/src/orders.ts',
          'code.line.number': 5,
        },
      },
      {
        parent: 0,
        kind: 'client',
        name: 'SELECT orders',
        attributes: { 'db.system': 'postgresql', 'db.operation': 'SELECT', 'db.sql.table': 'orders' },
      },
    ],
    expect: [
      { at: 'src/orders.ts:5', confidence: 'exact' },
      { at: 'src/orders.ts:5', confidence: 'guess', evidence: /called from/ },
    ],
  },
  {
    row: 'http client',
    title: 'the request with the path of the span, not the other one',
    language: 'nodejs',
    files: {
      'src/cart.ts': lines({
        3: "import axios from 'axios';",
        5: 'export async function checkout(id: string) {',
        6: `  const stock = await axios.get(\`\${STOCK}/stock/\${id}\`);`,
        7: "  await axios.post('http://payment/charges', { id });",
        8: '}',
      }),
    },
    spans: [
      {
        attributes: {
          'code.file.path': '/app/src/cart.ts',
          'code.line.number': 5,
          'code.function.name': 'checkout',
        },
      },
      {
        parent: 0,
        kind: 'client',
        name: 'GET',
        scope: '@opentelemetry/instrumentation-http',
        attributes: { 'http.request.method': 'GET', 'url.full': 'http://stock:80/stock/42?x=1' },
      },
      {
        parent: 0,
        kind: 'client',
        name: 'POST',
        scope: '@opentelemetry/instrumentation-http',
        attributes: { 'http.request.method': 'POST', 'url.full': 'http://payment:80/charges' },
      },
      {
        parent: 0,
        kind: 'client',
        name: 'DELETE',
        scope: '@opentelemetry/instrumentation-http',
        attributes: { 'http.request.method': 'DELETE', 'url.full': 'http://payment:80/other/1' },
      },
    ],
    expect: [
      { at: 'src/cart.ts:5', confidence: 'exact' },
      { at: 'src/cart.ts:6', confidence: 'likely' },
      { at: 'src/cart.ts:7', confidence: 'likely' },
      { at: 'src/cart.ts:5', confidence: 'guess', evidence: /called from/ },
    ],
  },
  {
    row: 'redis',
    title: 'a cache key with its template',
    language: 'nodejs',
    files: {
      'src/user.js': lines({
        3: 'function load(id) {',
        4: `  const a = redis.get(\`session:\${id}\`);`,
        5: `  const b = redis.get(\`user:\${id}\`);`,
        6: '}',
      }),
    },
    spans: [
      {
        attributes: {
          'code.file.path': '/app/src/user.js',
          'code.line.number': 3,
          'code.function.name': 'load',
        },
      },
      {
        parent: 0,
        kind: 'client',
        name: 'get',
        attributes: { 'db.system.name': 'redis', 'db.query.text': 'get user:7' },
      },
    ],
    expect: [{ at: 'src/user.js:3' }, { at: 'src/user.js:5', confidence: 'likely' }],
  },
  {
    row: 'failed call',
    title: 'a call that failed is where it was made; where it gave up is told beside it',
    language: 'nodejs',
    files: {
      'src/charge.js': lines({
        1: "const BANK = 'http://bank.test/v1/charges';",
        5: 'function charge(request) {',
        6: '  return post(BANK, request);',
        7: '}',
      }),
      'src/client.js': lines({
        10: "  outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));",
      }),
    },
    spans: [
      {
        attributes: {
          'code.file.path': '/app/src/charge.js',
          'code.line.number': 5,
          'code.function.name': 'charge',
        },
      },
      {
        parent: 0,
        kind: 'client',
        name: 'POST',
        attributes: { 'http.request.method': 'POST', 'url.full': 'http://bank.test/v1/charges' },
        stack: 'Error: no answer\n    at ClientRequest.<anonymous> (/app/src/client.js:10:50)',
      },
      {
        parent: 0,
        name: 'work',
        stack: 'Error: no answer\n    at ClientRequest.<anonymous> (/app/src/client.js:10:50)',
      },
    ],
    expect: [
      { at: 'src/charge.js:5' },
      { at: 'src/charge.js:6', confidence: 'likely', alternatives: ['src/client.js:10'] },
      { at: 'src/client.js:10', evidence: /The exception was thrown at ClientRequest/ },
    ],
  },
  {
    row: 'another service',
    title: 'a server span is not called from the code of its client',
    language: 'nodejs',
    files: { 'src/a.js': 'function a() {\n  b();\n}\n' },
    spans: [
      { attributes: { 'code.file.path': '/app/src/a.js', 'code.line.number': 1, 'code.function.name': 'a' } },
      { parent: 0, kind: 'server', name: 'GET', attributes: {} },
      { parent: 1, kind: 'internal', name: 'x', attributes: {} },
    ],
    expect: [{ at: 'src/a.js:1' }, { at: null }, { at: null }],
  },
  {
    row: '105 unsure',
    title: 'below a span that several places fit, nothing is called from one of them',
    language: 'nodejs',
    files: {
      'eu/pay.ts': "export function pay() {\n  return tracer.startActiveSpan('pay', work);\n}\n",
      'us/pay.ts': "\nexport function pay() {\n  return tracer.startActiveSpan('pay', work);\n}\n",
    },
    spans: [
      { name: 'pay' },
      { name: 'SELECT', kind: 'client', parent: 0, attributes: { 'db.system': 'postgresql' } },
    ],
    expect: [{ at: 'eu/pay.ts', jump: false }, { at: null }],
  },
]);
