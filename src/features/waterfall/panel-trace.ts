import type { Engine } from '../../host/engine.ts';
import type { OpenedTrace } from '../../protocol/engine-traces.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { TraceOrigin } from '../../protocol/trace-origin.ts';
import type { LoadPart } from '../../protocol/waterfall.ts';

export type Opened = { readonly trace: OpenedTrace } | { readonly choices: readonly OpenedTrace[] };

/** The trace a panel holds in the engine, from its origin to its end; a refresh replaces it. */
export class PanelTrace {
  readonly #engine: Engine;
  #origin: TraceOrigin;
  /** All traces of the file that was read, until one is chosen. */
  #found: readonly OpenedTrace[] = [];
  #held: OpenedTrace | undefined;

  constructor(engine: Engine, origin: TraceOrigin) {
    this.#engine = engine;
    this.#origin = origin;
  }

  get origin(): TraceOrigin {
    return this.#origin;
  }

  get held(): OpenedTrace | undefined {
    return this.#held;
  }

  get handle(): number {
    if (!this.#held) throw new Error('The trace is not loaded yet.');
    return this.#held.handle;
  }

  async open(traceId: string | undefined, { signal, part }: CallContext<LoadPart>): Promise<Opened> {
    const wanted = traceId ?? this.#origin.traceId;
    const known = this.#found.find((t) => t.traceId === wanted);
    const found = known && this.#held !== known ? this.#found : await this.#read(signal, part);
    const [only] = found;
    const chosen =
      wanted === undefined && found.length > 1 ? undefined : found.find((t) => t.traceId === wanted);
    const trace = chosen ?? (found.length === 1 ? only : undefined);
    if (!trace) {
      this.#found = found;
      return { choices: found };
    }
    const before = this.#held;
    this.#held = trace;
    this.#found = [];
    this.#origin = { ...this.#origin, traceId: trace.traceId };
    for (const other of [...found, before]) if (other && other !== trace) this.#close(other);
    return { trace };
  }

  dispose(): void {
    for (const trace of [...this.#found, this.#held]) if (trace) this.#close(trace);
  }

  #read(signal: AbortSignal, part: (value: LoadPart) => void): Promise<readonly OpenedTrace[]> {
    const options = {
      signal,
      onPart: (progress: Omit<Extract<LoadPart, { kind: 'progress' }>, 'kind'>) =>
        part({ kind: 'progress', ...progress }),
    };
    const origin = this.#origin;
    if (origin.kind === 'file') return this.#engine.call('trace.openFile', { path: origin.path }, options);
    const { connection, traceId, range } = origin;
    const params = range ? { connection, traceId, range } : { connection, traceId };
    return this.#engine.call('trace.open', params, options).then((trace) => [trace]);
  }

  #close({ handle }: OpenedTrace): void {
    this.#engine.call('trace.close', { handle }).catch(() => {});
  }
}
