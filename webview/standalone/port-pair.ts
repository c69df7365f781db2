import type { Port } from '../../src/protocol/rpc.ts';

/** Two ends of a channel within a page. Messages arrive later, in order, as they do between threads. */
export function portPair(): [Port, Port] {
  const receivers: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [
    new Set(),
    new Set(),
  ];
  const port = (own: 0 | 1): Port => ({
    post: (message) => {
      queueMicrotask(() => {
        for (const receive of receivers[own === 0 ? 1 : 0]) receive(message);
      });
    },
    listen: (receive) => {
      receivers[own].add(receive);
      return () => void receivers[own].delete(receive);
    },
  });
  return [port(0), port(1)];
}
