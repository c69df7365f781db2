/**
 * What Spanlight offers to other extensions. Copy this file, and write:
 *
 *   const spanlight = vscode.extensions.getExtension<SpanlightExports>('spanlight.spanlight');
 *   const api = (await spanlight?.activate())?.getApi(1);
 *
 * Within a version nothing is taken away or changes its meaning; members may be added.
 */
import type { CancellationToken, Event, Uri } from 'vscode';

export interface SpanlightExports {
  /** Throws when this Spanlight does not offer the version; the message names those it does. */
  getApi(version: 1): SpanlightApi;
}

export interface SpanlightApi {
  readonly version: 1;
  /** What the user looks at: whose traces, of which time, environment and version. */
  readonly selection: SpanlightSelection;
  readonly onDidChangeSelection: Event<SpanlightSelection>;
  /** Traces reached this machine, or were removed from it; at most twice a second. */
  readonly onDidChangeLocalTraces: Event<void>;
  /** Where programs on this machine can send OpenTelemetry; undefined while nothing listens. */
  receiver(): Promise<SpanlightReceiver | undefined>;
  /**
   * Shows a trace: a trace file, or text that names a trace (id, traceparent, B3, X-Ray, Datadog, address of a tracing
   * UI, log line). False when the text names none.
   */
  openTrace(trace: Uri | string): Promise<boolean>;
  /** Shows the traces that match a query (TraceQL or shorthand) in the Traces view. */
  showTraces(query: string): Promise<void>;
  /** Traces that match a query, newest first. Rejects with a sentence for the user. */
  findTraces(
    query: string,
    options?: FindTracesOptions,
    token?: CancellationToken,
  ): Promise<readonly SpanlightTrace[]>;
  /** Figures of the functions of a file over the selection, as the editor shows them; lines count from 0. */
  functionsOf(file: Uri, token?: CancellationToken): Promise<readonly SpanlightFunction[]>;
  /** The code a span leads to, by what it says of itself; undefined when none is found. */
  findCode(span: SpanlightSpan, token?: CancellationToken): Promise<SpanlightLocation | undefined>;
}

export interface SpanlightSelection {
  /** As the user calls it. */
  readonly backend: string;
  readonly from: Date;
  readonly to: Date;
  /** Undefined: all of them. */
  readonly environment: string | undefined;
  readonly version: string | undefined;
}

export interface SpanlightReceiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT; undefined where that protocol is not served. */
  readonly http: string | undefined;
  readonly grpc: string | undefined;
}

export interface FindTracesOptions {
  /** 20 if not given, 1000 at most. */
  readonly limit?: number;
  /** The selection's time if not given. */
  readonly from?: Date;
  readonly to?: Date;
}

export interface SpanlightTrace {
  /** 32 hex digits. */
  readonly traceId: string;
  readonly service: string;
  readonly name: string;
  readonly start: Date;
  readonly durationMs: number;
  /** Undefined where the backend does not say before a trace is opened. */
  readonly spans: number | undefined;
  readonly errors: number | undefined;
}

export interface SpanlightFunction {
  /** With what it is nested in, joined by '.'. */
  readonly name: string;
  readonly line: number;
  readonly endLine: number;
  readonly calls: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly services: readonly string[];
  /** How sure it is that the figures belong to it. */
  readonly confidence: 'exact' | 'likely' | 'guess';
}

export interface SpanlightSpan {
  readonly name: string;
  readonly service?: string;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Of the span: `code.*`, `http.route`, `db.*`, `rpc.*`, `messaging.*` and so on. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** Of its resource. */
  readonly resource?: Readonly<Record<string, string>>;
  /** Of its exception. */
  readonly stackTrace?: string;
}

export interface SpanlightLocation {
  readonly file: Uri;
  /** From 0. */
  readonly line: number;
  readonly symbol: string;
  readonly confidence: 'exact' | 'likely' | 'guess';
  /** How it was found, in sentences. */
  readonly evidence: readonly string[];
}
