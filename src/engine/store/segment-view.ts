import { assemble } from '../../core/trace/assemble.ts';
import type { Trace } from '../../core/trace/columns.ts';
import { offsets } from '../../core/trace/offsets.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';
import { WarningLog } from '../../core/trace/warning-log.ts';

/**
 * The spans of many traces in the shape of one, so that what reads single spans (conditions, sites, facts) works on a
 * whole segment at once. Span i is row i; what relates spans to each other (parents, root, trace id) means nothing here.
 */
export function viewOf(batch: SpanBatch): Trace {
  let view = views.get(batch);
  if (!view) {
    view = makeView(batch);
    views.set(batch, view);
  }
  return view;
}

const views = new WeakMap<SpanBatch, Trace>();

function makeView(batch: SpanBatch): Trace {
  const { count } = batch;
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  const times = offsets(batch, order, count);
  const layout = {
    order,
    parent: new Int32Array(count).fill(-1),
    depth: new Uint32Array(count),
    size: new Uint32Array(count).fill(1),
  };
  return assemble({ batch, layout, times, flags: times.flags, log: new WarningLog() });
}
