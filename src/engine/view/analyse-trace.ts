import { type Analysis, analyse } from '../../core/analysis/analyse.ts';
import { compareTraces } from '../../core/analysis/compare.ts';
import { toDot } from '../../core/analysis/dot.ts';
import { flameOf } from '../../core/analysis/flame.ts';
import { flameRows } from '../../core/analysis/flame-rows.ts';
import { labelText } from '../../core/analysis/operation-keys.ts';
import { spanStatistics } from '../../core/analysis/operation-stats.ts';
import { type PathIndex, pathBits, pathIndex } from '../../core/analysis/path-of-spans.ts';
import { timeShares } from '../../core/analysis/time-shares.ts';
import type { Trace } from '../../core/trace/columns.ts';
import type { AnalysisRequests, Findings, FlameNodes } from '../../protocol/engine-analysis.ts';
import { type Handlers, transferring } from '../../protocol/rpc.ts';
import { buffersOf } from './buffers-of.ts';

/** Analyses of the traces that are held, as far as anybody asked for them. */
export type AnalysesMade = WeakMap<Trace, { readonly analysis: Analysis; readonly path: PathIndex }>;

type AnalysisApi = { requests: AnalysisRequests; events: Record<never, never> };

/** Answers that need the analyses of a trace; they are made once and live as long as the trace is held. */
export function analysisHandlers(held: (handle: number) => Trace, made: AnalysesMade): Handlers<AnalysisApi> {
  const analysisOf = (handle: number): Analysis => {
    const trace = held(handle);
    const known = made.get(trace);
    if (known) return known.analysis;
    const analysis = analyse(trace, { now: BigInt(Date.now()) * 1_000_000n });
    made.set(trace, { analysis, path: pathIndex(analysis.context.critical.segments, trace.count) });
    return analysis;
  };
  return {
    'trace.findings': ({ handle }) => {
      const found = findingsOf(analysisOf(handle));
      // Only what was made for the panel is moved; the rest stays in use here and is copied.
      return transferring(found, ...buffersOf(found.selfTime, found.onPath));
    },
    'trace.flame': ({ handle }) => flameNodes(analysisOf(handle)),
    'trace.flameRows': ({ handle }) => {
      const { context } = analysisOf(handle);
      const laid = flameRows(context.trace, context.times);
      return transferring(laid, ...buffersOf(laid.row));
    },
    'trace.table': ({ handle, groupBy }) => spanStatistics([analysisOf(handle).context], groupBy),
    'trace.graph': ({ handle }) => analysisOf(handle).services,
    'trace.dot': ({ handle }) => toDot(analysisOf(handle).services),
    'trace.compare': ({ handle, with: others }) =>
      compareTraces(
        others.map((other) => analysisOf(other).context),
        [analysisOf(handle).context],
      ),
  };
}

function findingsOf(analysis: Analysis): Findings {
  const { context, errors, patterns, health, summary } = analysis;
  const { rootCause } = errors;
  return {
    summary,
    selfTime: Float32Array.from(context.self),
    onPath: pathBits(context.critical.segments, context.trace.count),
    patterns,
    health,
    rootCause: rootCause && { span: rootCause.span, chain: rootCause.chain },
    shares: timeShares(context).slice(0, 20),
    requestNs: context.requestNs,
    adjusted: context.skew.start,
  };
}

function flameNodes({ context }: Analysis): FlameNodes {
  const { parent, depth, operation, spans, errors, self, total, value, example } = flameOf(context);
  const { operations, trace } = context;
  return {
    ...{ parent, depth, operation, spans, errors, self, total, value, example },
    labels: Array.from({ length: operations.count }, (_, i) => labelText(context, i)),
    services: Array.from(operations.service, (id) => trace.strings.get(id)),
  };
}
