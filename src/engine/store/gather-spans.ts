import { OwnerIndex } from '../../core/trace/owner-index.ts';
import { SpanBatch } from '../../core/trace/span-batch.ts';
import type { ScratchColumns } from './scratch-columns.ts';
import { SpanCopier } from './span-copier.ts';

/** Rows [from, to) of a batch. */
export type Part = { readonly batch: SpanBatch; readonly from: number; readonly to: number };

/** Spans grouped by trace: rows [traceFrom[i], traceFrom[i + 1]) belong to the trace whose id is string traceIds[i]. */
export type Gathered = {
  readonly batch: SpanBatch;
  readonly traceIds: Uint32Array;
  readonly traceFrom: Uint32Array;
};

export const wholeBatch = (batch: SpanBatch): Part => ({ batch, from: 0, to: batch.count });

/**
 * One batch of all parts' spans: traces in the order of their first spans, spans of a trace in the order given, each
 * text, resource and scope once. The inner loop of both writing and reading: no object and no Map per span. `scratch`
 * lends its arrays: the last batch it lent them to must be done with.
 */
export function gatherByTrace(parts: readonly Part[], scratch?: ScratchColumns): Gathered {
  const out = new SpanBatch();
  scratch?.lend(out);
  const resources = new OwnerIndex(out.resources, out.attributes);
  const scopes = new OwnerIndex(out.scopes, out.attributes);
  const copiers = new Map<SpanBatch, SpanCopier>();
  const rows = parts.reduce((n, p) => n + p.to - p.from, 0);
  const copierOf = (batch: SpanBatch) => {
    let copier = copiers.get(batch);
    if (!copier) {
      copier = new SpanCopier(batch, out, resources, scopes, rows);
      copiers.set(batch, copier);
    }
    return copier;
  };
  const partCopiers = parts.map((part) => copierOf(part.batch));
  const order = orderByTrace(parts, partCopiers);
  for (let i = 0; i < order.rows.length; i++) partCopiers[order.part[i] ?? 0]?.copy(order.rows[i] ?? 0);
  return { batch: out, traceIds: order.traceIds, traceFrom: order.traceFrom };
}

/** Counting sort by trace, stable. */
function orderByTrace(parts: readonly Part[], copiers: readonly SpanCopier[]) {
  const total = parts.reduce((n, p) => n + p.to - p.from, 0);
  const groupOfRow = new Uint32Array(total);
  const groups = new Map<number, number>();
  const traceIds: number[] = [];
  const sizes: number[] = [];
  let at = 0;
  parts.forEach((p, index) => {
    // Spans of a trace mostly come together; the Map is asked only where the trace changes.
    let [lastSource, lastGroup] = [-1, 0];
    for (let row = p.from; row < p.to; row++) {
      const source = p.batch.traceId.at(row);
      if (source !== lastSource) {
        const id = copiers[index]?.text(source) ?? 0;
        let group = groups.get(id);
        if (group === undefined) {
          group = traceIds.length;
          groups.set(id, group);
          traceIds.push(id);
          sizes.push(0);
        }
        [lastSource, lastGroup] = [source, group];
      }
      sizes[lastGroup] = (sizes[lastGroup] ?? 0) + 1;
      groupOfRow[at++] = lastGroup;
    }
  });
  const traceFrom = new Uint32Array(traceIds.length + 1);
  for (let g = 0; g < sizes.length; g++) traceFrom[g + 1] = (traceFrom[g] ?? 0) + (sizes[g] ?? 0);
  const next = traceFrom.slice();
  const rows = new Uint32Array(total);
  const part = new Uint32Array(total);
  at = 0;
  parts.forEach((p, index) => {
    for (let row = p.from; row < p.to; row++) {
      const group = groupOfRow[at++] ?? 0;
      const to = next[group] ?? 0;
      next[group] = to + 1;
      rows[to] = row;
      part[to] = index;
    }
  });
  return { rows, part, traceIds: Uint32Array.from(traceIds), traceFrom };
}
