/** What a client may ask of the receiver at most. */
export type Limits = {
  /** Bytes of one request as sent. */
  readonly bodyBytes: number;
  /** Bytes of one request unpacked. */
  readonly inflatedBytes: number;
  /** Bytes of all requests being received. */
  readonly heldBytes: number;
  /** Requests being worked on; more are told to come back. */
  readonly requests: number;
  readonly connections: number;
  /** ms to send the headers, and to send everything. */
  readonly headersMs: number;
  readonly requestMs: number;
};

/** The OTLP specification recommends 64 MiB for a request. */
export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 64 * 1024 * 1024,
  inflatedBytes: 64 * 1024 * 1024,
  heldBytes: 96 * 1024 * 1024,
  requests: 256,
  connections: 512,
  headersMs: 10_000,
  requestMs: 30_000,
};

/** Bodies unpacked at a time. */
export const INFLATING = 2;
