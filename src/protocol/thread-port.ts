import type { Port } from './rpc.ts';

/** A port of `node:worker_threads`, or a worker seen from the thread that started it. */
type Messenger = {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
};

export function threadPort(thread: Messenger): Port {
  return {
    post: (message, transfer) => thread.postMessage(message, [...transfer]),
    listen: (receive) => {
      thread.on('message', receive);
      return () => void thread.off('message', receive);
    },
  };
}
