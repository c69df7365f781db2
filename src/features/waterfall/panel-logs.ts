import type { LogEntry } from '../../core/ports.ts';
import { redaction } from '../../core/trace/redact.ts';
import type { ShownLog } from '../../protocol/waterfall.ts';
import type { PanelTrace } from './panel-trace.ts';
import type { WaterfallDeps } from './waterfall-deps.ts';

/** Records shown for one span. */
const MOST = 200;
const LONGEST = 4000;

/** The log records of a trace, asked for once where it came from; a file brings none along. */
export class PanelLogs {
  readonly #deps: WaterfallDeps;
  readonly #trace: PanelTrace;
  #all: { readonly handle: number; readonly entries: Promise<readonly LogEntry[]> } | undefined;

  constructor(deps: WaterfallDeps, trace: PanelTrace) {
    this.#deps = deps;
    this.#trace = trace;
  }

  async ofSpan(span: number, signal: AbortSignal): Promise<readonly ShownLog[]> {
    const { engine, config } = this.#deps;
    const { origin, held, handle } = this.#trace;
    if (origin.kind !== 'connection' || !held) return [];
    if (this.#all?.handle !== handle) {
      const { connection, traceId } = origin;
      const entries = engine.call('backend.logs', { connection, traceId }).catch(() => []);
      this.#all = { handle, entries };
    }
    const [entries, { spanId }] = await Promise.all([
      this.#all.entries,
      engine.call('trace.span', { handle, span, items: 0 }, { signal }),
    ]);
    const secrets = redaction(config.get('privacy.secretKeys'));
    const epoch = BigInt(held.startUnixNano);
    return entries
      .filter((entry) => entry.spanId === spanId)
      .slice(0, MOST)
      .map(({ time, severity, body }) => ({
        at: Number(time - epoch),
        severity,
        body: secrets.text(body.slice(0, LONGEST)),
      }));
  }
}
