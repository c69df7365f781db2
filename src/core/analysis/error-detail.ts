import { type Attribute, attributeText, eventAttributes, spanAttributes } from '../trace/attributes.ts';
import type { Trace } from '../trace/columns.ts';
import { cleanLabel } from './labels.ts';

/** What went wrong in one span, as it says itself; either may be ''. */
export type ErrorDetail = { readonly span: number; readonly type: string; readonly message: string };

/**
 * Type and message of a span's error: its last exception event, else its own exception and error attributes, the
 * status message, the HTTP or gRPC status.
 */
export function errorDetail(trace: Trace, span: number): ErrorDetail {
  const event = exceptionOf(trace, span);
  const own = spanAttributes(trace, span);
  const status = trace.strings.get(trace.details?.statusMessage[span] ?? 0);
  const type = event?.type || textOf(own, 'exception.type') || textOf(own, 'error.type') || '';
  const message =
    event?.message || textOf(own, 'exception.message') || textOf(own, 'error.message') || status;
  const transport = transportStatus(own);
  return {
    span,
    // semconv puts a bare status code into error.type.
    type: cleanLabel(/^\d*$/.test(type) ? transport || type : shortType(type), 80),
    message: cleanLabel(message, 200),
  };
}

function exceptionOf(trace: Trace, span: number): { type: string; message: string } | undefined {
  const d = trace.details;
  if (!d) return undefined;
  for (let e = (d.eventTo[span] ?? 0) - 1; e >= (d.eventFrom[span] ?? 0); e--) {
    const name = trace.strings.get(d.events.name[e] ?? 0);
    if (name !== 'exception' && name !== 'error') continue;
    const attributes = eventAttributes(trace, e);
    return {
      type: textOf(attributes, 'exception.type') || textOf(attributes, 'error.kind'),
      message:
        textOf(attributes, 'exception.message') ||
        textOf(attributes, 'error.object') ||
        textOf(attributes, 'message'),
    };
  }
  return undefined;
}

function textOf(attributes: readonly Attribute[], key: string): string {
  const found = attributes.find((a) => a.key === key);
  return found ? attributeText(found.value) : '';
}

/** "HTTP 503", "gRPC DEADLINE_EXCEEDED"; '' where neither says that something is wrong. */
function transportStatus(attributes: readonly Attribute[]): string {
  const http = Number(
    textOf(attributes, 'http.response.status_code') || textOf(attributes, 'http.status_code'),
  );
  if (http >= 400) return `HTTP ${http}`;
  const grpc = Number(textOf(attributes, 'rpc.grpc.status_code'));
  return grpc > 0 ? `gRPC ${GRPC_CODES[grpc] ?? grpc}` : '';
}

const GRPC_CODES = (
  'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED ' +
  'RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS ' +
  'UNAUTHENTICATED'
).split(' ');

/** `java.net.SocketTimeoutException`, `*errors.errorString`, `app::pay::Refused`: the last part is the name. */
function shortType(type: string): string {
  return /[^.:\\/*$]+$/.exec(type)?.[0] ?? type;
}

/** Whether two spans tell of the same failure: same type, or one message within the other. */
export function sameFailure(a: ErrorDetail, b: ErrorDetail): boolean {
  if (a.type !== '' && a.type === b.type) return true;
  const [short, long] = a.message.length < b.message.length ? [a.message, b.message] : [b.message, a.message];
  return short.length >= 4 && long.includes(short);
}

/** Types that every error of a language or protocol has tell nothing. */
export function isTellingType(type: string): boolean {
  const empty =
    /^(error|exception|throwable|runtimeerror|runtimeexception|errorstring|wraperror|(http|grpc) \w+)$/i;
  return type !== '' && !empty.test(type);
}

/** The shortest that says what it was: a telling type, else the message; '' where nothing was recorded. */
export function reasonOf({ type, message }: ErrorDetail): string {
  return isTellingType(type) ? type : message || type;
}
