import { run, type Toolchain } from './toolchain.ts';

const CODE = `package main

import (
	"context"
	"errors"
	"net/http"
)

// Show answers with one order.
func Show(w http.ResponseWriter, r *http.Request) {
	if err := load(r.Context(), r.URL.Query().Get("id")); err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	w.WriteHeader(http.StatusOK)
}

func load(ctx context.Context, id string) error {
	if id == "bad" {
		return errors.New("no such order")
	}
	return query(context.Background(), id)
}

func query(_ context.Context, id string) (err error) {
	if id == "worse" {
		err = errors.New("database is gone")
	}
	return
}

func routes(mux *http.ServeMux) {
	mux.HandleFunc("/orders", Show)
	mux.HandleFunc("/plain", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
}

func job() (int, error) {
	return 1, nil
}
`;

const MAIN = `package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

func main() {
	exporter := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter))
	otel.SetTracerProvider(provider)
	mux := http.NewServeMux()
	routes(mux)
	for _, path := range []string{"/orders?id=a", "/orders?id=bad", "/orders?id=worse", "/plain"} {
		mux.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
	}
	if n, err := job(); n != 1 || err != nil {
		panic("job")
	}
	_ = provider.ForceFlush(context.Background())
	spans := exporter.GetSpans()
	names := map[string]string{}
	for _, s := range spans {
		names[s.SpanContext.SpanID().String()] = s.Name
	}
	out := []map[string]string{}
	kinds := []string{"", "internal", "server", "client", "producer", "consumer"}
	for _, s := range spans {
		status := "ok"
		if s.Status.Code == codes.Error {
			status = "error"
		}
		out = append(out, map[string]string{"name": s.Name, "kind": kinds[s.SpanKind], "status": status, "parent": names[s.Parent.SpanID().String()]})
	}
	text, _ := json.Marshal(out)
	fmt.Println(string(text))
}
`;

const env = { GOFLAGS: '-mod=mod -buildvcs=false', GOWORK: 'off', CGO_ENABLED: '0' };

export const go: Toolchain = {
  title: 'Go',
  language: 'go',
  tool: ['go', 'version'],
  file: 'orders.go',
  code: CODE,
  fixes: [
    { kind: 'pass-context', at: 'query(context.Background()', target: { rule: 'context.detached' } },
    { at: '"/orders"', target: { keys: { route: '/orders', method: 'GET' } } },
    { at: 'func load', target: { rule: 'entry.cli', symbol: 'load' } },
    { at: 'func query', target: { rule: 'outbound.db', tech: 'pgx', symbol: 'query' } },
    { at: 'func job', target: { rule: 'entry.scheduled', keys: { job: 'nightly' } } },
  ],
  files: { 'main.go': MAIN, 'go.mod': 'module spanlight.test/fixes\n\ngo 1.25\n' },
  install: (cwd) =>
    run(
      'go',
      [
        'get',
        'go.opentelemetry.io/otel@v1.38.0',
        'go.opentelemetry.io/otel/sdk@v1.38.0',
        'go.opentelemetry.io/otel/trace@v1.38.0',
      ],
      { cwd, env },
    ),
  run: async (cwd) => {
    const unformatted = await run('gofmt', ['-l', 'orders.go'], { cwd });
    if (unformatted !== '')
      throw new Error(`gofmt would change it:\n${await run('gofmt', ['-d', 'orders.go'], { cwd })}`);
    await run('go', ['vet', './...'], { cwd, env });
    return run('go', ['run', '.'], { cwd, env });
  },
  expect: [
    { name: 'pgx in query', kind: 'client', status: 'ok', parent: 'load' },
    { name: 'load', kind: 'internal', status: 'ok', parent: 'GET /orders' },
    { name: 'GET /orders', kind: 'server', status: 'ok', parent: '' },
    { name: 'load', kind: 'internal', status: 'error', parent: 'GET /orders' },
    { name: 'GET /orders', kind: 'server', status: 'ok', parent: '' },
    { name: 'pgx in query', kind: 'client', status: 'error', parent: 'load' },
    { name: 'load', kind: 'internal', status: 'error', parent: 'GET /orders' },
    { name: 'GET /orders', kind: 'server', status: 'ok', parent: '' },
    { name: 'nightly', kind: 'internal', status: 'ok', parent: '' },
  ],
};
