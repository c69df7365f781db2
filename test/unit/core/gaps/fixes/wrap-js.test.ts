import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixed } from '../../../../support/gap-fixes.ts';

const ts = { language: 'typescript', file: 'src/app.ts' } as const;

test('an async handler: comments, early returns and template strings stay, promises settle inside', async () => {
  const code = `import express from 'express';

const app = express();

// Lists one order.
app.get('/orders/:id', async (req, res) => {
  const id = req.params.id;
  if (!id) return res.status(400).end(); // early
  /* keep
     me */
  const sql = \`select
    from orders\`;
  return send(res, await db.query(sql, [id]));
});
`;
  assert.equal(
    await fixed({ ...ts, code, at: 'app.get(', target: { keys: { route: '/orders/:id', method: 'GET' } } }),
    `import express from 'express';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

const app = express();

// Lists one order.
app.get('/orders/:id', async (req, res) => {
  return tracer.startActiveSpan('GET /orders/:id', { kind: SpanKind.SERVER }, async (span) => {
    try {
      const id = req.params.id;
      if (!id) return await res.status(400).end(); // early
      /* keep
         me */
      const sql = \`select
    from orders\`;
      return await send(res, await db.query(sql, [id]));
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
});
`,
  );
});

test('a file that traces already: its tracer and import are used, tabs and missing semicolons too', async () => {
  const code = `import { trace, type Span } from "@opentelemetry/api"
import { db } from "./db.js"

const orders = trace.getTracer("orders")

export class Jobs {
\t@Cron("@daily")
\tasync clean(span: Span): Promise<void> {
\t\tawait db.clean(span)
\t}
}
`;
  const target = { rule: 'entry.scheduled', symbol: 'Jobs.clean' };
  assert.equal(
    await fixed({ ...ts, code, at: '@Cron', target }),
    `import { trace, type Span, SpanStatusCode } from "@opentelemetry/api"
import { db } from "./db.js"

const orders = trace.getTracer("orders")

export class Jobs {
\t@Cron("@daily")
\tasync clean(span: Span): Promise<void> {
\t\treturn orders.startActiveSpan("Jobs.clean", async (handlerSpan): Promise<void> => {
\t\t\ttry {
\t\t\t\tawait db.clean(span)
\t\t\t} catch (error) {
\t\t\t\thandlerSpan.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) })
\t\t\t\tthrow error
\t\t\t} finally {
\t\t\t\thandlerSpan.end()
\t\t\t}
\t\t})
\t}
}
`,
  );
});

test('CommonJS, a named handler in the same file, and one line that becomes several', async () => {
  const code = `'use strict';
const express = require('express');
const tracer = require('dd-trace');

const list = (req, res) => { res.end('[]'); };
express().get('/orders', list);
`;
  assert.equal(
    await fixed({
      language: 'javascript',
      file: 'app.js',
      code,
      at: ".get('/orders'",
      target: { keys: { route: '/orders' } },
    }),
    `'use strict';
const express = require('express');
const tracer = require('dd-trace');
const { SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api');

const otelTracer = trace.getTracer('shop');

const list = (req, res) => {
  return otelTracer.startActiveSpan('/orders', { kind: SpanKind.SERVER }, (span) => {
    try {
      res.end('[]');
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
};
express().get('/orders', list);
`,
  );
});

test('a generator cannot be called back: its span is started and ended beside the code', async () => {
  const code = `import { a } from './a';

export async function* pages(): AsyncGenerator<number> {
  yield a;
}
`;
  assert.equal(
    await fixed({ ...ts, code, at: 'pages', target: { rule: 'entry.cli', symbol: 'pages' } }),
    `import { a } from './a';
import { SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

export async function* pages(): AsyncGenerator<number> {
  const span = tracer.startSpan('pages');
  try {
    yield a;
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    span.end();
  }
}
`,
  );
});

test('an arrow that hands back a promise waits for it', async () => {
  const code = `import { a } from './a';
export const handler = (event: Event): Promise<number> => a(event).then((r) => r.status);
`;
  assert.equal(
    await fixed({
      ...ts,
      code,
      at: 'handler',
      target: { rule: 'entry.faas', symbol: 'handler', column: 23 },
    }),
    `import { a } from './a';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

export const handler = (event: Event): Promise<number> => tracer.startActiveSpan('handler', { kind: SpanKind.SERVER }, async (span): Promise<number> => {
  try {
    return await a(event).then((r) => r.status);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    span.end();
  }
});
`,
  );
});

test('an outbound call that is awaited is wrapped by itself', async () => {
  const code = `export async function charge() {
  const answer = await fetch('http://pay', {
    method: 'POST',
  });
  return answer.status;
}
`;
  const target = {
    rule: 'outbound.http',
    tech: 'fetch',
    symbol: 'charge',
    column: 23,
    keys: { method: 'post' },
  };
  assert.equal(
    await fixed({ ...ts, code, at: 'fetch(', target }),
    `import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

export async function charge() {
  const answer = await tracer.startActiveSpan('POST', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      return await fetch('http://pay', {
        method: 'POST',
      });
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
  return answer.status;
}
`,
  );
});

test('what cannot be wrapped says why', async () => {
  const cases = [
    ["app.get('/x', orders.list);\n", 'app.get', {}, /^refused: list is not in this file/],
    ['const db = new Pool();\n', 'new Pool', { rule: 'outbound.db' }, /^refused: The client is made here/],
    [
      'db.query("x", done);\n',
      'db.query',
      { rule: 'outbound.db' },
      /^refused: The result of this call is neither awaited nor returned/,
    ],
    [
      'while (true) handle(await consumer.receive());\n',
      'receive',
      { rule: 'entry.queue', column: 26 },
      /^refused: The messages are read in a loop/,
    ],
  ] as const;
  for (const [code, at, target, expected] of cases)
    assert.match(await fixed({ ...ts, code, at, target }), expected);
});
