import { KIND, type Trace } from '../trace/columns.ts';
import { GrowF64 } from '../trace/grow.ts';
import { callsOf } from './calls.ts';
import { failuresOf } from './failures.ts';
import { cleanLabel } from './labels.ts';
import { PairIds } from './pair-ids.ts';
import { quantileOf } from './quantile.ts';
import { type SpanFacts, spanFacts } from './span-facts.ts';
import { spanTimes } from './span-times.ts';

/** `service`: it has spans of its own. The others are known by the calls to them only. */
export type NodeKind = 'service' | 'database' | 'queue' | 'external';

export type ServiceCall = {
  readonly caller: string;
  readonly callee: string;
  readonly calleeKind: NodeKind;
  readonly calls: number;
  readonly errors: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
};

export type ServiceGraph = {
  /** By calls, most first. */
  readonly edges: readonly ServiceCall[];
  readonly traces: number;
};

type Edge = {
  readonly caller: string;
  readonly callee: string;
  readonly calleeKind: NodeKind;
  errors: number;
  readonly durations: GrowF64;
};

/**
 * Who calls whom, over any number of traces. A call is
 *   - a span whose parent belongs to another service (or a server beneath a client of its own service); its time is
 *     that of the callee's span, and it failed where either end says so,
 *   - a span that leaves its process without anything of another service beneath it: a call to what it names
 *     (database, queue, peer), with the time the caller saw.
 * Quantiles are exact (nearest rank).
 */
export class ServiceGraphBuilder {
  readonly #edges = new Map<string, Edge>();
  #traces = 0;

  add(trace: Trace, facts: SpanFacts = spanFacts(trace), calls: Uint8Array = callsOf(trace, facts)): void {
    this.#traces++;
    const { start, end } = spanTimes(trace);
    const failures = failuresOf(trace, facts);
    const answered = new Uint8Array(trace.count);
    // Edges of this trace by services' string ids: no text is looked at per span.
    const known = new Map<number, Edge>();
    for (let i = 0; i < trace.count; i++) {
      const p = trace.parent[i] ?? -1;
      if (p < 0 || !crosses(trace, p, i)) continue;
      answered[p] = 1;
      const key = (trace.service[p] ?? 0) * trace.strings.size + (trace.service[i] ?? 0);
      let edge = known.get(key);
      if (!edge) {
        edge = this.#edge(serviceOf(trace, p), serviceOf(trace, i), 'service');
        known.set(key, edge);
      }
      const failed = failures[i] === 1 || (isCaller(trace, p) && failures[p] === 1);
      edge.durations.push((end[i] ?? 0) - (start[i] ?? 0));
      if (failed) edge.errors++;
    }
    const target = targets(trace, facts);
    const named: (Edge | null)[] = [];
    for (let i = 0; i < trace.count; i++) {
      if (!calls[i] || answered[i] || trace.kind[i] === KIND.server) continue;
      const id = target(i);
      let edge = named[id];
      if (edge === undefined) {
        const found = namedTarget(trace, facts, i);
        edge = found ? this.#edge(serviceOf(trace, i), found.name, found.kind) : null;
        named[id] = edge;
      }
      if (edge === null) continue;
      edge.durations.push((end[i] ?? 0) - (start[i] ?? 0));
      if (failures[i]) edge.errors++;
    }
  }

  graph(): ServiceGraph {
    const edges = [...this.#edges.values()].map(({ caller, callee, calleeKind, errors, durations }) => {
      const sorted = durations.trim().sort();
      return {
        caller,
        callee,
        calleeKind,
        calls: sorted.length,
        errors,
        p50Ns: quantileOf(sorted, 0.5),
        p95Ns: quantileOf(sorted, 0.95),
      };
    });
    edges.sort((a, b) => b.calls - a.calls || order(a.caller, b.caller) || order(a.callee, b.callee));
    return { edges, traces: this.#traces };
  }

  #edge(caller: string, callee: string, calleeKind: NodeKind): Edge {
    const key = `${calleeKind}\0${caller}\0${callee}`;
    let edge = this.#edges.get(key);
    if (!edge) {
      edge = { caller, callee, calleeKind, errors: 0, durations: new GrowF64() };
      this.#edges.set(key, edge);
    }
    return edge;
  }
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const serviceOf = (trace: Trace, span: number) =>
  trace.strings.get(trace.service[span] ?? 0) || '(no service)';

const isCaller = (trace: Trace, span: number) =>
  trace.kind[span] === KIND.client || trace.kind[span] === KIND.producer;

function crosses(trace: Trace, parent: number, span: number): boolean {
  if (trace.service[parent] !== trace.service[span]) return true;
  return trace.kind[parent] === KIND.client && trace.kind[span] === KIND.server;
}

/** Dense number of a span's service and the facts that `namedTarget` reads: equal ones go to the same place. */
function targets(trace: Trace, facts: SpanFacts): (span: number) => number {
  const [hosts, systems, all] = [new PairIds(), new PairIds(), new PairIds()];
  return (i) =>
    all.intern(
      hosts.intern(trace.service[i] ?? 0, facts.peer[i] || facts.host[i] || 0),
      systems.intern(facts.database[i] ?? 0, facts.destination[i] || facts.broker[i] || 0),
    );
}

/** What a call without an answering span went to, by what it names. */
export function namedTarget(
  trace: Trace,
  facts: SpanFacts,
  span: number,
): { readonly name: string; readonly kind: NodeKind } | undefined {
  const text = (id: number | undefined) => cleanLabel(trace.strings.get(id ?? 0));
  const host = text(facts.peer[span] || facts.host[span]);
  const database = text(facts.database[span]);
  if (database !== '')
    return { name: host && host !== database ? `${database} ${host}` : database, kind: 'database' };
  const queue = text(facts.destination[span] || facts.broker[span]);
  if (queue !== '') return { name: queue, kind: 'queue' };
  return host === '' ? undefined : { name: host, kind: 'external' };
}
