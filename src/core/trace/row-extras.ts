import type { Trace } from './columns.ts';

/** What is drawn with a row beside its bar, for the spans asked for, in their order. */
export type RowExtras = {
  readonly spans: Uint32Array;
  /** Events of span k are `eventTime[eventFrom[k] .. eventFrom[k + 1])`, ns from the epoch. */
  readonly eventFrom: Uint32Array;
  readonly eventTime: Float64Array;
  /** Number of links of each. */
  readonly links: Uint16Array;
};

/** A span with more events than this gets that many ticks; they would be a solid line long before. */
const MOST_EVENTS = 2000;

export function rowExtras({ details: d, count }: Trace, spans: Uint32Array): RowExtras {
  const eventFrom = new Uint32Array(spans.length + 1);
  const links = new Uint16Array(spans.length);
  const times: number[] = [];
  spans.forEach((span, k) => {
    if (d && span < count) {
      const from = d.eventFrom[span] ?? 0;
      const to = Math.min(d.eventTo[span] ?? 0, from + MOST_EVENTS);
      for (let event = from; event < to; event++) times.push(d.events.time[event] ?? 0);
      links[k] = Math.min(0xffff, (d.linkTo[span] ?? 0) - (d.linkFrom[span] ?? 0));
    }
    eventFrom[k + 1] = times.length;
  });
  return { spans, eventFrom, eventTime: Float64Array.from(times), links };
}
