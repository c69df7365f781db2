import { KIND, type Trace } from '../trace/columns.ts';
import type { SpanFacts } from './span-facts.ts';

/**
 * 1 for spans that leave their process: client and producer spans, servers whose caller is another service and left no
 * client span, and spans of any other kind that name a database, a statement, a broker or an RPC service.
 */
export function callsOf(trace: Trace, facts: SpanFacts): Uint8Array {
  const calls = new Uint8Array(trace.count);
  for (let i = 0; i < trace.count; i++) {
    const kind = trace.kind[i];
    if (kind === KIND.client || kind === KIND.producer) calls[i] = 1;
    else if (kind === KIND.server) {
      const p = trace.parent[i] ?? -1;
      if (p >= 0 && trace.kind[p] !== KIND.client && trace.service[p] !== trace.service[i]) calls[i] = 1;
    } else if (kind !== KIND.consumer && namesSystem(facts, i)) calls[i] = 1;
  }
  return calls;
}

const namesSystem = (facts: SpanFacts, i: number) =>
  Boolean(facts.database[i] || facts.statement[i] || facts.broker[i] || facts.rpcService[i]);

/** 1 where the span or anything beneath it is a call. */
export function reachesOf(trace: Trace, calls: Uint8Array): Uint8Array {
  const reaches = calls.slice();
  for (let i = trace.count - 1; i >= 0; i--) {
    const p = trace.parent[i] ?? -1;
    if (p >= 0 && reaches[i]) reaches[p] = 1;
  }
  return reaches;
}
