/** Where the receiver can be reached; undefined: it does not listen for that protocol, or another program has the port. */
export type ReceiverPorts = { readonly http: number | undefined; readonly grpc: number | undefined };

export type Variable = { readonly name: string; readonly value: string };

/** Every variable Spanlight may set in a program's environment. */
export const EXPORTER_VARIABLES = {
  endpoint: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  protocol: 'OTEL_EXPORTER_OTLP_PROTOCOL',
  exporter: 'OTEL_TRACES_EXPORTER',
} as const;

/** These name another place for traces: an endpoint of ours beside them would be half of a pair. */
const OWN_ENDPOINT = [EXPORTER_VARIABLES.endpoint, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
const OWN_PROTOCOL = [EXPORTER_VARIABLES.protocol, 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'];

/** The address by number: "localhost" may be ::1 to the client, and names can be overridden by proxies' settings. */
const endpointOf = (port: number) => `http://127.0.0.1:${port}`;

/**
 * What makes an OpenTelemetry SDK send to the receiver, without what the environment says already (`value` reads it).
 * Endpoint and protocol go together: a program told to use gRPC gets the gRPC port, and one that has an endpoint of
 * its own keeps its own protocol.
 */
export function exporterEnvironment(
  { http, grpc }: ReceiverPorts,
  value: (name: string) => string | undefined,
): Variable[] {
  const isSet = (name: string) => (value(name) ?? '') !== '';
  const variables: Variable[] = [];
  const set = (name: string, text: string) => {
    if (!isSet(name)) variables.push({ name, value: text });
  };
  if (!OWN_ENDPOINT.some(isSet)) {
    const wanted = OWN_PROTOCOL.map(value).findLast((protocol) => (protocol ?? '') !== '');
    const protocol = wanted ?? (http === undefined ? 'grpc' : 'http/protobuf');
    const port = protocol === 'grpc' ? grpc : http;
    if (port === undefined) return [];
    set(EXPORTER_VARIABLES.endpoint, endpointOf(port));
    if (wanted === undefined) set(EXPORTER_VARIABLES.protocol, protocol);
  }
  set(EXPORTER_VARIABLES.exporter, 'otlp');
  return variables;
}
