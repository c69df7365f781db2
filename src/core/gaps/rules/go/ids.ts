const CONTRIB = 'go.opentelemetry.io/contrib/instrumentation';

/** Handlers and transports of one package are told apart: a server that is traced says nothing of the clients. */
export const OTELHTTP_SERVER = `${CONTRIB}/net/http/otelhttp#server`;
export const OTELHTTP_CLIENT = `${CONTRIB}/net/http/otelhttp#client`;
export const OTELGRPC_SERVER = `${CONTRIB}/google.golang.org/grpc/otelgrpc#server`;
export const OTELGRPC_CLIENT = `${CONTRIB}/google.golang.org/grpc/otelgrpc#client`;

/** Middleware around a whole server, whoever made it. */
export const SERVERS = [OTELHTTP_SERVER, 'go.http-middleware'] as const;

export const contrib = (path: string): string => `${CONTRIB}/${path}`;

export const OTELHTTP = {
  package: `${CONTRIB}/net/http/otelhttp`,
  enable: 'wrap the server’s handler in otelhttp.NewHandler(mux, "server")',
} as const;

export const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'Any'] as const;
export const Verbs = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'Any', 'All'] as const;
