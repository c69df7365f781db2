import type { LogRecord } from '../../core/otlp/decode-logs.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';

/** How traces came in; counted apart. */
export type Protocol = 'http/protobuf' | 'http/json' | 'grpc' | 'zipkin';

/** What listeners hand on. Each method may throw a StoreError: the client is told to come back. */
export type Ingest = {
  spans(batch: SpanBatch, protocol: Protocol): void;
  logs(records: readonly LogRecord[]): void;
};
