import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { Logger } from '../core/ports.ts';
import {
  type Api,
  type CallOptions,
  createRpc,
  type Handlers,
  type Part,
  type Rpc,
  RpcError,
} from '../protocol/rpc.ts';
import { threadPort } from '../protocol/thread-port.ts';

export type ThreadOptions<Remote extends Api, Local extends Api> = {
  /** As the user reads it: "trace engine", "code indexer". */
  readonly name: string;
  readonly file: string;
  readonly handlers: Handlers<Local>;
  readonly log: Logger;
  /** Runs on every start, before any other call. */
  readonly configure: (rpc: Rpc<Remote, Local>) => Promise<unknown>;
};

type Live<Remote extends Api, Local extends Api> = {
  readonly worker: Worker;
  readonly rpc: Rpc<Remote, Local>;
  readonly ready: Promise<unknown>;
};

/**
 * A worker thread behind a channel that outlives it: started by the first call, restarted once when it crashes, and
 * after a second crash only when the user asks. Calls that were under way when it crashed are rejected with the reason.
 */
export class Thread<Remote extends Api, Local extends Api> implements vscode.Disposable {
  readonly #options: ThreadOptions<Remote, Local>;
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();
  #live: Live<Remote, Local> | undefined;
  #crashes = 0;
  #disposed = false;

  constructor(options: ThreadOptions<Remote, Local>) {
    this.#options = options;
  }

  async call<M extends keyof Remote['requests'] & string>(
    method: M,
    params: Remote['requests'][M]['params'],
    options?: CallOptions<Part<Remote['requests'][M]>>,
  ): Promise<Remote['requests'][M]['result']> {
    const live = this.#start();
    await live.ready;
    return live.rpc.call(method, params, options);
  }

  /** Survives restarts. Does not start the thread. */
  on<E extends keyof Remote['events'] & string>(
    event: E,
    listener: (payload: Remote['events'][E]) => void,
  ): vscode.Disposable {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set);
    set.add(listener as (payload: never) => void);
    if (set.size === 1) this.#live?.rpc.on(event, (p) => this.#dispatch(event, p as never));
    return new vscode.Disposable(() => set.delete(listener as (payload: never) => void));
  }

  dispose(): void {
    this.#disposed = true;
    this.#live?.rpc.dispose();
    void this.#live?.worker.terminate();
    this.#live = undefined;
  }

  #start(): Live<Remote, Local> {
    const { name, file, handlers, configure } = this.#options;
    if (this.#disposed) throw new RpcError('disposed', `The ${name} was stopped.`);
    if (this.#live) return this.#live;
    if (this.#crashes > 1)
      throw new RpcError(
        'crashed',
        `The ${name} crashed twice and was not started again. Reload the window.`,
      );
    const worker = new Worker(file, { name: `spanlight ${name}` });
    const rpc = createRpc<Remote, Local>(threadPort(worker), handlers);
    const live = { worker, rpc, ready: configure(rpc) };
    live.ready.catch(() => {});
    this.#live = live;
    for (const event of this.#listeners.keys())
      rpc.on(event as keyof Remote['events'] & string, (p) => this.#dispatch(event, p as never));
    let reason = 'it exited';
    worker.on('error', (error: Error) => {
      reason = error.message;
    });
    worker.on('exit', () => {
      if (this.#live === live) this.#crashed(live, reason);
    });
    return live;
  }

  #dispatch(event: string, payload: never): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload);
  }

  #crashed(live: Live<Remote, Local>, reason: string): void {
    const { name, log } = this.#options;
    this.#live = undefined;
    this.#crashes++;
    log.error(`The ${name} crashed: ${reason}`);
    const again = this.#crashes === 1;
    live.rpc.dispose(
      new RpcError(
        'crashed',
        `The ${name} crashed (${reason})${again ? ' and was restarted; try again.' : '.'}`,
      ),
    );
    if (again) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('Spanlight: the {0} crashed and was restarted ({1}).', name, reason),
      );
      this.#start();
    } else
      void vscode.window.showErrorMessage(
        vscode.l10n.t(
          'Spanlight: the {0} crashed again ({1}). Reload the window to start it; the log has details.',
          name,
          reason,
        ),
      );
  }
}
