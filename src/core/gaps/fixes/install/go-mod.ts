import type { FileEdit, FixOutcome, FixProject } from '../fix-plan.ts';
import { refused } from '../fix-plan.ts';
import { eolOf, insert, lineEnd, replace, type TextEdit } from '../text-edit.ts';
import { below, filesNamed } from './start-commands.ts';

const OTEL = 'go.opentelemetry.io/otel';
const HTTP = 'go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp';
const GRPC = 'go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc';

/** Released together: what one of them needs the others have. */
const VERSIONS: readonly (readonly [pattern: RegExp, version: string])[] = [
  [/^go\.opentelemetry\.io\/otel(?:\/|$)/, 'v1.38.0'],
  [/^go\.opentelemetry\.io\/contrib\/instrumentation\//, 'v0.63.0'],
];

/** What a package changes at the call that makes the server, router or client. */
type Wiring = {
  readonly package: string;
  readonly find: RegExp;
  readonly edit: (m: RegExpExecArray, service: string) => TextEdit;
};

const after =
  (text: (m: RegExpExecArray, service: string) => string) => (m: RegExpExecArray, service: string) =>
    insert(m.index + m[0].length, text(m, service));

const WIRINGS: readonly Wiring[] = [
  {
    package: `${GRPC}#server`,
    find: /grpc\.NewServer\((?=(\s*\))?)/g,
    edit: after((m) => `grpc.StatsHandler(otelgrpc.NewServerHandler())${m[1] === undefined ? ', ' : ''}`),
  },
  {
    package: HTTP,
    find: /http\.ListenAndServe\(([^,()]+|[^,()]*\([^()]*\)[^,()]*),\s*(\w+)\)/g,
    edit: (m) => {
      const handler = m[2] === 'nil' ? 'http.DefaultServeMux' : (m[2] ?? '');
      return replace(
        m.index,
        m.index + m[0].length,
        `http.ListenAndServe(${m[1]}, otelhttp.NewHandler(${handler}, "server"))`,
      );
    },
  },
  {
    package: HTTP,
    find: /(http\.Server\{[^{}]*?\bHandler:\s*)(\w+)(?=\s*[,}])/g,
    edit: (m) =>
      replace(m.index + (m[1]?.length ?? 0), m.index + m[0].length, `otelhttp.NewHandler(${m[2]}, "server")`),
  },
  {
    package: 'go.opentelemetry.io/contrib/instrumentation/github.com/gin-gonic/gin/otelgin',
    find: /^([ \t]*)(\w+)\s*:?=\s*gin\.(?:Default|New)\(\)[ \t]*\r?$/gm,
    edit: after((m, service) => `\n${m[1]}${m[2]}.Use(otelgin.Middleware("${service}"))`),
  },
  {
    package: 'go.opentelemetry.io/contrib/instrumentation/github.com/labstack/echo/otelecho',
    find: /^([ \t]*)(\w+)\s*:?=\s*echo\.New\(\)[ \t]*\r?$/gm,
    edit: after((m, service) => `\n${m[1]}${m[2]}.Use(otelecho.Middleware("${service}"))`),
  },
  {
    package: 'go.opentelemetry.io/contrib/instrumentation/github.com/gorilla/mux/otelmux',
    find: /^([ \t]*)(\w+)\s*:?=\s*mux\.NewRouter\(\)[ \t]*\r?$/gm,
    edit: after((m, service) => `\n${m[1]}${m[2]}.Use(otelmux.Middleware("${service}"))`),
  },
];

const lastName = (path: string): string => path.replace(/#.*$/, '').split('/').at(-1) ?? '';

/** Modules, the wiring where servers and routers are made, and a file that sets the SDK up. */
export function installGo(project: FixProject): FixOutcome {
  const mod = project.read(project.manifest);
  if (mod === undefined) return refused(`${project.manifest} cannot be read.`);
  const sources = filesNamed(project, /(?<!_test)\.go$/).map((path) => ({
    path,
    text: project.read(path) ?? '',
  }));
  const edits: FileEdit[] = [];
  const needed = new Set<string>();
  for (const { path, text } of sources) {
    const own: TextEdit[] = [];
    const imports = new Set<string>();
    for (const { package: id, find, edit } of WIRINGS) {
      const name = id.replace(/#.*$/, '');
      // Once traced, not twice.
      if (text.includes(name)) continue;
      for (const m of text.matchAll(find)) {
        const one = edit(m as RegExpExecArray, project.service);
        if (own.some((o) => one.start < o.end && o.start < one.end)) continue;
        own.push(one);
        imports.add(name);
      }
    }
    if (own.length === 0) continue;
    for (const name of imports) needed.add(name);
    edits.push({ path, edits: [...importEdits(text, [...imports]), ...own] });
  }
  const notes: string[] = [];
  const set = setup(project, sources, edits);
  if (set) {
    edits.push(...set);
    for (const name of [OTEL, `${OTEL}/sdk`, `${OTEL}/exporters/otlp/otlptrace/otlptracehttp`])
      needed.add(name);
  }
  for (const remedy of project.remedies) {
    const name = remedy.replace(/#.*$/, '');
    if (!needed.has(name) && !sources.some((s) => s.text.includes(name)))
      notes.push(`${lastName(name)} goes where its client is made: go get ${name}.`);
  }
  if (edits.length === 0)
    return refused(
      'There is nothing to wire up that can be seen here: see the findings for what each of them needs.',
    );
  const missing = [...needed].filter(
    (name) => !new RegExp(`^\\s*(?:require\\s+)?${name.replace(/[.]/g, '\\.')}\\s+v`, 'm').test(mod),
  );
  if (missing.length > 0) edits.unshift({ path: project.manifest, edits: addModules(mod, missing) });
  return { edits, notes, command: { folder: project.root, line: 'go mod tidy' } };
}

export function addModules(mod: string, names: readonly string[]): TextEdit[] {
  const eol = eolOf(mod);
  const lines = names.map((name) => `\t${name} ${VERSIONS.find(([p]) => p.test(name))?.[1] ?? 'latest'}`);
  const block = /^require\s*\([ \t]*\r?\n/m.exec(mod);
  if (block) return [insert(block.index + block[0].length, lines.map((l) => l + eol).join(''))];
  const gap = mod.endsWith('\n') ? '' : eol;
  return [insert(mod.length, `${gap}${eol}require (${eol}${lines.map((l) => l + eol).join('')})${eol}`)];
}

function importEdits(text: string, paths: readonly string[]): TextEdit[] {
  const missing = paths.filter((p) => !text.includes(`"${p}"`));
  if (missing.length === 0) return [];
  const eol = eolOf(text);
  const lines = missing.map((p) => `\t"${p}"${eol}`).join('');
  const block = /^import\s*\(\r?\n(?:[^)]*)(?=\))/m.exec(text);
  if (block) return [insert(block.index + block[0].length, (block[0].includes('.') ? '' : eol) + lines)];
  const clause = /^package\s+\w+[ \t]*\r?$/m.exec(text);
  const at = clause ? lineEnd(text, clause.index) : 0;
  return [insert(at, `${eol}${eol}import (${eol}${lines})`)];
}

/** `setupTracing` beside main, called first thing in it. */
function setup(
  project: FixProject,
  sources: readonly { path: string; text: string }[],
  edits: readonly FileEdit[],
): FileEdit[] | undefined {
  if (sources.some((s) => /NewTracerProvider\(|SetTracerProvider\(/.test(s.text))) return undefined;
  const main = sources.find((s) => /^package main\b/m.test(s.text) && /^func main\(\)\s*\{/m.test(s.text));
  if (!main) return undefined;
  const m = /^func main\(\)\s*\{/m.exec(main.text);
  if (!m) return undefined;
  const dir = main.path.includes('/') ? main.path.slice(0, main.path.lastIndexOf('/')) : '';
  const path = below(dir, 'tracing.go');
  if (project.read(path) !== undefined) return undefined;
  const eol = eolOf(main.text);
  const call = `${eol}\tdefer setupTracing()()${eol}`;
  const known = edits.find((e) => e.path === main.path);
  const edit = insert(m.index + m[0].length, call);
  if (known && 'edits' in known) (known.edits as TextEdit[]).push(edit);
  return [
    ...(known ? [] : [{ path: main.path, edits: [edit] }]),
    { path, create: TRACING.replace('SERVICE', project.service.replace(/["\\]/g, '')) },
  ];
}

const TRACING = `package main

import (
	"context"
	"log"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// setupTracing sends spans to OTEL_EXPORTER_OTLP_ENDPOINT, or to http://localhost:4318. What it returns flushes them.
func setupTracing() func() {
	ctx := context.Background()
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		log.Fatalf("tracing: %v", err)
	}
	res, err := resource.New(ctx,
		resource.WithAttributes(attribute.String("service.name", "SERVICE")),
		resource.WithFromEnv(),
		resource.WithTelemetrySDK(),
	)
	if err != nil {
		log.Printf("tracing: %v", err)
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(res))
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}))
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := provider.Shutdown(ctx); err != nil {
			log.Printf("tracing: %v", err)
		}
	}
}
`;
