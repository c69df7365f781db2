// Span rules in Python, Java, Kotlin and C#, and their shapes of right code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParsedLanguage } from '../../../../../src/core/facts/facts.ts';
import { type IssueCase, issuesOf } from '../../../../support/gap-issues.ts';

const py = (body: string): string =>
  `from opentelemetry import trace\ntracer = trace.get_tracer("x")\ndef f(x):\n${body}\n`;
const java = (body: string): string =>
  `import io.opentelemetry.api.trace.*;\nclass A {\n  int f(Tracer tracer) throws Exception {\n${body}\n  }\n}\n`;
const cs = (body: string): string =>
  `using System.Diagnostics;\nclass A {\n  static readonly ActivitySource Source = new("a");\n  int F(int x) {\n${body}\n  }\n}\n`;

const CASES: Readonly<Partial<Record<ParsedLanguage, readonly IssueCase[]>>> = {
  python: [
    {
      title: 'never ended',
      code: py('    span = tracer.start_span("a")\n    work()\n    return 1'),
      expect: ['span.not-ended@4'],
    },
    {
      title: 'ended in finally',
      code: py(
        '    span = tracer.start_span("a")\n    try:\n        work()\n    finally:\n        span.end()',
      ),
      expect: [],
    },
    {
      title: 'an early return skips the end',
      code: py(
        '    span = tracer.start_span("a")\n    if x:\n        return 1\n    span.end()\n    return 2',
      ),
      expect: ['span.not-ended-on-path@4'],
    },
    { title: 'returned', code: py('    span = tracer.start_span("a")\n    return span'), expect: [] },
    { title: 'kept on the object', code: py('    x.span = tracer.start_span("a")'), expect: [] },
    {
      title: 'handed to a block that ends it',
      code: py(
        '    span = tracer.start_span("a")\n    with trace.use_span(span, end_on_exit=True):\n        work()',
      ),
      expect: [],
    },
    {
      title: 'thrown away',
      code: py('    tracer.start_span("a")\n    work()'),
      expect: ['span.discarded@4'],
    },
    {
      title: 'a context manager',
      code: py('    with tracer.start_as_current_span("a"):\n        raise ValueError(x)'),
      expect: [],
    },
  ],
  java: [
    {
      title: 'never ended',
      code: java('    Span span = tracer.spanBuilder("a").startSpan();\n    return work();'),
      expect: ['span.not-ended@4'],
    },
    {
      title: 'the usual form',
      code: java(
        '    Span span = tracer.spanBuilder("a").startSpan();\n    try (Scope s = span.makeCurrent()) {\n      return work();\n    } catch (Exception e) {\n      span.setStatus(StatusCode.ERROR);\n      throw e;\n    } finally {\n      span.end();\n    }',
      ),
      expect: [],
    },
    {
      title: 'an error gets out with the status unset',
      code: java(
        '    Span span = tracer.spanBuilder("a").startSpan();\n    try (Scope s = span.makeCurrent()) {\n      return work();\n    } finally {\n      span.end();\n    }',
      ),
      expect: ['span.error-status-unset@4'],
    },
    {
      title: 'kept in a field',
      code: java('    this.span = tracer.spanBuilder("a").startSpan();\n    return 1;'),
      expect: [],
    },
    {
      title: 'collections do not fail',
      code: java(
        '    Span span = tracer.spanBuilder("a").startSpan();\n    try (Scope s = span.makeCurrent()) {\n      items.add(1);\n      return items.size();\n    } finally {\n      span.end();\n    }',
      ),
      expect: [],
    },
  ],
  csharp: [
    {
      title: 'using',
      code: cs('    using var activity = Source.StartActivity("a");\n    return Work(x);'),
      expect: [],
    },
    {
      title: 'neither disposed nor stopped',
      code: cs('    var activity = Source.StartActivity("a");\n    return Work(x);'),
      expect: ['span.not-ended@5'],
    },
    {
      title: 'thrown away',
      code: cs('    Source.StartActivity("a");\n    return Work(x);'),
      expect: ['span.discarded@5'],
    },
    {
      title: 'stopped in finally',
      code: cs(
        '    var activity = Source.StartActivity("a");\n    try {\n      return Work(x);\n    } finally {\n      activity?.Stop();\n    }',
      ),
      expect: [],
    },
    {
      title: 'returned',
      code: cs('    var activity = Source.StartActivity("a");\n    return activity;'),
      expect: [],
    },
  ],
};

for (const [language, cases] of Object.entries(CASES))
  for (const { title, code, expect } of cases)
    test(`${language}: ${title}`, async () => {
      assert.deepEqual(await issuesOf(language as ParsedLanguage, code), expect, code);
    });
