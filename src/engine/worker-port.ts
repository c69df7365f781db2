import type { MessagePort } from 'node:worker_threads';
import type { Port } from '../protocol/rpc.ts';

/** A port of a channel, or a worker seen from the thread that started it. */
type Messenger = Pick<MessagePort, 'postMessage'> & {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
};

export function workerPort(port: Messenger): Port {
  return {
    post: (message, transfer) => port.postMessage(message, [...transfer]),
    listen: (receive) => {
      port.on('message', receive);
      return () => void port.off('message', receive);
    },
  };
}
