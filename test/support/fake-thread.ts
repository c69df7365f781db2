import type { Thread } from '../../src/host/threads.ts';
import type { Api, Handlers } from '../../src/protocol/rpc.ts';

type Answer = (params: never, context: { signal: AbortSignal; part(value: unknown): void }) => unknown;

/**
 * A thread as the host sees it, in this one: answers are copied as messages are, a cancelled call is rejected, and
 * what a test emits is heard.
 */
export class FakeThread<Remote extends Api, Local extends Api> {
  readonly calls: { readonly method: string; readonly params: unknown }[] = [];
  handlers: Partial<Handlers<Remote>>;
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();

  constructor(handlers: Partial<Handlers<Remote>>) {
    this.handlers = handlers;
  }

  /** For whoever wants the real one. */
  get thread(): Thread<Remote, Local> {
    return this as unknown as Thread<Remote, Local>;
  }

  called(method: keyof Remote['requests'] & string): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  async call(
    method: string,
    params: unknown,
    options: { signal?: AbortSignal; onPart?: (part: unknown) => void } = {},
  ): Promise<unknown> {
    this.calls.push({ method, params });
    const answer = this.handlers[method as keyof Remote['requests']] as Answer | undefined;
    if (!answer) throw new Error(`The test's thread does not serve ${method}.`);
    const signal = options.signal ?? new AbortController().signal;
    const cancelled = () => Object.assign(new Error(`"${method}" was cancelled.`), { code: 'cancelled' });
    if (signal.aborted) throw cancelled();
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(cancelled()), { once: true }),
    );
    aborted.catch(() => {});
    const part = (value: unknown) => !signal.aborted && options.onPart?.(structuredClone(value));
    const work = Promise.resolve().then(() => answer(structuredClone(params) as never, { signal, part }));
    return structuredClone(await Promise.race([work, aborted]));
  }

  on(event: string, listener: (payload: never) => void): { dispose(): void } {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set);
    set.add(listener);
    return { dispose: () => void set.delete(listener) };
  }

  emit<E extends keyof Remote['events'] & string>(event: E, payload: Remote['events'][E]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload as never);
  }
}
