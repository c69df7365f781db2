import type { IncomingMessage } from 'node:http';
import { DecodeError } from '../../core/otlp/decode-error.ts';
import { decodeOtlpLogsJson } from '../../core/otlp/decode-logs.ts';
import { decodeOtlpLogsProtobuf } from '../../core/otlp/decode-logs-protobuf.ts';
import { decodeOtlpJson } from '../../core/otlp/decode-otlp-json.ts';
import { decodeOtlpProtobuf } from '../../core/otlp/decode-otlp-protobuf.ts';
import { badRequest, unsupportedType } from './http-problem.ts';
import type { Ingest, Protocol } from './ingest.ts';
import { CONTENT_TYPE, type Encoding, exportResponse, type Rejected, type Signal } from './otlp-responses.ts';

export const OTLP_PATHS: Readonly<Record<string, Signal>> = {
  '/v1/traces': 'traces',
  '/v1/logs': 'logs',
  '/v1/metrics': 'metrics',
};

/** By media type, whatever its parameters. */
export function encodingOf(request: IncomingMessage): Encoding {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === CONTENT_TYPE.protobuf || type === 'application/protobuf') return 'protobuf';
  if (type === CONTENT_TYPE.json) return 'json';
  throw unsupportedType(
    `Content-Type "${type}" is not OTLP. Send ${CONTENT_TYPE.protobuf} or ${CONTENT_TYPE.json}.`,
  );
}

/** How a message came: the two of OTLP/HTTP, or gRPC, which is protobuf as well. */
type Carried = Encoding | 'grpc';

/** Takes a request's message and returns the answer's. */
export function takeOtlp(signal: Signal, carried: Carried, body: Uint8Array, ingest: Ingest): Uint8Array {
  const encoding = carried === 'json' ? 'json' : 'protobuf';
  const protocol = carried === 'grpc' ? 'grpc' : (`http/${carried}` as const);
  return exportResponse(encoding, signal, take(signal, encoding, protocol, body, ingest));
}

const NONE: Rejected = { count: 0, reason: '' };

function take(
  signal: Signal,
  encoding: Encoding,
  protocol: Protocol,
  body: Uint8Array,
  ingest: Ingest,
): Rejected {
  // An empty protobuf message is a request without data.
  if (body.length === 0 && encoding === 'protobuf') return NONE;
  if (signal === 'metrics') return NONE;
  if (signal === 'logs') {
    ingest.logs(
      decode(() => (encoding === 'json' ? decodeOtlpLogsJson(body) : decodeOtlpLogsProtobuf(body))),
    );
    return NONE;
  }
  const batch = decode(() => (encoding === 'json' ? decodeOtlpJson(body) : decodeOtlpProtobuf(body)));
  ingest.spans(batch, protocol);
  return { count: batch.rejected, reason: batch.rejectedReason };
}

/** What can't be read is the client's fault, and sending it again won't help. */
export function decode<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(error.message);
    throw error;
  }
}
