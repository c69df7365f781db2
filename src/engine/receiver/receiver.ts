import type { Logger } from '../../core/ports.ts';
import type {
  ListenerProtocol,
  ListenerStatus,
  ReceiverConfig,
  ReceiverStatus,
} from '../../protocol/engine-store.ts';
import { entryUrl } from '../entry-url.ts';
import type { Clock } from '../store/clock.ts';
import { Counters } from './counters.ts';
import type * as GrpcListener from './grpc-listener.ts';
import { httpListener } from './http-listener.ts';
import { type Identity, OTLP_NOT_FOUND, otlpRoutes } from './http-routes.ts';
import type { Ingest } from './ingest.ts';
import { type KeptPort, keepPort, type Listening } from './keep-port.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { isLoopback, listenOn, openHttp } from './listen-on.ts';
import type { ListenerClaims } from './listener-claims.ts';
import { takeOtlp } from './otlp-http.ts';
import { refusalFor } from './refusal.ts';
import { occupantSentence, whoListens } from './who-listens.ts';
import { ZIPKIN_NOT_FOUND, zipkinRoutes } from './zipkin-routes.ts';

export type ReceiverOptions = {
  readonly config: ReceiverConfig;
  readonly ingest: Ingest;
  readonly identity: Identity;
  readonly claims: ListenerClaims;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: Limits;
  readonly retryMs?: number;
  readonly changed: () => void;
};

export type Receiver = { readonly status: () => ReceiverStatus; readonly stop: () => Promise<void> };

/** Half of the time within which another window must have taken over. */
const RETRY_MS = 1000;

const SETTING: Readonly<Record<ListenerProtocol, string>> = {
  http: 'spanlight.receiver.httpPort',
  grpc: 'spanlight.receiver.grpcPort',
  zipkin: 'spanlight.receiver.zipkinPort',
};

export function startReceiver(options: ReceiverOptions): Receiver {
  const { config, claims, log } = options;
  const limits = options.limits ?? DEFAULT_LIMITS;
  const counters = new Counters(options.clock);
  const guard = { hosts: config.hosts, origins: config.origins };
  const ingest: Ingest = {
    spans: (batch, protocol) => {
      options.ingest.spans(batch, protocol);
      counters.count(batch.count, batch.rejected);
    },
    logs: (records) => options.ingest.logs(records),
  };

  const keep = (protocol: ListenerProtocol, port: number, listen: (port: number) => Promise<Listening>) =>
    keepPort({
      protocol,
      port,
      retryMs: options.retryMs ?? RETRY_MS,
      isShared: () => claims.heldByOther(port),
      identify: () => whoListens(port),
      describe: (occupant) => occupantSentence(port, SETTING[protocol], occupant),
      changed: (status) => {
        log.info(`receiver: ${protocol}: ${status.sentence}`);
        options.changed();
      },
      listen: async (wanted) => {
        const listening = await listen(wanted);
        claims.claim(listening.port);
        return {
          ...listening,
          close: async () => {
            await listening.close();
            claims.release(listening.port);
          },
        };
      },
    });

  const kept: KeptPort[] = [];
  if (config.httpPort !== undefined) {
    const routes = otlpRoutes(ingest, options.identity);
    const make = () => httpListener({ routes, notFound: OTLP_NOT_FOUND, guard, limits, log });
    kept.push(keep('http', config.httpPort, (port) => listenOn(openHttp(make), config.host, port)));
  }
  if (config.grpcPort !== undefined) {
    const service: GrpcListener.GrpcService = {
      take: (signal, message) => takeOtlp(signal, 'grpc', message, ingest),
      refuse: (error) => refusalFor(error, log),
    };
    kept.push(
      keep('grpc', config.grpcPort, async (port) => {
        const { openGrpc } = await loadGrpc();
        return listenOn(openGrpc(service, limits), config.host, port);
      }),
    );
  }
  if (config.zipkinPort !== undefined) {
    const routes = zipkinRoutes(ingest);
    const make = () => httpListener({ routes, notFound: ZIPKIN_NOT_FOUND, guard, limits, log });
    kept.push(keep('zipkin', config.zipkinPort, (port) => listenOn(openHttp(make), config.host, port)));
  }

  return {
    status: () => ({
      state: overall(kept.map((k) => k.status())),
      listeners: kept.map((k) => k.status()),
      spansPerSecond: counters.rate(),
      spans: counters.spans,
      rejected: counters.rejected,
      lastReceivedMs: counters.lastReceivedMs,
      problems: isLoopback(config.host) ? [] : [exposed(config.host)],
    }),
    stop: async () => void (await Promise.all(kept.map((k) => k.close()))),
  };
}

/** Kept out of this bundle: see grpc-listener.ts. */
function loadGrpc(): Promise<typeof GrpcListener> {
  return import(entryUrl('grpc', './receiver/grpc-listener.ts').href);
}

function overall(listeners: readonly ListenerStatus[]): ReceiverStatus['state'] {
  const any = (state: ListenerStatus['state']) => listeners.some((l) => l.state === state);
  if (listeners.length === 0) return 'off';
  if (any('listening')) return 'receiving';
  if (any('shared')) return 'shared';
  return any('starting') ? 'starting' : 'blocked';
}

const exposed = (host: string) =>
  `The receiver listens on ${host}: whoever can reach this machine over the network can send traces to it. ` +
  'Set spanlight.receiver.host to 127.0.0.1 unless that is what you want.';
