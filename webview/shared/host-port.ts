import type { Port } from '../../src/protocol/rpc.ts';

type VsCodeApi = {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

declare function acquireVsCodeApi(): VsCodeApi;

export const vscodeApi = acquireVsCodeApi();

/** The channel to the extension host. Only messages of the embedder are taken. */
export function hostPort(): Port {
  return {
    post: (message) => vscodeApi.postMessage(message),
    listen: (receive) => {
      const listener = (event: MessageEvent) => receive(event.data);
      window.addEventListener('message', listener);
      return () => window.removeEventListener('message', listener);
    },
  };
}
