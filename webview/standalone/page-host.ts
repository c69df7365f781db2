import { redaction } from '../../src/core/trace/redact.ts';
import { readTrace, serialiseTrace } from '../../src/core/trace/serialise.ts';
import { type AnalysesMade, analysisHandlers } from '../../src/engine/view/analyse-trace.ts';
import { describeTrace } from '../../src/engine/view/describe-trace.ts';
import { viewHandlers } from '../../src/engine/view/view-trace.ts';
import type { CallContext, Handlers } from '../../src/protocol/rpc.ts';
import type { Place, Places, WaterfallHostApi } from '../../src/protocol/waterfall.ts';

/** Places in code that came with the page: labels, and the number of each span's as text of a list. */
export type PagePlaces = {
  readonly labels: readonly (Place | null)[];
  readonly of: readonly number[];
  readonly counts: Places['counts'];
};

const NO_CODE = { opened: false, reason: 'Open the trace in the editor to go to the code.' };
const HANDLE = 1;

/** Answers the panel from a trace in the same page. */
export function pageHost(buffer: ArrayBuffer, places: PagePlaces | undefined): Handlers<WaterfallHostApi> {
  const trace = readTrace(buffer);
  // What was left in on purpose is still not shown unasked.
  const secrets = redaction();
  const made: AnalysesMade = new WeakMap();
  const view = viewHandlers(
    () => trace,
    () => [trace],
    () => secrets,
    made,
  );
  const analysis = analysisHandlers(() => trace, made);
  const on = <P extends object>(params: P) => ({ handle: HANDLE, ...params });
  const plain = (context: { readonly signal: AbortSignal }) => context as CallContext<never>;
  const head = describeTrace(trace, HANDLE, '');
  return {
    load: () => ({
      kind: 'trace',
      trace: head,
      timeline: serialiseTrace(trace, { details: false }),
      origin: { kind: 'file', path: '', traceId: trace.traceId },
      settings: { palette: 'standard', previewOnSelect: false, keepFocus: true },
      offers: { actions: [], formats: [] },
    }),
    findings: (_, c) => analysis['trace.findings'](on({}), plain(c)),
    rows: async (params, c) => {
      const extras = await view['trace.rows'](on(params), plain(c));
      const rows = 'buffers' in extras ? extras.value : extras;
      const of = places?.of;
      return { ...rows, place: of ? params.spans.map((s) => of[s] ?? 0) : new Uint32Array(0) };
    },
    span: (params, c) => view['trace.span'](on(params), plain(c)),
    attribute: (params, c) => view['trace.attribute'](on(params), plain(c)),
    stack: (params, c) => view['trace.stack'](on(params), plain(c)),
    reverseLinks: (params, c) => view['trace.reverseLinks'](on(params), plain(c)),
    scopes: (_, c) => view['trace.scopes'](on({}), plain(c)),
    spansOfScopes: (params, c) => view['trace.spansOfScopes'](on(params), plain(c)),
    search: (params, c) => view['trace.search'](on(params), plain(c)),
    flame: (_, c) => analysis['trace.flame'](on({}), plain(c)),
    flameRows: (_, c) => analysis['trace.flameRows'](on({}), plain(c)),
    table: (params, c) => analysis['trace.table'](on(params), plain(c)),
    graph: (_, c) => analysis['trace.graph'](on({}), plain(c)),
    compare: () => {
      throw new Error('Open the trace in the editor to compare it with another one.');
    },
    usual: () => [],
    logs: () => [],
    drop: () => undefined,
    jump: () => NO_CODE,
    openFrame: () => NO_CODE,
    open: () => {
      throw new Error('The other trace is not in this file.');
    },
    copy: async ({ text }) => {
      await navigator.clipboard.writeText(text);
      return undefined;
    },
    act: () => undefined,
    export: () => undefined,
    redactionReport: () => ({ attributes: [], texts: 0 }),
  };
}
