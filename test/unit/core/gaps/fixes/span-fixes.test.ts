import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParsedLanguage } from '../../../../../src/core/facts/facts.ts';
import type { FixTarget } from '../../../../../src/core/gaps/fixes/fix-plan.ts';
import type { FixKind } from '../../../../../src/core/gaps/model.ts';
import { fixed } from '../../../../support/gap-fixes.ts';
import { issuesOf } from '../../../../support/gap-issues.ts';

const GO = `package main

import (
	"context"
	"net/http"

	"go.opentelemetry.io/otel"
)

var tracer = otel.Tracer("x")

func h(w http.ResponseWriter, r *http.Request) {
	load(context.Background(), 1)
	resp, err := http.Post(url, "application/json", body)
	if err != nil {
		return
	}
	req, err := http.NewRequest("GET", url, nil)
}

func e(ctx context.Context) error {
	ctx, span := tracer.Start(ctx, "e")
	if err := work(ctx); err != nil {
		return err
	}
	span.End()
	return nil
}

func s(ctx context.Context) (int, error) {
	ctx, span := tracer.Start(ctx, "s")
	defer span.End()
	n, err := work(ctx)
	if err != nil {
		return 0, fmt.Errorf("x: %w", err)
	}
	return n, nil
}
`;

const TS = `import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('x');
export async function a(id: string) {
  const span = tracer.startSpan('a');
  if (id === '') return undefined;
  const text = await load(id); // load
  span.end();
  return text;
}
export function b() {
  return tracer.startActiveSpan('b', async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}
export function c() {
  return tracer.startActiveSpan('c', async (span) => {
    try {
      return await work();
    } catch (e) {
      log(e);
      throw e;
    } finally {
      span.end();
    }
  });
}
`;

const PY = `from opentelemetry import trace
tracer = trace.get_tracer(__name__)

def a(x):
    span = tracer.start_span("a")
    if x:
        return 1
    y = work(x)
    span.end()
    return y
`;

const JAVA = `import io.opentelemetry.api.trace.Span;
class A {
    int a(int x) {
        Span span = tracer.spanBuilder("a").startSpan();
        int y = work(x);
        span.end();
        return y;
    }
    int b(int x) {
        Span span = tracer.spanBuilder("b").startSpan();
        try (Scope scope = span.makeCurrent()) {
            return work(x);
        } finally {
            span.end();
        }
    }
}
`;

type Case = {
  readonly kind: FixKind;
  readonly language: ParsedLanguage;
  readonly code: string;
  readonly at: string;
  readonly target: Partial<FixTarget> & { readonly rule: string };
  readonly expect: string;
};

const STATUS = (name: string) =>
  `span.setStatus({ code: SpanStatusCode.ERROR, message: ${name} instanceof Error ? ${name}.message : String(${name}) });`;

const CASES: readonly Case[] = [
  {
    kind: 'pass-context',
    language: 'go',
    code: GO,
    at: 'load(context',
    target: { rule: 'context.detached' },
    expect: '\tload(r.Context(), 1)\n',
  },
  {
    kind: 'pass-context',
    language: 'go',
    code: GO,
    at: 'http.Post(',
    target: { rule: 'context.call-without-ctx', title: 'http.Post is called without the context' },
    expect: `	req, err := http.NewRequestWithContext(r.Context(), http.MethodPost, url, body)
	var resp *http.Response
	if err == nil {
		req.Header.Set("Content-Type", "application/json")
		resp, err = http.DefaultClient.Do(req)
	}
	if err != nil {
`
      .replaceAll('req.', 'request.')
      .replaceAll('req,', 'request,')
      .replaceAll('(req)', '(request)'),
  },
  {
    kind: 'pass-context',
    language: 'go',
    code: GO,
    at: 'NewRequest(',
    target: { rule: 'context.request-without-ctx' },
    expect: '\treq, err := http.NewRequestWithContext(r.Context(), "GET", url, nil)\n',
  },
  {
    kind: 'end-span',
    language: 'go',
    code: GO,
    at: 'Start(ctx, "e")',
    target: { rule: 'span.not-ended-on-path' },
    expect: `	ctx, span := tracer.Start(ctx, "e")
	defer span.End()
	if err := work(ctx); err != nil {
		return err
	}
	return nil
`,
  },
  {
    kind: 'set-status',
    language: 'go',
    code: GO,
    at: 'fmt.Errorf',
    target: { rule: 'span.error-status-unset' },
    expect: `func s(ctx context.Context) (_ int, retErr error) {
	ctx, span := tracer.Start(ctx, "s")
	defer func() {
		if retErr != nil {
			span.SetStatus(codes.Error, retErr.Error())
		}
		span.End()
	}()
	n, err := work(ctx)
`,
  },
  {
    kind: 'end-span',
    language: 'typescript',
    code: TS,
    at: "startSpan('a')",
    target: { rule: 'span.not-ended-on-path' },
    expect: `  const span = tracer.startSpan('a');
  try {
    if (id === '') return undefined;
    const text = await load(id); // load
    return text;
  } finally {
    span.end();
  }
}
`,
  },
  {
    kind: 'set-status',
    language: 'typescript',
    code: TS,
    at: "startActiveSpan('b'",
    target: { rule: 'span.error-status-unset' },
    expect: `    try {
      return await work();
    } catch (error) {
      ${STATUS('error')}
      throw error;
    } finally {
      span.end();
    }
`,
  },
  {
    kind: 'set-status',
    language: 'typescript',
    code: TS,
    at: "startActiveSpan('c'",
    target: { rule: 'span.error-status-unset' },
    expect: `    } catch (e) {
      ${STATUS('e')}
      log(e);
      throw e;
`,
  },
  {
    kind: 'end-span',
    language: 'python',
    code: PY,
    at: 'start_span("a")',
    target: { rule: 'span.not-ended-on-path' },
    expect: `    span = tracer.start_span("a")
    try:
        if x:
            return 1
        y = work(x)
        return y
    finally:
        span.end()
`,
  },
  {
    kind: 'end-span',
    language: 'java',
    code: JAVA,
    at: 'spanBuilder("a")',
    target: { rule: 'span.not-ended-on-exception' },
    expect: `        Span span = tracer.spanBuilder("a").startSpan();
        try {
            int y = work(x);
            return y;
        } finally {
            span.end();
        }
    }
`,
  },
  {
    kind: 'set-status',
    language: 'java',
    code: JAVA,
    at: 'spanBuilder("b")',
    target: { rule: 'span.error-status-unset' },
    expect: `            return work(x);
        } catch (Throwable error) {
            span.setStatus(StatusCode.ERROR, String.valueOf(error.getMessage()));
            throw error;
        } finally {
            span.end();
        }
`,
  },
];

for (const { kind, language, code, at, target, expect } of CASES)
  test(`${kind} in ${language} at ${at}: the text is right, and the finding is gone`, async () => {
    const after = await fixed({ kind, language, file: 'src/a.x', code, at, target });
    assert.ok(after.includes(expect), after);
    const count = async (text: string) =>
      (await issuesOf(language, text)).filter((i) => i.startsWith(`${target.rule}@`)).length;
    assert.equal(await count(after), (await count(code)) - 1);
  });

test('an import that nothing uses any more goes along', async () => {
  const code =
    'package main\n\nimport (\n\t"context"\n\t"net/http"\n)\n\nfunc h(w http.ResponseWriter, r *http.Request) {\n\tload(context.TODO())\n}\n';
  assert.equal(
    await fixed({
      kind: 'pass-context',
      language: 'go',
      file: 'a.go',
      code,
      at: 'load(',
      target: { rule: 'context.detached' },
    }),
    'package main\n\nimport (\n\t"net/http"\n)\n\nfunc h(w http.ResponseWriter, r *http.Request) {\n\tload(r.Context())\n}\n',
  );
});
