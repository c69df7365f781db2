import { digestTrace, type TraceDigest } from '../../core/evidence/digest-trace.ts';
import type { Evidence } from '../../core/evidence/evidence.ts';
import { type DigestedTrace, gatherEvidence } from '../../core/evidence/gather-evidence.ts';
import { scopeConditions, spansWhere } from '../../core/figures/site-query.ts';
import type { Provenance, TraceBackend, TraceSummary } from '../../core/ports.ts';
import { plural } from '../../core/trace/units.ts';
import type { EvidenceRequest } from '../../protocol/engine-figures.ts';
import { findTraces, visitTraces } from './fetch-traces.ts';

type Known = { readonly digest: TraceDigest; readonly spans: number | undefined };

/** Digests kept: a few windows' worth. */
const MOST_KNOWN = 600;

/** Reads evidence from recent traces of a backend. A trace is fetched and analysed once, and again when it grew. */
export class EvidenceReader {
  /** By connection and trace, least recently used first. */
  readonly #known = new Map<string, Known>();

  async read(
    connection: string,
    backend: TraceBackend,
    request: EvidenceRequest,
    signal: AbortSignal,
  ): Promise<Evidence> {
    const { range, recent, failed } = request;
    const scope = scopeConditions(request);
    const newest = await findTraces(backend, spansWhere(scope), range, recent, signal);
    const all = newest.traces.length < recent;
    const known = new Set(newest.traces.map((t) => t.traceId));
    // Where the newest are all there are, those that failed are among them.
    const failing = all
      ? []
      : (
          await findTraces(backend, spansWhere([...scope, 'status = error']), range, failed, signal)
        ).traces.filter((t) => !known.has(t.traceId));
    const digests = new Map<string, TraceDigest>();
    const missing: TraceSummary[] = [];
    for (const summary of [...newest.traces, ...failing]) {
      const found = this.#use(keyOf(connection, summary.traceId), summary);
      if (found) digests.set(summary.traceId, found);
      else missing.push(summary);
    }
    const missed = await visitTraces(
      backend,
      missing,
      (trace, summary) => {
        const digest = digestTrace(trace);
        digests.set(summary.traceId, digest);
        this.#keep(keyOf(connection, summary.traceId), { digest, spans: summary.spanCount });
      },
      signal,
    );
    const digested = (summaries: readonly TraceSummary[], because: DigestedTrace['because']) =>
      summaries.flatMap(({ traceId }) => {
        const digest = digests.get(traceId);
        return digest ? [{ digest, because }] : [];
      });
    return gatherEvidence(
      [...digested(newest.traces, 'recent'), ...digested(failing, 'failed')],
      provenanceOf(newest, all, failing.length, missed),
    );
  }

  forget(): void {
    this.#known.clear();
  }

  /** A backend that does not say how many spans a trace has is believed that it did not grow. */
  #use(key: string, { spanCount }: TraceSummary): TraceDigest | undefined {
    const known = this.#known.get(key);
    if (!known || known.spans !== spanCount) return undefined;
    this.#known.delete(key);
    this.#known.set(key, known);
    return known.digest;
  }

  #keep(key: string, known: Known): void {
    this.#known.set(key, known);
    if (this.#known.size <= MOST_KNOWN) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      break;
    }
  }
}

const keyOf = (connection: string, traceId: string) => `${connection}/${traceId}`;

function provenanceOf(
  newest: { readonly traces: readonly TraceSummary[]; readonly provenance: Provenance },
  all: boolean,
  failing: number,
  missed: number,
): Provenance {
  const notes = [...newest.provenance.notes];
  if (!all) {
    const more = failing > 0 ? ` and ${failing} more that failed` : '';
    notes.push(`the newest ${plural(newest.traces.length, 'trace')}${more} looked at`);
  }
  if (missed > 0) notes.push(`${plural(missed, 'trace')} could not be looked at`);
  return { exact: all && missed === 0 && newest.provenance.exact, notes };
}
