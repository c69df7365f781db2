/**
 * OTLP/gRPC. An entry of its own in the bundle: the library is large and loaded only when the port is opened.
 * Messages are handed on as bytes; the decoders are those of OTLP/HTTP.
 */
import * as grpc from '@grpc/grpc-js';
import type { Limits } from './limits.ts';
import type { OpenAt } from './listen-on.ts';
import type { Signal } from './otlp-responses.ts';

/** What the receiver does with a message. Handed in: errors' classes are not the same in two bundles. */
export type GrpcService = {
  /** Takes a request's message and returns the answer's. */
  readonly take: (signal: Signal, message: Uint8Array) => Uint8Array;
  readonly refuse: (error: unknown) => { readonly rpcCode: number; readonly message: string };
};

const SERVICES: readonly { readonly signal: Signal; readonly path: string }[] = [
  { signal: 'traces', path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export' },
  { signal: 'logs', path: '/opentelemetry.proto.collector.logs.v1.LogsService/Export' },
  { signal: 'metrics', path: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export' },
];

export function openGrpc(service: GrpcService, limits: Limits): OpenAt {
  grpc.setLogVerbosity(grpc.logVerbosity.NONE);
  return async (host, port) => {
    const server = new grpc.Server({
      'grpc.max_receive_message_length': limits.inflatedBytes,
      'grpc.max_concurrent_streams': limits.requests,
      'grpc.enable_channelz': 0,
    });
    for (const { signal, path } of SERVICES) server.addService(definition(path), { Export: handler(signal) });
    const bound = await bind(server, host, port);
    return { port: bound, close: () => close(server) };
  };

  function handler(signal: Signal): grpc.handleUnaryCall<Buffer, Buffer> {
    return (call, answer) => {
      try {
        answer(null, Buffer.from(service.take(signal, call.request)));
      } catch (error) {
        const { rpcCode, message } = service.refuse(error);
        answer({ code: rpcCode, details: message });
      }
    };
  }
}

const identity = (bytes: Buffer) => bytes;

function definition(path: string): grpc.ServiceDefinition {
  return {
    Export: {
      path,
      requestStream: false,
      responseStream: false,
      requestSerialize: identity,
      requestDeserialize: identity,
      responseSerialize: identity,
      responseDeserialize: identity,
    },
  };
}

function bind(server: grpc.Server, host: string, port: number): Promise<number> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (!error) return resolve(bound);
      // The library puts the system's error into words.
      const code = /\b(E[A-Z]{3,})\b/.exec(error.message)?.[1];
      reject(Object.assign(error, code ? { code } : {}));
    });
  });
}

function close(server: grpc.Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.forceShutdown(), 1000);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
