import type { Context } from './context.ts';
import { serviceLabel, spanLabel, targetId, targetLabel } from './labels.ts';

/** Where the time of the request went: ns of its critical path. */
export type TimeShare = {
  /** "the database", "stripe.api", "the code of cart". */
  readonly label: string;
  readonly kind: 'database' | 'call' | 'code';
  readonly ns: number;
  /** The span with most of it. */
  readonly span: number;
};

/**
 * The critical path of the primary root by what was waited for: databases together, each other callee without spans of
 * its own, and each service's own code. Most first. O(n).
 */
export function timeShares(context: Context): TimeShare[] {
  const { trace, facts, critical, calls, children, root } = context;
  if (root < 0) return [];
  // By number, so that no text is made per span: 4 * string id + what the id names.
  const shares = new Map<number, { ns: number; span: number; most: number }>();
  const databases = new Set<number>();
  const end = root + (trace.size[root] ?? 1);
  for (let i = root; i < end; i++) {
    const ns = critical.ns[i] ?? 0;
    if (ns <= 0) continue;
    const leaf = children.first[i + 1] === children.first[i];
    const database = facts.database[i] ?? 0;
    let key = (trace.service[i] ?? 0) * 4 + SERVICE;
    if (database !== 0) {
      databases.add(database);
      key = DATABASE;
    } else if (calls[i] && leaf) {
      const target = targetId(facts, i);
      key = target !== 0 ? target * 4 + TARGET : (trace.name[i] ?? 0) * 4 + NAME;
    }
    const known = shares.get(key);
    if (!known) shares.set(key, { ns, span: i, most: ns });
    else {
      known.ns += ns;
      if (ns <= known.most) continue;
      known.most = ns;
      known.span = i;
    }
  }
  const [only] = databases.size === 1 ? databases : [0];
  const named = ([key, { ns, span }]: [number, { ns: number; span: number }]): TimeShare => {
    if (key === DATABASE)
      return { kind: 'database', label: databaseLabel(trace.strings.get(only ?? 0)), ns, span };
    if (key % 4 === SERVICE)
      return { kind: 'code', label: `${possessive(serviceLabel(trace, span))} own work`, ns, span };
    return { kind: 'call', label: targetLabel(trace, facts, span) || spanLabel(trace, span), ns, span };
  };
  return [...shares].map(named).sort((a, b) => b.ns - a.ns);
}

const SERVICE = 0;
const TARGET = 1;
const NAME = 2;
const DATABASE = 3;

const possessive = (name: string) => (name.endsWith('s') ? `${name}'` : `${name}'s`);

/** Caches are no databases to those who wait for them. */
function databaseLabel(system: string): string {
  return /^(redis|valkey|memcached)$/i.test(system) ? system : 'the database';
}
