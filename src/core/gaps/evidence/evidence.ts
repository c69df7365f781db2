import type { Because, Instrumentation, InstrumentationState, Signal } from '../model.ts';
import type { Service } from './service.ts';

/** A call that sets tracing up, with its file. */
export type FileSignal = Signal & { readonly file: string };

/** What is known of a service's tracing. */
export type Evidence = {
  readonly instrumentations: readonly Instrumentation[];
  /** Ids that make spans, expanded: everything an agent or a metapackage brings. */
  readonly enabled: ReadonlyMap<string, Because>;
  /** Present, but nothing switches it on. */
  readonly installed: ReadonlyMap<string, Because>;
  readonly disabled: ReadonlyMap<string, Because>;
  /** Tracers that cover whatever they know: agents of other vendors, compile-time tools. */
  readonly blanket: readonly { readonly name: string; readonly because: Because }[];
  /** May be injected where it runs: operators and eBPF. */
  readonly unknown: readonly Because[];
  /** All of tracing is switched off. */
  readonly off: readonly Because[];
};

/** Collects evidence; the strongest statement about an id wins. */
export class EvidenceBuilder {
  readonly #service: Service;
  readonly #items = new Map<string, { version: string; state: InstrumentationState; because: Because[] }>();
  readonly #enabled = new Map<string, Because>();
  readonly #installed = new Map<string, Because>();
  readonly #disabled = new Map<string, Because>();
  readonly #blanket: { name: string; because: Because }[] = [];
  readonly #unknown: Because[] = [];
  readonly #off: Because[] = [];
  #observed = false;

  constructor(service: Service) {
    this.#service = service;
  }

  #item(id: string, state: InstrumentationState, because: Because): void {
    const rank: Record<InstrumentationState, number> = {
      installed: 0,
      unknown: 1,
      enabled: 2,
      disabled: 3,
      observed: 4,
    };
    const known = this.#items.get(id);
    const version = this.#service.dependencies.get(id)?.version ?? '';
    if (!known) this.#items.set(id, { version, state, because: [because] });
    else {
      if (rank[state] > rank[known.state]) known.state = state;
      if (known.because.length < 6 && !known.because.some((b) => b.text === because.text))
        known.because.push(because);
    }
  }

  /** A dependency that could trace. */
  install(id: string, because: Because): void {
    this.#item(id, 'installed', because);
    if (!this.#installed.has(id)) this.#installed.set(id, because);
  }

  /** A dependency that must be called to trace: shown, but no finding that it is not switched on. */
  present(id: string, because: Because): void {
    this.#item(id, 'installed', because);
  }

  enable(id: string, because: Because, listed = true): void {
    if (listed) this.#item(id, 'enabled', because);
    if (!this.#enabled.has(id)) this.#enabled.set(id, because);
  }

  disable(id: string, because: Because): void {
    this.#item(id, 'disabled', because);
    this.#disabled.set(id, because);
    this.#enabled.delete(id);
  }

  blanket(name: string, because: Because): void {
    this.#item(name, 'enabled', because);
    if (!this.#blanket.some((b) => b.name === name)) this.#blanket.push({ name, because });
  }

  unknown(because: Because): void {
    this.#item('injected at deploy time', 'unknown', because);
    this.#unknown.push(because);
  }

  off(because: Because): void {
    this.#off.push(because);
  }

  observe(id: string, because: Because): void {
    this.#item(id, 'observed', because);
    this.#disabled.delete(id);
    this.#observed = true;
    if (!this.#enabled.has(id)) this.#enabled.set(id, because);
  }

  get isEnabled(): boolean {
    return this.#enabled.size > 0 || this.#blanket.length > 0;
  }

  has(id: string): boolean {
    return this.#enabled.has(id);
  }

  build(): Evidence {
    return {
      instrumentations: [...this.#items].map(([id, item]) => ({ id, ...item })),
      enabled: this.#enabled,
      installed: new Map([...this.#installed].filter(([id]) => !this.#enabled.has(id))),
      disabled: this.#disabled,
      blanket: this.#blanket,
      // Spans came: it is neither unknown whether it is traced, nor off.
      unknown: this.#observed ? [] : this.#unknown,
      off: this.#observed ? [] : this.#off,
    };
  }
}
