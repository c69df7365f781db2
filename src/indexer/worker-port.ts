import type { MessagePort } from 'node:worker_threads';
import type { Port } from '../protocol/rpc.ts';

export function workerPort(port: MessagePort): Port {
  return {
    post: (message, transfer) => port.postMessage(message, [...transfer]),
    listen: (receive) => {
      port.on('message', receive);
      return () => void port.off('message', receive);
    },
  };
}
