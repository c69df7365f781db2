import * as v from 'valibot';
import { BackendError, type TimeRange } from '../../../core/ports.ts';
import { formatDuration } from '../../../core/trace/units.ts';
import type { Http } from '../http.ts';
import { seconds, type TempoValue } from './tempo-api.ts';

const text = v.optional(v.union([v.string(), v.number()]));
const instant = v.object({
  series: v.optional(
    v.array(
      v.object({
        labels: v.optional(
          v.array(
            v.object({
              key: v.string(),
              value: v.optional(
                v.object({ stringValue: v.optional(v.string()), intValue: text, doubleValue: text }),
                {},
              ),
            }),
          ),
          [],
        ),
        value: v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number)), 0),
      }),
    ),
    [],
  ),
  status: v.optional(v.union([v.string(), v.number()])),
  message: v.optional(v.string(), ''),
});

export type Series = { readonly labels: ReadonlyMap<string, TempoValue>; readonly value: number };

/** Tempo counts series and drops those beyond its limit; pieces of a window are asked one after the other. */
const MOST_PIECES = 8;

/**
 * One value a group over a window. Longer windows than Tempo takes are asked in pieces, newest first; `add` sees the
 * series of each. Returns what there is to say about the answer.
 */
export async function queryInstant(
  http: Http,
  q: string,
  range: TimeRange,
  limits: { maxMs: number },
  add: (series: readonly Series[]) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const notes = new Set<string>();
  let toMs = range.toMs;
  for (let piece = 0; toMs > range.fromMs; piece++) {
    if (piece === MOST_PIECES) {
      notes.add(
        `only the newest ${formatDuration((range.toMs - toMs) * 1e6)}: Tempo takes ${formatDuration(limits.maxMs * 1e6)} at a time`,
      );
      break;
    }
    const fromMs = Math.max(range.fromMs, toMs - limits.maxMs);
    try {
      const answer = await http.json(
        { path: '/api/metrics/query', query: [['q', q], ...seconds({ fromMs, toMs })], signal },
        instant,
      );
      if (/partial/i.test(String(answer.status ?? '')) || answer.status === 1)
        notes.add(
          `Tempo answered in part${answer.message === '' ? '' : `: ${http.asked.redact(answer.message)}`}`,
        );
      add(
        answer.series.map(({ labels, value }) => ({
          labels: new Map(labels.map((l) => [l.key, l.value])),
          value,
        })),
      );
      toMs = fromMs;
    } catch (error) {
      const longest = longestRange(error);
      if (longest === undefined || longest >= toMs - fromMs) throw error;
      limits.maxMs = Math.min(limits.maxMs, longest);
      piece--;
    }
  }
  return [...notes];
}

/** "metrics query time range exceeds the maximum allowed duration of 3h0m0s" */
export function longestRange(error: unknown): number | undefined {
  if (!(error instanceof BackendError) || error.code !== 'bad-request') return undefined;
  const stated = /(?:duration of|exceeds) ((?:\d+(?:\.\d+)?[hms])+)/.exec(error.message)?.[1];
  if (stated === undefined) return undefined;
  let ms = 0;
  for (const [, amount = '0', unit] of stated.matchAll(/(\d+(?:\.\d+)?)([hms])/g))
    ms += Number(amount) * (unit === 'h' ? 3_600_000 : unit === 'm' ? 60_000 : 1000);
  // The ends are rounded outwards to whole seconds.
  return ms > 2000 ? ms - 2000 : undefined;
}

/** Why TraceQL metrics are not to be had, in words; undefined for a failure that has another reason. */
export function metricsMissing(error: unknown): string | undefined {
  if (!(error instanceof BackendError)) return undefined;
  if (/local-?blocks|finding generators|empty ring/i.test(error.message))
    return (
      "TraceQL metrics need the metrics-generator's local-blocks processor in Tempo 2 " +
      '(with filter_server_spans: false, or only server spans count); it is not running for this tenant'
    );
  if (error.code === 'not-found') return 'TraceQL metrics for a whole window came with Tempo 2.6';
  if (error.code === 'bad-request' && /not (yet )?supported|unknown|unexpected/i.test(error.message))
    return 'this Tempo is too old for the TraceQL metrics needed';
  return undefined;
}
