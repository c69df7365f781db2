import type { SpanBatch } from '../trace/span-batch.ts';
import { truncateSpans } from '../trace/truncate-batch.ts';
import { BatchWriter } from './batch-writer.ts';
import { DecodeError } from './decode-error.ts';
import { readJaegerDocument } from './decode-jaeger.ts';
import { readOtlpDocument } from './decode-otlp-json.ts';
import { readTracesData } from './decode-otlp-protobuf.ts';
import { readStdoutDocument, toNextObject } from './decode-stdout.ts';
import { readZipkinDocument } from './decode-zipkin.ts';
import { detectFormat, type TraceFormat } from './detect.ts';
import { JsonReader } from './json-reader.ts';
import type { DecodeOptions } from './limits.ts';
import { bytesTag, ProtobufReader } from './protobuf-reader.ts';

export type DecodeTracesOptions = DecodeOptions & {
  /** Decompresses gzip; the core has no means of its own. Throws for damaged data and beyond `maxBytes`. */
  readonly gunzip?: (bytes: Uint8Array, maxBytes: number) => Uint8Array;
  /** Of the (decompressed) data. */
  readonly maxBytes?: number;
};

export type DecodeResult = {
  readonly batch: SpanBatch;
  readonly format: TraceFormat;
  /** Sentences: what the data warns of, what was left out or repaired. */
  readonly warnings: readonly string[];
};

/** Positions stay within what the engine counts in machine integers. */
const MAX_BYTES = 2 ** 31 - 1;

const EXPECTED =
  'Expected a trace: OTLP as JSON or protobuf, or the JSON of Jaeger, Tempo, Zipkin or a console exporter';

/** Spans from data of any known format, told from its content. Throws nothing but a DecodeError. */
export function decodeTraces(data: Uint8Array, options?: DecodeTracesOptions): DecodeResult {
  const maxBytes = Math.min(options?.maxBytes ?? MAX_BYTES, MAX_BYTES);
  const bytes = toUtf8(unzip(data, maxBytes, options));
  if (bytes.length > maxBytes) throw tooLarge(bytes.length, maxBytes);
  if (isBlank(bytes))
    throw new DecodeError(
      'empty',
      0,
      `${EXPECTED}, found ${bytes.length === 0 ? 'no data' : 'only whitespace'}.`,
    );
  const detected = detectFormat(bytes);
  if ('format' in detected) return decodeAs(bytes, detected.format, options);
  const found = 'gzip' in detected ? 'gzip in gzip' : detected.instead;
  throw new DecodeError(
    'unknown-format',
    'offset' in detected ? detected.offset : 0,
    `${EXPECTED}, found ${found}.`,
  );
}

function decodeAs(bytes: Uint8Array, format: TraceFormat, options: DecodeOptions | undefined): DecodeResult {
  const w = new BatchWriter(options, bytes.length);
  if (format === 'otlp-protobuf') readTracesData(new ProtobufReader(bytes), w, bytes.length);
  else if (format === 'tempo-protobuf') readTempo(new ProtobufReader(bytes), w);
  else readDocuments(new JsonReader(bytes), w, format);
  return { batch: w.batch, format, warnings: w.warnings };
}

function readTempo(p: ProtobufReader, w: BatchWriter): void {
  const end = p.bytes.length;
  while (p.pos < end)
    if (p.tag(end) === bytesTag(1)) readTracesData(p, w, p.open(end));
    else p.skip(end);
}

type JsonFormat = Exclude<TraceFormat, 'otlp-protobuf' | 'tempo-protobuf'>;

const READ: Readonly<Record<JsonFormat, (r: JsonReader, w: BatchWriter) => void>> = {
  'otlp-json': readOtlpDocument,
  'tempo-json': readOtlpDocument,
  'jaeger-v3': readOtlpDocument,
  jaeger: readJaegerDocument,
  zipkin: readZipkinDocument,
  stdout: readStdoutDocument,
};

/** One document after the other. A file that is still being written may end in the middle of its last one. */
function readDocuments(r: JsonReader, w: BatchWriter, format: JsonFormat): void {
  const read = READ[format];
  const next = format === 'stdout' ? () => toNextObject(r, w) : () => r.peek() >= 0;
  for (let documents = 0; next(); documents++) {
    const rows = w.batch.count;
    try {
      read(r, w);
    } catch (error) {
      if (!(error instanceof DecodeError) || error.code !== 'truncated' || documents === 0) throw error;
      truncateSpans(w.batch, rows);
      w.warn(
        `The last entry is cut off at byte ${error.offset} and was left out; it may still be being written.`,
      );
      return;
    }
  }
}

function unzip(data: Uint8Array, maxBytes: number, options: DecodeTracesOptions | undefined): Uint8Array {
  if (data[0] !== 0x1f || data[1] !== 0x8b) return data;
  if (!options?.gunzip)
    throw new DecodeError('unknown-format', 0, `${EXPECTED}, found gzip, which can't be unpacked here.`);
  try {
    return options.gunzip(data, maxBytes);
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DecodeError(
      'malformed',
      0,
      `The gzip data could not be unpacked (${reason}): it is damaged, cut off or too large.`,
    );
  }
}

/** Windows consoles redirect text as UTF-16. */
function toUtf8(bytes: Uint8Array): Uint8Array {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!little && !big) return bytes;
  return new TextEncoder().encode(new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes));
}

function isBlank(bytes: Uint8Array): boolean {
  return new JsonReader(bytes).peek() < 0;
}

function tooLarge(length: number, limit: number): DecodeError {
  const mb = (n: number) => `${Math.ceil(n / 1e6)} MB`;
  return new DecodeError(
    'too-large',
    limit,
    `The data has ${mb(length)}; at most ${mb(limit)} can be opened at once.`,
  );
}
