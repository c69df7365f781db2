import { decodeOtlpJson } from '../../../core/otlp/decode-otlp-json.ts';
import { decodeOtlpProtobuf, decodeTempoProtobuf } from '../../../core/otlp/decode-otlp-protobuf.ts';
import { bytesTag, ProtobufReader, varintTag } from '../../../core/otlp/protobuf-reader.ts';
import type { TraceHints } from '../../../core/ports.ts';
import type { Trace } from '../../../core/trace/columns.ts';
import type { Http, HttpAnswer } from '../http.ts';
import { decodeTraces } from '../traces.ts';
import { seconds } from './tempo-api.ts';

export type TempoTrace = { readonly trace: Trace; readonly partial: string | undefined };

const PROTOBUF = 'application/protobuf';
/** Spans of a trace may lie outside the window it was found in. */
const MARGIN_MS = 3_600_000;

/** Undefined: it has no such trace. The newer API says so with an empty trace, the older one with 404. */
export async function fetchTempoTrace(
  http: Http,
  traceId: string,
  hints: TraceHints,
  signal: AbortSignal,
): Promise<TempoTrace | undefined> {
  // A window spares it looking through every block; the whole store is asked only when that found nothing.
  const near = hints.range && { fromMs: hints.range.fromMs - MARGIN_MS, toMs: hints.range.toMs + MARGIN_MS };
  for (const query of near ? [seconds(near), []] : [[]]) {
    const newer = await http.send({
      path: `/api/v2/traces/${traceId}`,
      query,
      accept: PROTOBUF,
      allow: [404],
      signal,
    });
    const found = newer.status === 404 ? undefined : readNewer(http, newer, traceId);
    if (found) return found;
    if (newer.status !== 404) continue;
    const older = await http.send({
      path: `/api/traces/${traceId}`,
      query,
      accept: PROTOBUF,
      allow: [404],
      signal,
    });
    const trace = older.status === 404 ? undefined : read(http, older, decodeOtlpProtobuf, traceId);
    if (trace) return { trace, partial: undefined };
  }
  return undefined;
}

function readNewer(http: Http, answer: HttpAnswer, traceId: string): TempoTrace | undefined {
  const trace = read(http, answer, decodeTempoProtobuf, traceId);
  return trace && { trace, partial: isJson(answer) ? undefined : partialMessage(answer.body) };
}

function read(
  http: Http,
  answer: HttpAnswer,
  decode: typeof decodeOtlpProtobuf,
  traceId: string,
): Trace | undefined {
  if (answer.body.length === 0) return undefined;
  // Something between may not pass the header on.
  const traces = decodeTraces(http.asked, () => (isJson(answer) ? decodeOtlpJson : decode)(answer.body));
  return traces.find((trace) => trace.traceId === traceId);
}

const isJson = (answer: HttpAnswer) => /json/i.test(answer.contentType);

/** TraceByIDResponse: status is field 3 (1: partial), its message field 4. */
function partialMessage(bytes: Uint8Array): string | undefined {
  const reader = new ProtobufReader(bytes);
  let partial = false;
  let message = '';
  while (reader.pos < bytes.length) {
    const tag = reader.tag(bytes.length);
    if (tag === varintTag(3)) partial = reader.varint(bytes.length) === 1;
    else if (tag === bytesTag(4)) {
      const end = reader.open(bytes.length);
      message = new TextDecoder().decode(bytes.subarray(reader.pos, end));
      reader.pos = end;
    } else reader.skip(bytes.length);
  }
  return partial ? message || 'the trace is larger than Tempo hands out' : undefined;
}
