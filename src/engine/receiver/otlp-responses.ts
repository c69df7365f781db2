/** The few messages a receiver writes, in both encodings of OTLP/HTTP. */

export type Encoding = 'protobuf' | 'json';

export const CONTENT_TYPE = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;

/** Refused parts of a request that was taken otherwise. */
export type Rejected = { readonly count: number; readonly reason: string };

export type Signal = 'traces' | 'logs' | 'metrics';

const REJECTED_FIELD = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
} as const;

/** Export*ServiceResponse: partial_success (1) { rejected_* (1) int64, error_message (2) }, unset on full success. */
export function exportResponse(encoding: Encoding, signal: Signal, rejected: Rejected): Uint8Array {
  const { count, reason } = rejected;
  if (encoding === 'json')
    return utf8(
      count === 0
        ? '{}'
        : JSON.stringify({
            partialSuccess: { [REJECTED_FIELD[signal]]: String(count), errorMessage: reason },
          }),
    );
  if (count === 0) return new Uint8Array(0);
  return lengthDelimited(1, Uint8Array.from([8, ...varint(count), ...lengthDelimited(2, utf8(reason))]));
}

/** google.rpc.Status: code (1) int32, message (2). */
export function statusMessage(encoding: Encoding, code: number, message: string): Uint8Array {
  if (encoding === 'json') return utf8(JSON.stringify({ code, message }));
  return Uint8Array.from([8, ...varint(code), ...lengthDelimited(2, utf8(message))]);
}

const utf8 = (text: string) => new TextEncoder().encode(text);

function lengthDelimited(field: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([(field << 3) | 2, ...varint(bytes.length), ...bytes]);
}

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  out.push(rest);
  return out;
}
