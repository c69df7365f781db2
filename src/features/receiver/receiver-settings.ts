import type { Config } from '../../host/config.ts';
import type { ReceiverConfig, RetentionConfig } from '../../protocol/engine-store.ts';

const DAY_MS = 86_400_000;

/** In settings 0 stands for "do not listen"; the engine takes 0 as "any port". */
const port = (value: number) => (Number.isInteger(value) && value > 0 && value < 65_536 ? value : undefined);

export function readReceiverConfig(config: Config): ReceiverConfig {
  return {
    host: config.get('receiver.host') || '127.0.0.1',
    httpPort: port(config.get('receiver.httpPort')),
    grpcPort: port(config.get('receiver.grpcPort')),
    zipkinPort: port(config.get('receiver.zipkinPort')),
    origins: config.get('receiver.allowLocalWebPages') ? 'localhost' : 'none',
    hosts: [],
  };
}

export function readRetention(config: Config): RetentionConfig {
  return {
    maxAgeMs: config.get('store.keepDays') * DAY_MS,
    maxBytes: config.get('store.keepGigabytes') * 1e9,
    maxTraces: config.get('store.keepTraces'),
  };
}
