/** The host of a waterfall page outside of an editor, in a worker: the engine's part, fed with bytes it is handed. */
import { decodeTraces } from '../../../src/core/otlp/decode.ts';
import { buildTraces } from '../../../src/core/trace/build-traces.ts';
import { serialiseTrace } from '../../../src/core/trace/serialise.ts';
import { createRpc, type Handlers } from '../../../src/protocol/rpc.ts';
import type { WaterfallHostApi, WaterfallPanelApi } from '../../../src/protocol/waterfall.ts';
import { pageHost } from '../../../webview/standalone/page-host.ts';

const worker = self as unknown as {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
};
let receive: (message: unknown) => void = () => {};
/** Decoded when the panel asks for it, as when a backend's answer has just arrived. */
let bytes: Uint8Array | undefined;
let host: Handlers<WaterfallHostApi> | undefined;

const stored = (): Handlers<WaterfallHostApi> => {
  if (bytes) {
    const [trace] = buildTraces(decodeTraces(bytes).batch);
    if (!trace) throw new Error('The bytes hold no trace.');
    host = pageHost(serialiseTrace(trace, { details: true }), undefined);
    bytes = undefined;
  }
  if (!host) throw new Error('No trace was given.');
  return host;
};

/** Every request goes to the host of the trace that is there by then. */
const handlers = new Proxy({} as Handlers<WaterfallHostApi>, {
  has: () => true,
  getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
  get: (_, method: string) => (params: unknown, context: unknown) =>
    (stored() as unknown as Record<string, (p: unknown, c: unknown) => unknown>)[method]?.(params, context),
});

createRpc<WaterfallPanelApi, WaterfallHostApi>(
  {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen: (listener) => {
      receive = listener;
      return () => {};
    },
  },
  handlers,
);

worker.onmessage = ({ data }: MessageEvent) => {
  if (typeof data === 'object' && data !== null && 'trace' in data) {
    const { trace, form } = data as { trace: ArrayBuffer; form: 'stored' | 'bytes' };
    if (form === 'bytes') bytes = new Uint8Array(trace);
    else host = pageHost(trace, undefined);
    worker.postMessage('ready', []);
  } else receive(data);
};
