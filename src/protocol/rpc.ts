/**
 * The typed channel between two sides that share nothing: host and engine thread, host and indexer thread, host and
 * webview. One message a request and one answer, in any order:
 *
 *   call -> { t: 'call', id, method, params }     <- { t: 'part', id, value }*   partial results, progress
 *   cancel -> { t: 'cancel', id }                 <- { t: 'ok', id, value } | { t: 'error', id, error }
 *   emit -> { t: 'event', method, params }        dispose -> { t: 'bye' }
 *
 * The receiver looks methods up with Object.hasOwn, answers unknown ones with an error, and aborts the signal of a
 * cancelled call. Once a call was cancelled, answered or disposed of, late messages about it are dropped.
 */

/** `requests` maps a method to its parameters, result and parts; `events` maps an event to its payload. */
export type Api = {
  readonly requests: Record<string, { params: unknown; result: unknown; part?: unknown }>;
  readonly events: Record<string, unknown>;
};

export type Part<R> = R extends { part: infer P } ? P : never;

export type CallContext<P> = {
  readonly signal: AbortSignal;
  /** Sends a partial result or progress before the result. */
  part(value: P, transfer?: readonly ArrayBuffer[]): void;
};

/** One implementation a request; a result may be wrapped in `transferring` to move its buffers. */
export type Handlers<A extends Api> = {
  readonly [M in keyof A['requests']]: (
    params: A['requests'][M]['params'],
    context: CallContext<Part<A['requests'][M]>>,
  ) => Awaitable<A['requests'][M]['result'] | Transferring<A['requests'][M]['result']>>;
};

type Awaitable<T> = T | Promise<T>;

/** What carries the messages: a MessagePort, a Worker, a webview. */
export type Port = {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  /** Returns how to stop listening. */
  listen(receive: (message: unknown) => void): () => void;
};

export class Transferring<T> {
  readonly value: T;
  readonly buffers: readonly ArrayBuffer[];
  constructor(value: T, buffers: readonly ArrayBuffer[]) {
    this.value = value;
    this.buffers = buffers;
  }
}

export function transferring<T>(value: T, ...buffers: readonly ArrayBuffer[]): Transferring<T> {
  return new Transferring(value, buffers);
}

/** An error of the other side, or of the channel itself (`cancelled`, `disposed`, `unknown-method`). */
export class RpcError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
  }
}

export type CallOptions<P> = {
  readonly signal?: AbortSignal | undefined;
  readonly onPart?: (part: P) => void;
};

export type Rpc<Remote extends Api, Local extends Api> = {
  call<M extends keyof Remote['requests'] & string>(
    method: M,
    params: Remote['requests'][M]['params'],
    options?: CallOptions<Part<Remote['requests'][M]>>,
  ): Promise<Remote['requests'][M]['result']>;
  emit<E extends keyof Local['events'] & string>(event: E, payload: Local['events'][E]): void;
  on<E extends keyof Remote['events'] & string>(
    event: E,
    listener: (payload: Remote['events'][E]) => void,
  ): { dispose(): void };
  /** Rejects what is pending with `disposed` (or the error given) and aborts what is running. */
  dispose(reason?: RpcError): void;
};

type Message =
  | { t: 'call'; id: number; method: string; params: unknown }
  | { t: 'part'; id: number; value: unknown }
  | { t: 'ok'; id: number; value: unknown }
  | { t: 'error'; id: number; error: { code: string; message: string } }
  | { t: 'cancel'; id: number }
  | { t: 'event'; method: string; params: unknown }
  | { t: 'bye' };

type Pending = {
  resolve(value: unknown): void;
  reject(error: RpcError): void;
  part: ((value: unknown) => void) | undefined;
};

/** `Remote` is what the other side serves and emits, `Local` what this side does. */
export function createRpc<Remote extends Api, Local extends Api>(
  port: Port,
  handlers: Handlers<Local>,
): Rpc<Remote, Local> {
  const pending = new Map<number, Pending>();
  const running = new Map<number, AbortController>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let nextId = 1;
  let disposed = false;

  const post = (message: Message, transfer: readonly ArrayBuffer[] = []) => {
    if (!disposed) port.post(message, transfer);
  };

  const serve = async (id: number, method: string, params: unknown) => {
    if (!Object.hasOwn(handlers, method)) {
      post({ t: 'error', id, error: { code: 'unknown-method', message: `There is no method "${method}".` } });
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    const active = () => running.get(id) === controller;
    try {
      const handler = handlers[method] as (p: unknown, c: CallContext<unknown>) => Awaitable<unknown>;
      const result = await handler(params, {
        signal: controller.signal,
        part: (value, transfer) => active() && post({ t: 'part', id, value }, transfer),
      });
      if (!active()) return;
      if (result instanceof Transferring) post({ t: 'ok', id, value: result.value }, result.buffers);
      else post({ t: 'ok', id, value: result });
    } catch (error) {
      if (active()) post({ t: 'error', id, error: describeError(error) });
    } finally {
      if (active()) running.delete(id);
    }
  };

  const receive = (raw: unknown) => {
    const message = raw as Message;
    if (disposed || typeof message !== 'object' || message === null) return;
    switch (message.t) {
      case 'call':
        void serve(message.id, message.method, message.params);
        break;
      case 'part':
        pending.get(message.id)?.part?.(message.value);
        break;
      case 'ok':
        settle(message.id)?.resolve(message.value);
        break;
      case 'error':
        settle(message.id)?.reject(new RpcError(message.error.code, message.error.message));
        break;
      case 'cancel':
        running.get(message.id)?.abort();
        running.delete(message.id);
        break;
      case 'event':
        for (const listener of listeners.get(message.method) ?? []) listener(message.params as never);
        break;
      case 'bye':
        close(new RpcError('disposed', 'The other side has gone.'));
        break;
    }
  };

  const settle = (id: number) => {
    const call = pending.get(id);
    pending.delete(id);
    return call;
  };

  const stop = port.listen(receive);
  const close = (reason: RpcError) => {
    if (disposed) return;
    disposed = true;
    stop();
    for (const call of pending.values()) call.reject(reason);
    for (const controller of running.values()) controller.abort();
    pending.clear();
    running.clear();
    listeners.clear();
  };

  return {
    call(method, params, options = {}) {
      const { signal, onPart } = options;
      if (disposed)
        return Promise.reject(new RpcError('disposed', `"${method}" was called on a closed channel.`));
      if (signal?.aborted) return Promise.reject(new RpcError('cancelled', `"${method}" was cancelled.`));
      const id = nextId++;
      return new Promise((resolve, reject) => {
        const cancel = () => {
          if (!settle(id)) return;
          post({ t: 'cancel', id });
          reject(new RpcError('cancelled', `"${method}" was cancelled.`));
        };
        const done = () => signal?.removeEventListener('abort', cancel);
        pending.set(id, {
          resolve: (value) => {
            done();
            resolve(value as never);
          },
          reject: (error) => {
            done();
            reject(error);
          },
          part: onPart as ((value: unknown) => void) | undefined,
        });
        signal?.addEventListener('abort', cancel, { once: true });
        post({ t: 'call', id, method, params });
      });
    },
    emit(event, payload) {
      post({ t: 'event', method: event, params: payload });
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return { dispose: () => void set.delete(listener) };
    },
    dispose(reason = new RpcError('disposed', 'The channel was closed.')) {
      post({ t: 'bye' });
      close(reason);
    },
  };
}

/** Errors cross as a code and a sentence; stacks stay in the log of the side they belong to. */
function describeError(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'internal', message: String(error) };
  const code = (error as { code?: unknown }).code;
  return { code: typeof code === 'string' ? code : 'internal', message: error.message };
}
