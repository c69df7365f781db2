import type { Context } from './context.ts';
import { cleanLabel, serviceLabel, spanLabel, targetLabel } from './labels.ts';

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
  const shares = new Map<
    string,
    { share: Omit<TimeShare, 'ns' | 'span'>; ns: number; span: number; most: number }
  >();
  const end = root + (trace.size[root] ?? 1);
  const databases = new Set<number>();
  for (let i = root; i < end; i++) {
    const ns = critical.ns[i] ?? 0;
    if (ns <= 0) continue;
    const leaf = (children.first[i + 1] ?? 0) === (children.first[i] ?? 0);
    const target = calls[i] && leaf ? targetLabel(trace, facts, i) || spanLabel(trace, i) : '';
    const database = facts.database[i] ?? 0;
    if (database !== 0) databases.add(database);
    const share: Omit<TimeShare, 'ns' | 'span'> =
      database !== 0
        ? { kind: 'database', label: 'the database' }
        : target !== ''
          ? { kind: 'call', label: target }
          : { kind: 'code', label: `${serviceLabel(trace, i)}'s own work` };
    const key = `${share.kind} ${share.label}`;
    const known = shares.get(key);
    if (!known) shares.set(key, { share, ns, span: i, most: ns });
    else {
      known.ns += ns;
      if (ns > known.most) {
        known.most = ns;
        known.span = i;
      }
    }
  }
  const only = databases.size === 1 ? cleanLabel(trace.strings.get([...databases][0] ?? 0)) : '';
  return [...shares.values()]
    .map(({ share, ns, span }) => ({
      ...share,
      label: share.kind === 'database' && only !== '' ? databaseLabel(only) : share.label,
      ns,
      span,
    }))
    .sort((a, b) => b.ns - a.ns);
}

/** Caches are no databases to those who wait for them. */
function databaseLabel(system: string): string {
  return /^(redis|valkey|memcached)$/i.test(system) ? system : 'the database';
}
