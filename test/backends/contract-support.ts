import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeOtlpJson } from '../../src/core/otlp/decode-otlp-json.ts';
import type { FunctionStats } from '../../src/core/ports.ts';
import { buildTraces } from '../../src/core/trace/build-traces.ts';
import type { Trace } from '../../src/core/trace/columns.ts';
import { CATALOG, type Sample } from './samples.ts';

/** 10, 20, ... 300 ms; six of them failed. */
export function assertCatalogStats(stats: FunctionStats | undefined, error: number): void {
  assert.ok(stats);
  assert.equal(stats.count, CATALOG);
  assert.equal(stats.errors, 6);
  // Definitions of a quantile differ by up to one rank.
  const between = (ns: number, least: number, most: number) =>
    assert.ok(
      ns / 1e6 >= least * (1 - error) - 0.001 && ns / 1e6 <= most * (1 + error) + 0.001,
      `${ns / 1e6} ms instead of ${least} to ${most}`,
    );
  between(stats.p50, 150, 160);
  between(stats.p95, 290, 300);
  between(stats.p99, 290, 300);
  if (stats.max !== undefined) assert.equal(Math.round(stats.max / 1e6), 300);
}

export function traceOf({ otlp }: Sample): Trace {
  const [trace] = buildTraces(decodeOtlpJson(new TextEncoder().encode(JSON.stringify(otlp))));
  return trace ?? assert.fail();
}

export function renamed(sample: Sample, traceId: string): Sample {
  const text = JSON.stringify(sample.otlp).replaceAll(sample.traceId, traceId);
  return { ...sample, traceId, otlp: JSON.parse(text) };
}

/** Servers take their time; none takes a minute. */
export async function until(what: () => string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 90_000;
  while (performance.now() < end) {
    if (await holds()) return;
    await sleep(500);
  }
  assert.fail(`not within 90 s: ${what()}`);
}
