import { decodeJaegerJson } from '../../src/core/otlp/decode-jaeger.ts';
import { decodeOtlpJson } from '../../src/core/otlp/decode-otlp-json.ts';
import { decodeOtlpProtobuf } from '../../src/core/otlp/decode-otlp-protobuf.ts';
import { buildTraces } from '../../src/core/trace/build-traces.ts';
import type { SpanBatch } from '../../src/core/trace/span-batch.ts';
import type { BenchRow } from '../support/bench-table.ts';
import { fixture } from '../support/fixtures.ts';
import { fuzzDecode, SAMPLES } from '../support/fuzz-decode.ts';
import { median } from '../support/median.ts';
import { jaegerJsonBytes, otlpJsonBytes, otlpProtobufBytes } from './generate-bytes.ts';
import { type GeneratedTrace, generateTrace } from './generate-trace.ts';

const MUTATIONS = 10_000;

type Decoder = { readonly name: string; readonly decode: (bytes: Uint8Array) => SpanBatch };
const JSON_DECODERS: readonly (Decoder & { bytes: (trace: GeneratedTrace) => Uint8Array })[] = [
  { name: 'OTLP JSON', decode: decodeOtlpJson, bytes: otlpJsonBytes },
  { name: 'Jaeger JSON', decode: decodeJaegerJson, bytes: jaegerJsonBytes },
];

/** A million spans with all their attributes are more than one JavaScript string can hold, which JSON.parse needs. */
const SIZES = [
  { count: 10_000, label: '10k spans', detail: 'full', allowed: 1 },
  { count: 100_000, label: '100k spans', detail: 'full', allowed: 0.5 },
  { count: 1_000_000, label: '1M spans (compact)', detail: 'compact', allowed: 0.5 },
] as const;

export async function rows(): Promise<readonly BenchRow[]> {
  const all: BenchRow[] = [];
  for (const { count, label, detail, allowed } of SIZES) {
    const trace = generateTrace(count, detail);
    for (const { name, decode, bytes } of JSON_DECODERS)
      all.push(...compare(`${name}, ${label}`, decode, bytes(trace), allowed));
    const protobuf = otlpProtobufBytes(trace);
    const took = median(() => decodeOtlpProtobuf(protobuf));
    all.push({ name: `OTLP protobuf, ${label}, ${mib(protobuf)}`, value: took, unit: 'ms' });
    all.push({ name: `OTLP protobuf, ${label}`, value: (count / took) * 1000, unit: 'spans/s' });
    // A batch is used up by building, so each run decodes first and that time is taken off.
    const both = median(() => buildTraces(decodeOtlpProtobuf(protobuf)));
    all.push({ name: `columns -> trace, ${label}`, value: both - took, unit: 'ms' });
  }
  return [...all, ...fuzzed()];
}

/** Damaged samples: each mutation ends in a trace or a DecodeError (anything else ends the bench), and quickly. */
function fuzzed(): BenchRow[] {
  return SAMPLES.map((name) => {
    const { decoded, refused, slowestMs } = fuzzDecode(fixture(`formats/${name}`), MUTATIONS, 1);
    const outcome = `${decoded} read, ${refused} refused`;
    return {
      name: `slowest of ${MUTATIONS} mutations of ${name} (${outcome})`,
      value: slowestMs,
      unit: 'ms',
      target: 100,
    };
  });
}

/** JSON.parse gets its text ready made: reading the bytes as UTF-8 is not counted against it. */
function compare(
  name: string,
  decode: (bytes: Uint8Array) => SpanBatch,
  bytes: Uint8Array,
  allowed: number,
): BenchRow[] {
  const took = median(() => decode(bytes));
  const text = new TextDecoder().decode(bytes);
  const parse = median(() => JSON.parse(text));
  return [
    { name: `${name}, ${mib(bytes)}`, value: took, unit: 'ms', peer: { name: 'JSON.parse', value: parse } },
    { name: `${name}, of JSON.parse`, value: took / parse, unit: 'x', target: allowed },
  ];
}

const mib = (bytes: Uint8Array) => `${(bytes.length / 2 ** 20).toFixed(1)} MiB`;
