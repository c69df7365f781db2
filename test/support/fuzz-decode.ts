import assert from 'node:assert/strict';
import { type DecodeResult, decodeTraces } from '../../src/core/otlp/decode.ts';
import { DecodeError } from '../../src/core/otlp/decode-error.ts';
import { buildTraces } from '../../src/core/trace/build-traces.ts';
import { type Random, seeded } from './random.ts';

/** Real samples of every format; see test/fixtures/formats/README.md. */
export const SAMPLES = [
  'otlp.json',
  'js-otlp.json',
  'js-otlp.pb',
  'python-otlp.pb',
  'python-otlp-base64.json',
  'jaeger.json',
  'zipkin.json',
  'js-zipkin.json',
  'python-zipkin.json',
  'go-stdout.json',
  'python-console.json',
] as const;

const TOKENS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    '\\',
    '\\u',
    '\\ud800',
    'null',
    'true',
    '1e999',
    '-',
    '0',
    '[[[[[[[[',
    '{"a":',
  ],
  ...[
    '99999999999999999999999999',
    '-9223372036854775809',
    '""',
    '"traceId"',
    '"spans":[',
    '"attributes":',
    '\n',
    '\0',
  ],
].map((token) => new TextEncoder().encode(token));

/** One to four changes: bytes flipped, cut out, put in, moved; a token put in; the end cut off. */
export function mutate(sample: Uint8Array, { int, pick }: Random): Uint8Array {
  let bytes = Uint8Array.from(sample);
  const splice = (at: number, remove: number, insert: Uint8Array) => {
    const next = new Uint8Array(bytes.length - remove + insert.length);
    next.set(bytes.subarray(0, at));
    next.set(insert, at);
    next.set(bytes.subarray(at + remove), at + insert.length);
    bytes = next;
  };
  for (let changes = 1 + int(4); changes > 0 && bytes.length > 0; changes--) {
    const at = int(bytes.length);
    const length = Math.min(int(40), bytes.length - at);
    const from = int(bytes.length);
    switch (int(7)) {
      case 0:
        bytes[at] = int(256);
        break;
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << int(8));
        break;
      case 2:
        splice(at, length, new Uint8Array(0));
        break;
      case 3:
        splice(at, 0, bytes.slice(from, from + int(400)));
        break;
      case 4:
        splice(at, int(2) * length, pick(TOKENS));
        break;
      case 5:
        splice(
          at,
          0,
          Uint8Array.from({ length: int(9) }, () => pick([0, 1, 0x7f, 0x80, 0xff, int(256)])),
        );
        break;
      default:
        if (int(3) === 0) bytes = bytes.slice(0, at);
    }
  }
  return bytes;
}

export type FuzzResult = {
  readonly decoded: number;
  readonly refused: number;
  readonly slowestMs: number;
  /** Bytes of columns and text for each byte of data, at worst; the fixed room of an empty batch is left out. */
  readonly mostBytes: number;
};

/** Throws for everything that decoding must never do; what it threw over comes with the seed. */
export function fuzzDecode(sample: Uint8Array, mutations: number, seed: number): FuzzResult {
  const random = seeded(seed);
  const result = { decoded: 0, refused: 0, slowestMs: 0, mostBytes: 0 };
  for (let i = 0; i < mutations; i++) {
    const bytes = mutate(sample, random);
    const started = performance.now();
    try {
      const decoded = decodeTraces(bytes);
      buildTraces(decoded.batch);
      result.decoded++;
      result.mostBytes = Math.max(result.mostBytes, (sizeOf(decoded) - EMPTY) / bytes.length);
    } catch (error) {
      if (!(error instanceof DecodeError))
        throw new Error(`mutation ${i} of seed ${seed}: ${error}`, { cause: error });
      assert.ok(error.offset >= 0 && error.offset <= bytes.length, `offset of mutation ${i}, seed ${seed}`);
      assert.match(error.message, /\.$/);
      result.refused++;
    }
    result.slowestMs = Math.max(result.slowestMs, performance.now() - started);
  }
  return result;
}

/** Room of all columns, used or not. */
function sizeOf({ batch }: Pick<DecodeResult, 'batch'>): number {
  let bytes = batch.strings.raw().bytes.buffer.byteLength;
  for (const owner of [batch, batch.attributes, batch.resources, batch.scopes])
    for (const column of Object.values(owner))
      if (
        typeof column === 'object' &&
        column !== null &&
        'data' in column &&
        ArrayBuffer.isView(column.data)
      )
        bytes += column.data.byteLength;
  return bytes;
}

const EMPTY = sizeOf(decodeTraces(new TextEncoder().encode('{"resourceSpans":[]}')));
