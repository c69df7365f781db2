import { STATUS, type Trace } from '../trace/columns.ts';
import type { SpanFacts } from './span-facts.ts';

/** gRPC codes that are the server's fault (OpenTelemetry, semantic conventions for RPC spans). */
const GRPC_FAILURES: ReadonlySet<number> = new Set([2, 4, 12, 13, 14, 15]);

/**
 * 1 for spans that failed: error status, or none at all and an HTTP status of 500 and more or a gRPC code that means a
 * failure of the server. Instrumentation written by hand often leaves the status out.
 */
export function failuresOf(trace: Trace, facts: SpanFacts): Uint8Array {
  const failed = new Uint8Array(trace.count);
  for (let i = 0; i < trace.count; i++) {
    const status = trace.status[i];
    if (status === STATUS.error) failed[i] = 1;
    else if (status === STATUS.unset)
      failed[i] = (facts.httpStatus[i] ?? 0) >= 500 || GRPC_FAILURES.has(facts.grpcStatus[i] ?? 0) ? 1 : 0;
  }
  return failed;
}
