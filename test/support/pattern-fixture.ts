import { contextOf } from '../../src/core/analysis/context.ts';
import { findPatterns } from '../../src/core/analysis/patterns/find-patterns.ts';
import type { PatternKind } from '../../src/core/analysis/patterns/pattern.ts';
import { type SpanSpec, traceOf } from './trace-fixture.ts';

export const MS = 1e6;

/** The patterns of one kind that a trace shows, with spans by name, times in ms. */
export function patternsOf(kind: PatternKind, ...spans: readonly SpanSpec[]) {
  const context = contextOf(traceOf(...spans));
  const { trace } = context;
  const name = (span: number) => trace.strings.get(trace.name[span] ?? 0);
  return findPatterns(context)
    .filter((p) => p.kind === kind)
    .map((p) => ({
      span: name(p.span),
      count: p.count,
      ms: p.totalNs / MS,
      spans: Array.from(p.spans, name),
      text: p.text,
    }));
}

/** A span as a diagram shows it: times in ms. */
export function at(
  id: string,
  name: string,
  start: number,
  end: number,
  more: Partial<SpanSpec> = {},
): SpanSpec {
  return { id, name, start: Math.round(start * MS), end: Math.round(end * MS), parent: '1', ...more };
}

/** The request of 1 s that most examples hang their spans on. */
export const request: SpanSpec = {
  id: '1',
  name: 'GET /orders',
  service: 'shop',
  kind: 'server',
  start: 0,
  end: 1000 * MS,
};

/** `count` children of `parent`, each `length` ms long, starting every `every` ms from `from` on. */
export function series(
  count: number,
  { from = 0, length = 5, every = length }: { from?: number; length?: number; every?: number },
  make: (i: number) => Partial<SpanSpec>,
): SpanSpec[] {
  return Array.from({ length: count }, (_, i) => {
    const start = from + i * every;
    return at((0x100 + i).toString(16), `step ${i}`, start, start + length, { service: 'shop', ...make(i) });
  });
}
