import { DecodeError } from './decode-error.ts';
import { bytesTag, ProtobufReader } from './protobuf-reader.ts';

/**
 * Whether the data can be OTLP protobuf. Its first byte, field 1 of length-delimited type, is also JSON's newline:
 * where brackets and quotes follow, it must hold together as protobuf to its end.
 */
export function looksLikeTraces(bytes: Uint8Array): boolean {
  if (bytes[0] !== bytesTag(1)) return false;
  let at = 0;
  while (at < bytes.length && WHITESPACE.has(bytes[at] ?? 0)) at++;
  const first = bytes[at];
  if (first !== 123 && first !== 91) return true;
  const second = bytes.subarray(at + 1, at + 200).find((b) => !WHITESPACE.has(b));
  return !(second !== undefined && '"{}[]'.includes(String.fromCharCode(second))) || isWhole(bytes);
}

const WHITESPACE: ReadonlySet<number> = new Set([9, 10, 13, 32]);

function isWhole(bytes: Uint8Array): boolean {
  const p = new ProtobufReader(bytes);
  try {
    while (p.pos < bytes.length) {
      p.tag(bytes.length);
      p.skip(bytes.length);
    }
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

/**
 * Tempo's TraceByIDResponse has one level more: its field 1 is a whole Trace, which has only field 1 itself, where
 * ResourceSpans have scopes in field 2.
 */
export function looksLikeTempoProtobuf(bytes: Uint8Array): boolean {
  const p = new ProtobufReader(bytes);
  const end = bytes.length;
  try {
    p.tag(end);
    const trace = p.open(end);
    while (p.pos < trace) {
      if (p.tag(trace) !== bytesTag(1)) return false;
      const inner = p.open(trace);
      // Inside, a Resource holds key-values only; ResourceSpans come with their scopes.
      while (p.pos < inner) {
        if (p.tag(inner) === bytesTag(2)) return true;
        p.skip(inner);
      }
    }
    return false;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
