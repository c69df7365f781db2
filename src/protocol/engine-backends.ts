import type {
  BackendInfo,
  LogEntry,
  Operation,
  RemoteKind,
  SearchPage,
  ServiceGraphResult,
  SiteStatsRequest,
  SiteStatsResult,
  StatsRequest,
  StatsResult,
  TimeRange,
  TraceSummary,
} from '../core/ports.ts';

/** The embedded store's connection id; every other one comes from `backend.configure`. */
export const LOCAL_CONNECTION = 'local';

/** How a connection proves who it is. Values are secrets: they never enter settings, logs or error texts. */
export type ConnectionAuth =
  | { readonly type: 'none' }
  | { readonly type: 'bearer'; readonly token: string }
  | { readonly type: 'basic'; readonly user: string; readonly password: string }
  | { readonly type: 'header'; readonly name: string; readonly value: string };

/** PEM texts, not paths: the engine reads no file that a setting names. */
export type ConnectionTls = {
  /** Trusted beside the system's authorities. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
};

export type ConnectionConfig = {
  readonly id: string;
  /** As the user calls it; stands in messages. */
  readonly name: string;
  readonly kind: RemoteKind;
  readonly url: string;
  /** Grafana only: the data source behind it. */
  readonly datasource?: string | undefined;
  readonly auth: ConnectionAuth;
  readonly tls?: ConnectionTls | undefined;
  /** Address of an HTTP proxy; credentials may be part of it. */
  readonly proxy?: string | undefined;
  /** X-Scope-OrgID (Tempo), x-tenant (Jaeger), AccountID[:ProjectID] (VictoriaTraces). */
  readonly tenant?: string | undefined;
  /** Sent as they are, for a gateway in front. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The whole of one request, retries apart. */
  readonly timeoutMs?: number | undefined;
  /** Largest answer taken, after decompression. */
  readonly maxBytes?: number | undefined;
};

/** What a user has before a connection exists: an address, perhaps of some page of a UI, and how to get in. */
export type ProbeRequest = Pick<ConnectionConfig, 'url' | 'auth' | 'tls' | 'proxy' | 'tenant' | 'headers'>;

export type ProbeResult = {
  /** Undefined when nothing known answered. */
  readonly kind: RemoteKind | undefined;
  /** The address to store: the UI's path, query and fragment taken off. */
  readonly url: string;
  readonly version: string | undefined;
  /** Grafana: the trace data sources behind it, as far as the token may list them. */
  readonly datasources: readonly GrafanaDatasource[];
  /** Grafana: uid of the data source whose page the address is of. */
  readonly datasource: string | undefined;
  /** The trace the address pointed at, if any. */
  readonly traceId: string | undefined;
  /** It answers, but not without (other) credentials. */
  readonly needsAuth: boolean;
  /** What was found, and what to do next when it was not enough. */
  readonly sentence: string;
};

export type GrafanaDatasource = { readonly uid: string; readonly name: string; readonly type: string };

/** `connection` is an id of `backend.configure` or LOCAL_CONNECTION in all of these. */
type On = { readonly connection: string };

export type BackendRequests = {
  /** Replaces all connections. Those that did not change keep their sockets and what they know of the server. */
  'backend.configure': { params: { connections: readonly ConnectionConfig[] }; result: undefined };
  'backend.probe': { params: ProbeRequest; result: ProbeResult };
  'backend.describe': { params: On; result: BackendInfo };
  'backend.services': { params: On & { range: TimeRange }; result: readonly string[] };
  'backend.operations': { params: On & { service: string; range: TimeRange }; result: readonly Operation[] };
  'backend.attributeKeys': { params: On & { range: TimeRange }; result: readonly string[] };
  'backend.attributeValues': { params: On & { key: string; range: TimeRange }; result: readonly string[] };
  /** Pages as they come; the result says how many traces they held. */
  'backend.search': {
    params: On & { query: string; range: TimeRange; limit: number };
    result: { readonly found: number };
    part: SearchPage;
  };
  /** Runs until cancelled. */
  'backend.tail': { params: On & { query: string }; result: undefined; part: readonly TraceSummary[] };
  'backend.logs': { params: On & { traceId: string }; result: readonly LogEntry[] };
  'backend.functionStats': { params: On & { request: StatsRequest }; result: StatsResult };
  'backend.siteStats': { params: On & { request: SiteStatsRequest }; result: SiteStatsResult };
  'backend.serviceGraph': { params: On & { range: TimeRange }; result: ServiceGraphResult };
  'backend.link': {
    params: On & { traceId: string; spanId?: string | undefined };
    result: string | undefined;
  };
};
