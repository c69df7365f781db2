import type { TraceOrigin } from '../../protocol/trace-origin.ts';

export type ShowOptions = {
  /** Selected once the trace is there. */
  readonly spanId?: string | undefined;
  /** Told instead of a message when the trace cannot be had. */
  readonly failed?: (error: unknown) => void;
};

/** Shows a trace in a panel. */
export type ShowTrace = (origin: TraceOrigin, options?: ShowOptions) => void;

/** A trace that was named, before it is known where it is. */
export type NamedTrace = {
  readonly traceId: string;
  readonly spanId: string | undefined;
  /** Where the page it was copied from begins, if it came with one. */
  readonly baseUrl?: string | undefined;
  /** Whose page that was. */
  readonly ui?: string | undefined;
  /** Grafana: uid of the data source. */
  readonly dataSource?: string | undefined;
};
