import type { KindName } from '../../trace/columns.ts';
import type { Hole } from './largest-hole.ts';
import type {
  CalleeFacts,
  HoleFacts,
  OperationFacts,
  OperationKeys,
  OrphanFacts,
  Place,
  ServiceFacts,
} from './trace-facts.ts';

/** Names that are all different (ids in them) must not fill the memory. */
const MAX_OPERATIONS = 4000;
const MAX_CALLEES = 2000;
const MAX_HOLES = 50;
const KEPT_DURATIONS = 512;

const NO_KEYS: OperationKeys = {
  route: '',
  method: '',
  rpc: '',
  destination: '',
  faas: '',
  code: '',
  file: '',
  line: 0,
};
const EDGE: Place = { name: '', kind: 'unspecified', scope: '', keys: NO_KEYS };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class OperationDraft {
  readonly name: string;
  readonly kind: KindName;
  readonly scope: string;
  readonly keys: OperationKeys;
  #calls = 0;
  #errors = 0;
  #totalNs = 0;
  #selfNs = 0;
  #roots = 0;
  #frontendRoots = 0;
  #orphans = 0;
  #orphanTraces = 0;
  readonly #durations: number[] = [];
  readonly #holes = new Map<string, Mutable<HoleFacts>>();

  constructor(name: string, kind: KindName, scope: string, keys: OperationKeys) {
    this.name = name;
    this.kind = kind;
    this.scope = scope;
    this.keys = keys;
  }

  add(durationNs: number, selfNs: number, failed: boolean): void {
    // Every n-th of many, so that the sample spans the whole window and stays the same from run to run.
    if (this.#durations.length < KEPT_DURATIONS) this.#durations.push(durationNs);
    else if (this.#calls % Math.ceil(this.#calls / KEPT_DURATIONS) === 0)
      this.#durations[Math.floor(this.#calls / 7) % KEPT_DURATIONS] = durationNs;
    this.#calls++;
    if (failed) this.#errors++;
    this.#totalNs += durationNs;
    this.#selfNs += selfNs;
  }

  root(frontend: boolean): void {
    this.#roots++;
    if (frontend) this.#frontendRoots++;
  }

  orphan(firstOfTrace: boolean): void {
    this.#orphans++;
    if (firstOfTrace) this.#orphanTraces++;
  }

  hole(hole: Hole, after: OperationDraft | undefined, before: OperationDraft | undefined): void {
    const key = `${after?.kind}\0${after?.name}\0${before?.kind}\0${before?.name}`;
    let known = this.#holes.get(key);
    if (!known) {
      if (this.#holes.size >= MAX_HOLES) return;
      known = {
        after: after?.place() ?? EDGE,
        before: before?.place() ?? EDGE,
        spans: 0,
        of: 0,
        totalNs: 0,
        squares: 0,
        parentNs: 0,
      };
      this.#holes.set(key, known);
    }
    known.spans++;
    known.totalNs += hole.ns;
    known.squares += (hole.ns / 1e9) ** 2;
    known.parentNs += hole.parentNs;
  }

  place(): Place {
    return { name: this.name, kind: this.kind, scope: this.scope, keys: this.keys };
  }

  orphans(): OrphanFacts | undefined {
    if (this.#orphans === 0) return undefined;
    return {
      operation: this.name,
      kind: this.kind,
      scope: this.scope,
      keys: this.keys,
      spans: this.#orphans,
      traces: this.#orphanTraces,
    };
  }

  facts(): OperationFacts {
    const sorted = [...this.#durations].sort((a, b) => a - b);
    return {
      name: this.name,
      kind: this.kind,
      scope: this.scope,
      keys: this.keys,
      calls: this.#calls,
      errors: this.#errors,
      p95Ns: sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0,
      totalNs: this.#totalNs,
      selfNs: this.#selfNs,
      roots: this.#roots,
      frontendRoots: this.#frontendRoots,
      holes: [...this.#holes.values()].map((h) => ({ ...h, of: this.#calls })),
    };
  }
}

export class ServiceDraft {
  readonly name: string;
  language = '';
  #spans = 0;
  #withCode = 0;
  readonly #scopes = new Map<string, number>();
  readonly #operations = new Map<string, OperationDraft>();
  readonly #callees = new Map<string, Mutable<CalleeFacts>>();
  readonly #broken = new Map<string, number>();

  constructor(name: string) {
    this.name = name;
  }

  count(scope: string, withCode: boolean): void {
    this.#spans++;
    if (withCode) this.#withCode++;
    if (scope !== '') this.#scopes.set(scope, (this.#scopes.get(scope) ?? 0) + 1);
  }

  operation(name: string, kind: KindName, scope: string, keys: OperationKeys): OperationDraft {
    const full = this.#operations.size >= MAX_OPERATIONS;
    const key = `${kind}\0${full ? '' : name}\0${scope}\0${keys.route}\0${keys.rpc}\0${keys.destination}`;
    let known = this.#operations.get(key) ?? (full ? this.#operations.get('') : undefined);
    if (!known) {
      known = full
        ? new OperationDraft('(others)', kind, scope, NO_KEYS)
        : new OperationDraft(name, kind, scope, keys);
      this.#operations.set(full ? '' : key, known);
    }
    return known;
  }

  broken(destination: string): void {
    this.#broken.set(destination, (this.#broken.get(destination) ?? 0) + 1);
  }

  call(
    operation: string,
    kind: KindName,
    key: string,
    what: CalleeFacts['what'],
    answered: boolean,
    firstOfTrace: boolean,
  ): void {
    const slot = `${kind}\0${key}`;
    let known = this.#callees.get(slot);
    if (!known) {
      if (this.#callees.size >= MAX_CALLEES) return;
      known = { operation, kind, key, what, calls: 0, answered: 0, traces: 0 };
      this.#callees.set(slot, known);
    }
    known.calls++;
    if (answered) known.answered++;
    if (firstOfTrace) known.traces++;
  }

  consumed(): string[] {
    return this.#destinations('consumer');
  }

  produced(): string[] {
    return this.#destinations('producer');
  }

  #destinations(kind: KindName): string[] {
    return [...this.#operations.values()].filter((o) => o.kind === kind).map((o) => o.keys.destination);
  }

  facts(consumed: ReadonlySet<string>, produced: ReadonlySet<string>): ServiceFacts {
    const operations = [...this.#operations.values()];
    return {
      name: this.name,
      language: this.language,
      spans: this.#spans,
      withCode: this.#withCode,
      scopes: [...this.#scopes].map(([name, spans]) => ({ name, spans })),
      operations: operations.map((o) => o.facts()),
      callees: [...this.#callees.values()].map((c) =>
        c.what === 'messaging' && consumed.has(c.key) ? { ...c, answered: c.calls } : c,
      ),
      orphans: operations.flatMap((o) => o.orphans() ?? []),
      brokenConsumes: [...this.#broken]
        .filter(([destination]) => produced.has(destination))
        .map(([destination, calls]) => ({ destination, calls })),
    };
  }
}
