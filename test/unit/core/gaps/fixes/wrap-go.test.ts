import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixed } from '../../../../support/gap-fixes.ts';

const go = { language: 'go', file: 'shop/main.go' } as const;

const MAIN = `package main

import (
	"context"
	"net/http"

	"google.golang.org/grpc/codes"
)

// H serves.
func H(w http.ResponseWriter, r *http.Request) {
	if codes.OK == 0 {
		return
	}
	w.Write(nil)
}

func (s *Store) Load(ctx context.Context, id string) (*Order, error) {
	return nil, s.db.QueryRow("x").Err()
}

func main() {
	http.HandleFunc("/x", H)
	http.HandleFunc("/y", func(w http.ResponseWriter, r *http.Request) { w.Write(nil) })
	c.AddFunc("@daily", func() {
		ctx := context.Background()
		work(ctx)
	})
}
`;

test('a handler: the request carries the span on, imports are sorted, nothing of the body moves', async () => {
  const after = await fixed({ ...go, code: MAIN, at: '"/x"', target: { keys: { route: '/x' } } });
  assert.equal(
    after.slice(0, after.indexOf('func (s')),
    `package main

import (
	"context"
	"net/http"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc/codes"
)

var tracer = otel.Tracer("shop")

// H serves.
func H(w http.ResponseWriter, r *http.Request) {
	ctx, span := tracer.Start(r.Context(), "/x", trace.WithSpanKind(trace.SpanKindServer))
	defer span.End()
	r = r.WithContext(ctx)
	if codes.OK == 0 {
		return
	}
	w.Write(nil)
}

`,
  );
});

test('a function that returns an error: one deferred function sees it on every way out', async () => {
  const target = { rule: 'outbound.db', tech: 'database/sql', symbol: 'Store.Load' };
  const after = await fixed({ ...go, code: MAIN, at: 'QueryRow', target });
  assert.ok(
    after.includes(`func (s *Store) Load(ctx context.Context, id string) (_ *Order, retErr error) {
	ctx, span := tracer.Start(ctx, "database/sql in Store.Load", trace.WithSpanKind(trace.SpanKindClient))
	defer func() {
		if retErr != nil {
			span.SetStatus(otelcodes.Error, retErr.Error())
		}
		span.End()
	}()
	return nil, s.db.QueryRow("x").Err()
}
`),
    after,
  );
  assert.match(after, /^\totelcodes "go\.opentelemetry\.io\/otel\/codes"$/m);
});

test('function literals: in one line, and with a context of their own', async () => {
  const line = await fixed({ ...go, code: MAIN, at: '"/y"', target: { keys: { route: '/y' } } });
  assert.ok(
    line.includes(`	http.HandleFunc("/y", func(w http.ResponseWriter, r *http.Request) {
		ctx, span := tracer.Start(r.Context(), "/y", trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()
		r = r.WithContext(ctx)
		w.Write(nil)
	})
`),
    line,
  );
  const job = await fixed({
    ...go,
    code: MAIN,
    at: '@daily',
    target: { rule: 'entry.scheduled', keys: { job: 'clean' } },
  });
  assert.ok(
    job.includes(`		ctx := context.Background()
		ctx, span := tracer.Start(ctx, "clean")
		defer span.End()
		work(ctx)
`),
    job,
  );
});

test('a tracer of the package is used, wherever it is declared', async () => {
  const code = 'package main\n\nfunc job() {\n\twork()\n}\n';
  const target = { rule: 'entry.scheduled', symbol: 'job' };
  assert.equal(
    await fixed({
      ...go,
      code,
      at: 'func job',
      target,
      files: { 'shop/trace.go': 'package main\n\nvar spans = otel.Tracer("shop")\n' },
    }),
    `package main

import "context"

func job() {
	_, span := spans.Start(context.Background(), "job")
	defer span.End()
	work()
}
`,
  );
  const taken = await fixed({
    ...go,
    code,
    at: 'func job',
    target,
    files: { 'shop/trace.go': 'package main\n\nfunc tracer() {}\n' },
  });
  assert.match(taken, /^var otelTracer = otel\.Tracer\("shop"\)$/m);
});

test('a context that has no name gets one', async () => {
  const code = 'package main\n\nfunc f(_ context.Context, x int) (n int, err error) {\n\treturn\n}\n';
  assert.match(
    await fixed({
      ...go,
      code,
      at: 'func f',
      target: { rule: 'entry.grpc', symbol: 'f', keys: { rpc: 'A/f' } },
    }),
    /func f\(ctx context\.Context, x int\) \(n int, err error\) \{\n\tctx, span := tracer\.Start\(ctx, "A\/f", .*\)\n\tdefer func\(\) \{\n\t\tif err != nil \{/,
  );
});

test('where one parameter gets a name, all do', async () => {
  const code = 'package main\n\nfunc f(context.Context, ...string) {\n\twork()\n}\n';
  assert.match(
    await fixed({ ...go, code, at: 'func f', target: { rule: 'entry.cli', symbol: 'f' } }),
    /^func f\(ctx context\.Context, _ \.\.\.string\) \{\n\tctx, span := tracer\.Start\(ctx, "f"\)$/m,
  );
});

test('clients and main are refused', async () => {
  const client = 'package main\n\nfunc main() {\n\tdb, err := sql.Open("x", "y")\n}\n';
  assert.match(
    await fixed({ ...go, code: client, at: 'sql.Open', target: { rule: 'outbound.db' } }),
    /^refused: The client is made here/,
  );
  const main = 'package main\n\nfunc main() {\n\thttp.Get("x")\n}\n';
  assert.match(
    await fixed({ ...go, code: main, at: 'http.Get', target: { rule: 'outbound.http' } }),
    /^refused: This is main/,
  );
});
