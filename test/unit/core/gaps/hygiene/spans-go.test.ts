// Span rules in Go: what is reported, and the shapes of right code that are not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type IssueCase, issuesOf } from '../../../../support/gap-issues.ts';

const wrap = (body: string): string =>
  `package main\nimport (\n\t"context"\n\t"go.opentelemetry.io/otel"\n\t"go.opentelemetry.io/otel/codes"\n)\nfunc f(ctx context.Context) error {\n${body}\n}\n`;

const cases: readonly IssueCase[] = [
  {
    title: 'the status is set where the error is seen, and it is returned at the end',
    code: wrap(
      '\tctx, span := otel.Tracer("x").Start(ctx, "work")\n\tdefer span.End()\n\terr := do(ctx)\n\tif err != nil {\n\t\tspan.RecordError(err)\n\t\tspan.SetStatus(codes.Error, err.Error())\n\t}\n\treturn err',
    ),
    expect: [],
  },
  {
    title: 'the same, with two results and the end by hand',
    code: wrap(
      '\tctx, span := otel.Tracer("x").Start(ctx, "work")\n\tresult, err := do(ctx)\n\tif err != nil {\n\t\tspan.SetStatus(codes.Error, err.Error())\n\t}\n\tspan.End()\n\treturn result, err',
    ),
    expect: [],
  },
  {
    title: 'another error is returned than the one that was looked at',
    code: wrap(
      '\tctx, span := otel.Tracer("x").Start(ctx, "work")\n\tdefer span.End()\n\terr := do(ctx)\n\tif err != nil {\n\t\tspan.SetStatus(codes.Error, err.Error())\n\t}\n\tsaveErr := save(ctx)\n\treturn saveErr',
    ),
    expect: ['span.error-status-unset@15'],
  },
  {
    title: 'nothing sets the status',
    code: wrap('\tctx, span := otel.Tracer("x").Start(ctx, "work")\n\tdefer span.End()\n\treturn err'),
    expect: ['span.error-status-unset@10'],
  },
  {
    title: 'set in a defer',
    code: wrap(
      '\tctx, span := otel.Tracer("x").Start(ctx, "work")\n\tdefer func() {\n\t\tif err != nil {\n\t\t\tspan.SetStatus(codes.Error, err.Error())\n\t\t}\n\t\tspan.End()\n\t}()\n\treturn err',
    ),
    expect: [],
  },
];

for (const { title, code, expect } of cases)
  test(title, async () => {
    assert.deepEqual(await issuesOf('go', code, 'main.go'), expect);
  });
