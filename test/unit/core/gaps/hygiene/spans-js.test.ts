// Spans in TypeScript: who ends them, who marks errors. Near misses count as much as hits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type IssueCase, issuesOf } from '../../../../support/gap-issues.ts';

const HEAD =
  "import { trace, context, SpanStatusCode } from '@opentelemetry/api';\nconst tracer = trace.getTracer('x');\n";

/** Line 3 is the first of `code`. */
const cases: readonly IssueCase[] = [
  {
    title: 'never ended',
    code: "function f() {\n  const span = tracer.startSpan('a');\n  work();\n}",
    expect: ['span.not-ended@4'],
  },
  {
    title: 'returned',
    code: "function f() {\n  const span = tracer.startSpan('a');\n  return span;\n}",
    expect: [],
  },
  {
    title: 'returned in an object',
    code: "function f() {\n  const span = tracer.startSpan('a');\n  return { span };\n}",
    expect: [],
  },
  {
    title: 'stored',
    code: "class A { f() {\n  const span = tracer.startSpan('a');\n  this.span = span;\n} }",
    expect: [],
  },
  { title: 'stored at once', code: "class A { f() {\n  this.span = tracer.startSpan('a');\n} }", expect: [] },
  {
    title: 'passed on',
    code: "function f() {\n  const span = tracer.startSpan('a');\n  finish(span);\n}",
    expect: [],
  },
  {
    title: 'ended by a listener',
    code: "function f(res) {\n  const span = tracer.startSpan('a');\n  res.on('finish', () => span.end());\n}",
    expect: [],
  },
  {
    title: 'ended by a reference',
    code: "function f(p) {\n  const span = tracer.startSpan('a');\n  return p.finally(span.end);\n}",
    expect: [],
  },
  {
    title: 'put into the context, and never ended',
    code: "function f() {\n  const span = tracer.startSpan('a');\n  context.with(trace.setSpan(context.active(), span), () => 1);\n}",
    expect: ['span.not-ended@4'],
  },
  {
    title: 'ended in finally',
    code: "async function f() {\n  const span = tracer.startSpan('a');\n  try { await work(); } catch (e) { span.setStatus({ code: SpanStatusCode.ERROR }); throw e; } finally { span.end(); }\n}",
    expect: [],
  },
  {
    title: 'an early return',
    code: "function f(a) {\n  const span = tracer.startSpan('a');\n  if (a) return 1;\n  span.end();\n  return 2;\n}",
    expect: ['span.not-ended-on-path@4'],
  },
  {
    title: 'an early return that ends it',
    code: "function f(a) {\n  const span = tracer.startSpan('a');\n  if (a) {\n    span.end();\n    return 1;\n  }\n  span.end();\n  return 2;\n}",
    expect: [],
  },
  {
    title: 'ended in both branches',
    code: "function f(a) {\n  const span = tracer.startSpan('a');\n  if (a) span.end(); else { span.end(); }\n}",
    expect: [],
  },
  {
    title: 'ended in one branch',
    code: "function f(a) {\n  const span = tracer.startSpan('a');\n  if (a) { span.end(); }\n}",
    expect: ['span.not-ended-on-path@4'],
  },
  {
    title: 'an exception may skip the end',
    code: "async function f() {\n  const span = tracer.startSpan('a');\n  parse();\n  span.end();\n}",
    expect: ['span.not-ended-on-exception@4'],
  },
  {
    title: 'only attributes in between',
    code: "function f() {\n  const span = tracer.startSpan('a');\n  span.setAttribute('x', 1);\n  console.log('x');\n  span.end();\n}",
    expect: [],
  },
  { title: 'thrown away', code: "function f() {\n  tracer.startSpan('a');\n}", expect: ['span.discarded@4'] },
  { title: 'ended at once', code: "function f() {\n  tracer.startSpan('a').end();\n}", expect: [] },
  {
    title: 'a variable from outside',
    code: "let span;\nfunction f() {\n  span = tracer.startSpan('a');\n}",
    expect: [],
  },
  {
    title: 'a callback that never ends its span',
    code: "const f = () => tracer.startActiveSpan('a', (span) => {\n  span.setAttribute('x', 1);\n});",
    expect: ['span.not-ended@3'],
  },
  {
    title: 'a callback without the span',
    code: "const f = () => tracer.startActiveSpan('a', () => {\n  return 1;\n});",
    expect: ['span.not-ended@3'],
  },
  {
    title: 'a callback that asks for the active span',
    code: "const f = () => tracer.startActiveSpan('a', () => {\n  trace.getActiveSpan().end();\n});",
    expect: [],
  },
  {
    title: 'an error leaves',
    code: "const f = () => tracer.startActiveSpan('a', async (span) => {\n  try { return await work(); } finally { span.end(); }\n});",
    expect: ['span.error-status-unset@3'],
  },
  {
    title: 'an error is rethrown without a status',
    code: "const f = () => tracer.startActiveSpan('a', async (span) => {\n  try { await work(); } catch (e) { span.recordException(e); throw e; } finally { span.end(); }\n});",
    expect: ['span.error-status-unset@3'],
  },
  {
    title: 'an error is handled',
    code: "const f = () => tracer.startActiveSpan('a', async (span) => {\n  try { await work(); } catch (e) { log(e); } finally { span.end(); }\n});",
    expect: [],
  },
  {
    title: 'a helper gets the span',
    code: "const f = () => tracer.startActiveSpan('a', async (span) => {\n  try { await work(); } catch (e) { fail(span, e); throw e; } finally { span.end(); }\n});",
    expect: [],
  },
  {
    title: 'nothing can fail',
    code: "const f = () => tracer.startActiveSpan('a', (span) => {\n  span.setAttribute('x', 1);\n  span.end();\n});",
    expect: [],
  },
  {
    title: 'a span for each item',
    code: "function f(items) {\n  for (const item of items) {\n    const span = tracer.startSpan('a');\n    span.end();\n  }\n}",
    expect: ['span.in-loop@5'],
  },
  {
    title: 'a span of a consumer loop',
    code: "async function f() {\n  for (;;) {\n    const span = tracer.startSpan('a');\n    span.end();\n  }\n}",
    expect: [],
  },
  {
    title: 'not active while it calls out',
    code: "async function f() {\n  const span = tracer.startSpan('a');\n  try {\n    await fetch('http://x/y');\n  } catch (e) { span.setStatus({ code: 2 }); throw e; } finally { span.end(); }\n}",
    expect: ['context.span-not-active@4'],
  },
  {
    title: 'active while it calls out',
    code: "async function f() {\n  const span = tracer.startSpan('a');\n  try {\n    await context.with(trace.setSpan(context.active(), span), () => fetch('http://x/y'));\n  } catch (e) { span.setStatus({ code: 2 }); throw e; } finally { span.end(); }\n}",
    expect: [],
  },
  {
    title: 'the name in a comment and in a string',
    code: "function f() {\n  const span = tracer.startSpan('a'); // span is returned\n  say('span');\n}",
    expect: ['span.not-ended@4'],
  },
  {
    title: 'the name as a key',
    code: "function f() {\n  const span = tracer.startSpan('a');\n  say({ span: 1 });\n}",
    expect: ['span.not-ended@4'],
  },
  {
    title: 'the name in a template',
    code: "function f() {\n  const span = tracer.startSpan('a');\n  say(`$\u007bspan}`);\n}",
    expect: [],
  },
  {
    title: 'checked for being there',
    code: "function f(on) {\n  const span = tracer.startSpan('a');\n  if (span) span.end();\n}",
    expect: [],
  },
  {
    title: 'swallowed',
    code: "const f = () => tracer.startActiveSpan('a', async (span) => {\n  try { return await work(); }\n  catch { return null; }\n  finally { span.end(); }\n});",
    expect: ['span.error-swallowed@5'],
  },
  {
    title: 'not swallowed: logged',
    code: "const f = () => tracer.startActiveSpan('a', async (span) => {\n  try { return await work(); }\n  catch (e) { logger.warn('x'); return null; }\n  finally { span.end(); }\n});",
    expect: [],
  },
  {
    title: 'Sentry has an API of its own',
    code: "import * as Sentry from '@sentry/node';\nfunction f() {\n  return Sentry.startSpan({ name: 'a' }, () => work());\n}",
    expect: [],
  },
];

for (const { title, code, expect } of cases)
  test(title, async () => assert.deepEqual(await issuesOf('typescript', HEAD + code), expect));
