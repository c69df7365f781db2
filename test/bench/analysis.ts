import { analyse } from '../../src/core/analysis/analyse.ts';
import { compareTraces } from '../../src/core/analysis/compare.ts';
import { type Context, contextOf } from '../../src/core/analysis/context.ts';
import { criticalPath } from '../../src/core/analysis/critical-path.ts';
import { flameOf } from '../../src/core/analysis/flame.ts';
import { flameRows } from '../../src/core/analysis/flame-rows.ts';
import { LatencySketch } from '../../src/core/analysis/latency-sketch.ts';
import { spanStatistics } from '../../src/core/analysis/operation-stats.ts';
import { overRepresented } from '../../src/core/analysis/over-represented.ts';
import { findPatterns } from '../../src/core/analysis/patterns/find-patterns.ts';
import { selfTimes } from '../../src/core/analysis/self-time.ts';
import { decodeOtlpProtobuf } from '../../src/core/otlp/decode-otlp-protobuf.ts';
import { buildTraces } from '../../src/core/trace/build-traces.ts';
import type { Trace } from '../../src/core/trace/columns.ts';
import type { BenchRow } from '../support/bench-table.ts';
import { median } from '../support/median.ts';
import { otlpJsonBytes, otlpProtobufBytes } from './generate-bytes.ts';
import { generateTrace } from './generate-trace.ts';

const SIZES = [
  { count: 10_000, label: '10k spans', detail: 'full', target: undefined },
  { count: 100_000, label: '100k spans', detail: 'full', target: 150 },
  { count: 1_000_000, label: '1M spans (compact)', detail: 'compact', target: undefined },
] as const;

export async function rows(): Promise<readonly BenchRow[]> {
  const all: BenchRow[] = [];
  for (const { count, label, detail, target } of SIZES) {
    const generated = generateTrace(count, detail);
    const [trace] = buildTraces(decodeOtlpProtobuf(otlpProtobufBytes(generated)));
    if (!trace) throw new Error('The generator made no trace.');
    // What reading the same trace as JavaScript objects takes, before anything is found out about it.
    const text = new TextDecoder().decode(otlpJsonBytes(generated));
    const parse = { name: 'JSON.parse', value: median(() => JSON.parse(text)) };
    all.push({
      name: `all analyses, ${label}`,
      value: median(() => analyse(trace)),
      unit: 'ms',
      ...(target === undefined ? {} : { target }),
      peer: parse,
    });
    for (const [name, work] of parts(trace))
      all.push({ name: `  ${name}, ${label}`, value: median(work), unit: 'ms' });
  }
  all.push(...sketchRows());
  return all;
}

function parts(trace: Trace): [string, () => unknown][] {
  const context = contextOf(trace);
  return [
    ['columns that all share', () => contextOf(trace)],
    ['self time', () => selfTimes(trace, context.times)],
    ['critical path', () => criticalPath(trace, context.times)],
    ['patterns', () => findPatterns(context)],
    ['flame, merged', () => flameOf(context)],
    ['flame, over time', () => flameRows(trace, context.times)],
    ['statistics by operation', () => spanStatistics([context], { by: 'operation' })],
    ['compare with itself', () => compareTraces([context], [context])],
    ['values of failed spans', () => overRepresented(...split(context))],
  ];
}

function split({ trace, failed }: Context): Parameters<typeof overRepresented> {
  const [chosen, rest]: [number[], number[]] = [[], []];
  for (let i = 0; i < trace.count; i++) (failed[i] ? chosen : rest).push(i);
  return [[{ trace, spans: chosen }], [{ trace, spans: rest }]];
}

function sketchRows(): BenchRow[] {
  const n = 1_000_000;
  const values = Float64Array.from({ length: n }, (_, i) => 1e4 * (1 + ((i * 7919) % 100_003)));
  const filled = () => {
    const sketch = new LatencySketch();
    for (const value of values) sketch.add(value);
    return sketch;
  };
  const bytes = filled().toBytes();
  const [a, b] = [LatencySketch.fromBytes(bytes), LatencySketch.fromBytes(bytes)];
  const times = 1_000;
  const repeat = (work: () => unknown) => (median(() => Array.from({ length: times }, work)) * 1_000) / times;
  return [
    { name: 'latency sketch, values added', value: (n / median(filled)) * 1_000, unit: 'values/s' },
    { name: 'latency sketch, merge', value: repeat(() => a.merge(b)), unit: 'µs' },
    {
      name: 'latency sketch, bytes -> sketch',
      value: repeat(() => LatencySketch.fromBytes(bytes)),
      unit: 'µs',
    },
    { name: 'latency sketch, size', value: bytes.length, unit: 'bytes' },
  ];
}
