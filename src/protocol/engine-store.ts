/** The embedded receiver and what is special about the embedded store; its data is asked for by `backend.*`. */

export type ReceiverConfig = {
  /** Address to listen on; the loopback one means both 127.0.0.1 and ::1. */
  readonly host: string;
  /** Undefined: not served. 0: any free port. */
  readonly httpPort: number | undefined;
  readonly grpcPort: number | undefined;
  readonly zipkinPort: number | undefined;
  /** Web pages that may send. */
  readonly origins: 'none' | 'localhost' | readonly string[];
  /** Host names taken beside addresses and localhost. */
  readonly hosts: readonly string[];
};

/** Zero or less: no limit of this kind. */
export type RetentionConfig = {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
  readonly maxTraces: number;
};

export type ListenerProtocol = 'http' | 'grpc' | 'zipkin';

/** A program that holds a port we would listen on. */
export type Occupant = {
  readonly kind: 'spanlight' | 'jaeger' | 'tempo' | 'zipkin' | 'collector' | 'unknown';
  /** As the system names the process, where it says. */
  readonly process: string | undefined;
  readonly pid: number | undefined;
  /** Where its query API answered: what a connection could be made to. */
  readonly url: string | undefined;
};

export type ListenerStatus = {
  readonly protocol: ListenerProtocol;
  /** The one listened on, or wanted. */
  readonly port: number;
  /**
   * `shared`: another window listens and writes to the same store; this one takes over when it goes. `blocked`: a
   * program that is none of ours has the port; it is tried again.
   */
  readonly state: 'starting' | 'listening' | 'shared' | 'blocked' | 'failed';
  /** What is so, and where something is wrong, what to do. */
  readonly sentence: string;
  readonly occupant: Occupant | undefined;
};

export type ReceiverStatus = {
  readonly state: 'off' | 'starting' | 'receiving' | 'shared' | 'blocked';
  readonly listeners: readonly ListenerStatus[];
  /** Over the last five seconds, whoever received them. */
  readonly spansPerSecond: number;
  /** Since this receiver was started. */
  readonly spans: number;
  readonly rejected: number;
  readonly lastReceivedMs: number | undefined;
  /** Such as a full disk, or listening on all interfaces. */
  readonly problems: readonly string[];
};

export const RECEIVER_OFF: ReceiverStatus = {
  state: 'off',
  listeners: [],
  spansPerSecond: 0,
  spans: 0,
  rejected: 0,
  lastReceivedMs: undefined,
  problems: [],
};

export type StoreInfo = {
  readonly path: string;
  readonly bytes: number;
  readonly spans: number;
  readonly traces: number;
  readonly oldestMs: number | undefined;
  readonly newestMs: number | undefined;
};

/** Spans were added or removed, here or by another window; at most twice a second. */
export type StoreChange = { readonly spans: number; readonly removed: boolean };

export type TransferProgress = { readonly done: number; readonly total: number | undefined };

export type StoreRequests = {
  'receiver.start': { params: ReceiverConfig; result: ReceiverStatus };
  'receiver.stop': { params: undefined; result: ReceiverStatus };
  'receiver.status': { params: undefined; result: ReceiverStatus };
  /** Sends a small trace to the receiver as any program would, over HTTP. */
  'receiver.sendTest': { params: undefined; result: { readonly traceId: string } };
  'store.info': { params: undefined; result: StoreInfo };
  'store.retention': { params: RetentionConfig; result: undefined };
  'store.clear': { params: undefined; result: undefined };
  /** Writes what is held and stops receiving; to be awaited before the engine is ended, or the last moments are lost. */
  'store.close': { params: undefined; result: undefined };
  /** Writes OTLP JSON, a trace a line; all traces when none are named. */
  'store.export': {
    params: {
      path: string;
      traceIds?: readonly string[];
      /** Keys whose values are taken out (see core/trace/secret-keys.ts); undefined: all is written as it is. */
      secretKeys?: readonly string[];
    };
    result: { readonly traces: number; readonly spans: number };
    part: TransferProgress;
  };
  /** Any trace file that can be opened. */
  'store.import': {
    params: { path: string };
    result: { readonly traces: number; readonly spans: number; readonly rejected: number };
    part: TransferProgress;
  };
  /** Environments and versions that statistics are kept for, by service. */
  'store.dimensions': { params: undefined; result: readonly StoreDimension[] };
};

export type StoreDimension = {
  readonly service: string;
  readonly environment: string;
  readonly version: string;
};

export type StoreEvents = {
  'receiver.status': ReceiverStatus;
  'store.changed': StoreChange;
  /** To be shown to the user: a file that was set aside, a disk that is full. */
  'store.note': { readonly level: 'info' | 'warn' | 'error'; readonly text: string };
};
