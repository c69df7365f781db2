// What test/fixtures/recorded/<language>/<service>/expected.json says, and what the recording beside it holds.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.ts';

export const RECORDED = path.join(root, 'test/fixtures/recorded');

/**
 * Where the spans that match lead, as somebody reads in the code. `*` stands for any text; `under` is the name of an
 * ancestor, for spans that do not say enough themselves. Paths are relative to the service's folder.
 */
export type Label = {
  readonly name: string;
  readonly kind?: string;
  readonly scope?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly under?: string;
  /** The name of the parent; '' for a span that has none. */
  readonly parent?: string;
  /** `file:line`: the place. */
  readonly at?: string;
  readonly symbol?: string;
  /** Why no line of the workspace is this span's. */
  readonly none?: string;
  /** Lines that would be as right: of the same expression, or what `none` names. */
  readonly also?: readonly string[];
  readonly why?: string;
};

export type RecordedSpan = {
  /** `traceId/spanId`. */
  readonly key: string;
  readonly parent: string | undefined;
  readonly name: string;
  readonly kind: string;
  readonly scope: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The lines of its exceptions' stack traces. */
  readonly frames: readonly string[];
};

export type RecordedService = {
  /** `node/catalog`. */
  readonly name: string;
  readonly language: string;
  readonly traces: string;
  readonly labels: readonly Label[];
  readonly spans: ReadonlyMap<string, RecordedSpan>;
};

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

export function recordedServices(): RecordedService[] {
  return globSync('*/*/expected.json', { cwd: RECORDED })
    .sort()
    .map((file) => {
      const name = path.dirname(file);
      const traces = path.join(RECORDED, name, 'traces.otlp.jsonl');
      const { labels } = JSON.parse(readFileSync(path.join(RECORDED, file), 'utf8')) as { labels: Label[] };
      return { name, language: path.dirname(name), traces, labels, spans: readSpans(traces) };
    });
}

/** The labels whose description fits; exactly one should. */
export function labelsOf(service: RecordedService, span: RecordedSpan): Label[] {
  return service.labels.filter(
    (label) =>
      fits(label.name, span.name) &&
      (label.kind === undefined || label.kind === span.kind) &&
      (label.scope === undefined || label.scope === span.scope) &&
      Object.entries(label.attributes ?? {}).every(([key, text]) => fits(text, span.attributes[key] ?? '')) &&
      (label.parent === undefined || fits(label.parent, service.spans.get(span.parent ?? '')?.name ?? '')) &&
      (label.under === undefined || ancestors(service, span).some((a) => fits(label.under ?? '', a.name))),
  );
}

export function ancestors(service: RecordedService, span: RecordedSpan): RecordedSpan[] {
  const out: RecordedSpan[] = [];
  for (let at = service.spans.get(span.parent ?? ''); at && out.length < 100; ) {
    out.push(at);
    at = service.spans.get(at.parent ?? '');
  }
  return out;
}

/** One `*` at most. */
function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= pattern.length - 1 && text.startsWith(before) && text.endsWith(after);
}

type Json = { readonly [key: string]: Json } & readonly Json[] & string;

function readSpans(file: string): Map<string, RecordedSpan> {
  const out = new Map<string, RecordedSpan>();
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean))
    for (const resource of (JSON.parse(line) as { resourceSpans: Json[] }).resourceSpans)
      for (const { scope, spans } of resource.scopeSpans as unknown as Json[])
        for (const span of spans as unknown as Json[]) {
          const key = `${span.traceId}/${span.spanId}`;
          const parent = span.parentSpanId ? `${span.traceId}/${span.parentSpanId}` : undefined;
          const kind = KINDS[Number(span.kind ?? 0)] ?? 'unspecified';
          out.set(key, {
            key,
            parent,
            name: String(span.name),
            kind,
            scope: String(scope?.name),
            attributes: texts(span.attributes),
            frames: (span.events ?? []).flatMap((event) =>
              (texts(event.attributes)['exception.stacktrace'] ?? '').split('\n'),
            ),
          });
        }
  return out;
}

const texts = (attributes: Json | undefined): Record<string, string> =>
  Object.fromEntries((attributes ?? []).map((a) => [String(a.key), String(Object.values(a.value ?? {})[0])]));
