import { attributeText, readAttribute } from '../trace/attributes.ts';
import type { Context } from './context.ts';
import { labelText, operationKeys } from './operation-keys.ts';
import { quantileOf } from './quantile.ts';

/** What statistics are grouped by. Spans without the attribute are left out. */
export type GroupBy =
  | { readonly by: 'operation' }
  | { readonly by: 'service' }
  | { readonly by: 'attribute'; readonly key: string };

/** ns; quantiles are exact (nearest rank). */
export type StatsRow = {
  /** What tells the group from others; the label is for people. */
  readonly key: string;
  readonly label: string;
  readonly service: string;
  readonly count: number;
  readonly errors: number;
  readonly totalNs: number;
  readonly selfNs: number;
  /** Self time on the critical path. */
  readonly criticalNs: number;
  readonly minNs: number;
  readonly maxNs: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  /** The slowest span: index of its trace among those given, and of itself. */
  readonly slowest: { readonly trace: number; readonly span: number };
};

/** Statistics of the spans of one or more traces, by self time, most first. O(n log n). */
export function spanStatistics(contexts: readonly Context[], grouping: GroupBy): StatsRow[] {
  const groups = new Groups();
  const columns = contexts.map((context) => groupColumn(context, grouping, groups));
  return groups.rows(contexts, columns).sort((a, b) => b.selfNs - a.selfNs || (a.key < b.key ? -1 : 1));
}

type Group = { readonly key: string; readonly label: string; readonly service: string };

/** Group of each span, -1 for none. */
function groupColumn(context: Context, grouping: GroupBy, groups: Groups): Int32Array {
  const { trace, operations } = context;
  const of = new Int32Array(trace.count).fill(-1);
  if (grouping.by === 'operation') {
    const ids = operationKeys(context).map((key, operation) =>
      groups.intern({
        key,
        label: labelText(context, operation),
        service: trace.strings.get(operations.service[operation] ?? 0),
      }),
    );
    for (let i = 0; i < trace.count; i++) of[i] = ids[operations.of[i] ?? 0] ?? -1;
  } else if (grouping.by === 'service') {
    const ids = new Map<number, number>();
    for (let i = 0; i < trace.count; i++) {
      const id = trace.service[i] ?? 0;
      let group = ids.get(id);
      if (group === undefined) {
        const name = trace.strings.get(id);
        group = groups.intern({ key: name, label: name || '(no service)', service: name });
        ids.set(id, group);
      }
      of[i] = group;
    }
  } else attributeColumn(context, grouping.key, groups, of);
  return of;
}

/** By the text of a span attribute, or of the resource's where the span has none. */
function attributeColumn({ trace }: Context, key: string, groups: Groups, of: Int32Array): void {
  const d = trace.details;
  const id = trace.strings.idOf(key);
  if (!d || id === undefined) return;
  const find = (from: number, to: number) => {
    for (let row = from; row < to; row++)
      if (d.attributes.key[row] === id) {
        const text = attributeText(readAttribute(d.attributes, trace.strings, row));
        return groups.intern({ key: text, label: text, service: '' });
      }
    return -1;
  };
  const byResource = new Map<number, number>();
  for (let i = 0; i < trace.count; i++) {
    let group = find(d.attrFrom[i] ?? 0, d.attrTo[i] ?? 0);
    if (group < 0) {
      const resource = d.resource[i] ?? 0;
      group =
        byResource.get(resource) ??
        find(d.resources.attrFrom[resource] ?? 0, d.resources.attrTo[resource] ?? 0);
      byResource.set(resource, group);
    }
    of[i] = group;
  }
}

class Groups {
  readonly #ids = new Map<string, number>();
  readonly #all: Group[] = [];

  intern(group: Group): number {
    const known = this.#ids.get(group.key);
    if (known !== undefined) return known;
    this.#ids.set(group.key, this.#all.length);
    return this.#all.push(group) - 1;
  }

  rows(contexts: readonly Context[], columns: readonly Int32Array[]): StatsRow[] {
    const n = this.#all.length;
    // Durations of group g lie in durations[first[g] .. first[g + 1]).
    const first = new Uint32Array(n + 1);
    for (const of of columns) for (const g of of) if (g >= 0) first[g + 1] = (first[g + 1] ?? 0) + 1;
    for (let g = 0; g < n; g++) first[g + 1] = (first[g + 1] ?? 0) + (first[g] ?? 0);
    const durations = new Float64Array(first[n] ?? 0);
    const next = first.slice();
    const errors = new Uint32Array(n);
    const [total, self, critical, most] = [0, 1, 2, 3].map(() => new Float64Array(n)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const slowest = Array.from({ length: n }, () => ({ trace: -1, span: -1 }));
    contexts.forEach((context, t) => {
      const of = columns[t] ?? new Int32Array(0);
      for (let i = 0; i < context.trace.count; i++) {
        const g = of[i] ?? -1;
        if (g < 0) continue;
        const ns = (context.times.end[i] ?? 0) - (context.times.start[i] ?? 0);
        const at = next[g] ?? 0;
        durations[at] = ns;
        next[g] = at + 1;
        if (context.failed[i]) errors[g] = (errors[g] ?? 0) + 1;
        total[g] = (total[g] ?? 0) + ns;
        self[g] = (self[g] ?? 0) + (context.self[i] ?? 0);
        critical[g] = (critical[g] ?? 0) + (context.critical.ns[i] ?? 0);
        const worst = slowest[g];
        if (worst && (worst.trace < 0 || ns > (most[g] ?? 0))) {
          most[g] = ns;
          worst.trace = t;
          worst.span = i;
        }
      }
    });
    return this.#all.flatMap((group, g) => {
      const sorted = durations.subarray(first[g], first[g + 1]).sort();
      if (sorted.length === 0) return [];
      return {
        ...group,
        count: sorted.length,
        errors: errors[g] ?? 0,
        totalNs: total[g] ?? 0,
        selfNs: self[g] ?? 0,
        criticalNs: critical[g] ?? 0,
        minNs: sorted[0] ?? 0,
        maxNs: sorted.at(-1) ?? 0,
        p50Ns: quantileOf(sorted, 0.5),
        p95Ns: quantileOf(sorted, 0.95),
        p99Ns: quantileOf(sorted, 0.99),
        slowest: slowest[g] ?? { trace: -1, span: -1 },
      };
    });
  }
}
