import type { Comparison } from '../core/analysis/compare.ts';
import type { GroupBy, StatsRow } from '../core/analysis/operation-stats.ts';
import type { PathOfSpans } from '../core/analysis/path-of-spans.ts';
import type { ServiceGraph } from '../core/analysis/service-graph.ts';
import type { RedactionReport } from '../core/trace/redaction-report.ts';
import type { RowExtras } from '../core/trace/row-extras.ts';
import type { AttributePath, SpanDetails } from '../core/trace/span-details.ts';
import type { Findings, FlameNodes } from './engine-analysis.ts';
import type { LoadProgress, OpenedTrace } from './engine-traces.ts';
import type { ReverseLink, SearchInput, SearchOutput, ShownFrame } from './engine-view.ts';
import type { TraceOrigin } from './trace-origin.ts';

/** What the host serves to a waterfall panel. */
export type WaterfallHostApi = {
  requests: {
    /** Again for refreshing, and with the trace chosen where a file holds several. */
    load: { params: { traceId: string | undefined }; result: Loaded; part: LoadPart };
    findings: { params: undefined; result: Findings };
    /** What is drawn with rows beside their bars, for rows that came into view. */
    rows: { params: { spans: Uint32Array }; result: PlacedRows };
    span: { params: { span: number; items?: number }; result: SpanDetails };
    attribute: { params: { span: number; path: AttributePath }; result: string };
    stack: { params: { span: number; event: number }; result: readonly ShownFrame[] };
    reverseLinks: { params: { span: number }; result: readonly ReverseLink[] };
    /** What is usual for the functions of spans, in their order; undefined where nothing is known. */
    usual: { params: { spans: Uint32Array }; result: readonly (UsualTimes | undefined)[] };
    /** Log records of a span, from where the trace came from. */
    logs: { params: { span: number }; result: readonly ShownLog[] };
    /** Opens what was dropped on the panel: addresses of files, or a file's content. */
    drop: { params: Dropped; result: undefined };
    /** Instrumentation libraries of the trace, most spans first, and the spans of some of them. */
    scopes: { params: undefined; result: readonly { readonly name: string; readonly count: number }[] };
    spansOfScopes: { params: { names: readonly string[] }; result: Uint32Array };
    search: { params: SearchInput; result: SearchOutput };
    flame: { params: undefined; result: FlameNodes };
    flameRows: { params: undefined; result: { readonly row: Uint32Array; readonly rows: number } };
    table: { params: { groupBy: GroupBy }; result: readonly StatsRow[] };
    graph: { params: undefined; result: ServiceGraph };
    /** Lets the user choose another trace and compares with it; undefined when nothing was chosen. */
    compare: { params: undefined; result: ComparedTraces | undefined };
    /** Opens the code of a span; says why when there is none. */
    jump: { params: { span: number; keepFocus: boolean }; result: JumpResult };
    /** Opens the line of a stack frame. */
    openFrame: { params: { span: number; frame: ShownFrame }; result: JumpResult };
    /** Opens another trace, or a span of this one. */
    open: { params: { traceId: string; spanId: string }; result: undefined };
    copy: { params: { text: string; what: string }; result: undefined };
    /** Runs what the host offers for a span. */
    act: { params: { action: SpanAction; span: number }; result: undefined };
    /** What redaction would take out of an export. */
    redactionReport: { params: undefined; result: RedactionReport };
    /** Saves the trace, or what the panel drew, where the user says; undefined when nothing was saved. */
    export: { params: ExportRequest; result: string | undefined };
  };
  events: {
    settings: PanelSettings;
    /** Places in code, by the numbers that `rows` gives; replaced when the workspace changes. */
    places: Places;
    /** Spans of the function at the editor's cursor. */
    cursor: { readonly spans: Uint32Array };
    /** There is more of the trace by now: load it again. */
    refresh: undefined;
    /** Show one of these spans. */
    reveal: { readonly spans: Uint32Array };
  };
};

export type Loaded =
  | {
      readonly kind: 'trace';
      readonly trace: OpenedTrace;
      /** Serialised without details, see core/trace/serialise.ts. */
      readonly timeline: ArrayBuffer;
      readonly origin: TraceOrigin;
      readonly settings: PanelSettings;
      readonly offers: Offers;
    }
  | { readonly kind: 'choice'; readonly source: string; readonly traces: readonly OpenedTrace[] };

export type LoadPart =
  | ({ readonly kind: 'progress' } & LoadProgress)
  /** The first spans of a large trace, in display order, to be drawn while the rest is on its way. */
  | { readonly kind: 'preview'; readonly trace: OpenedTrace; readonly timeline: ArrayBuffer };

export type PanelSettings = {
  readonly palette: 'standard' | 'color-blind';
  /** Selecting a row shows its code. */
  readonly previewOnSelect: boolean;
  /** Opening code leaves the focus in the panel. */
  readonly keepFocus: boolean;
};

export type SpanAction =
  | 'similar'
  | 'explain'
  /** Of the whole trace, whatever the span. */
  | 'explainTrace'
  | 'copyOtlp'
  | 'copyCurl'
  | 'copyTraceparent'
  | 'json'
  | 'backend';
export type ExportRequest = {
  readonly format: ExportFormat;
  readonly redact: boolean;
  /** A picture, drawn by the panel. */
  readonly content?: string | ArrayBuffer;
};

export type ExportFormat = 'otlp' | 'html' | 'markdown' | 'svg' | 'png' | 'dot';

/** What this host can do; the rest is not shown. */
export type Offers = { readonly actions: readonly SpanAction[]; readonly formats: readonly ExportFormat[] };

/** A place in code as rows show it. */
export type Place = {
  readonly sureness: 'exact' | 'likely' | 'guess';
  /** "charge.ts:41". */
  readonly label: string;
  /** How it was found, in a sentence. */
  readonly why: string;
};

export type PlacedRows = RowExtras &
  PathOfSpans & {
    /** Number in `Places.byNumber` of each; empty while places are not known. */
    readonly place: Uint32Array;
  };

export type Places = {
  readonly byNumber: readonly (Place | undefined)[];
  /** Spans of the trace by how surely they map. */
  readonly counts: {
    readonly exact: number;
    readonly likely: number;
    readonly guess: number;
    readonly none: number;
  };
};

export type ShownLog = {
  /** ns from the trace's epoch. */
  readonly at: number;
  readonly severity: string;
  /** Without secrets. */
  readonly body: string;
};

export type Dropped =
  | { readonly uris: readonly string[] }
  | { readonly name: string; readonly bytes: ArrayBuffer };

/** ns, over a window that `window` names ("last 7 days"). */
export type UsualTimes = {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly count: number;
  readonly window: string;
};

/** The other trace is the earlier side. Rows are those of a flame graph over time. */
export type ComparedTraces = {
  readonly comparison: Comparison;
  readonly other: OpenedTrace;
  readonly timeline: ArrayBuffer;
  readonly row: Uint32Array;
  readonly ownRow: Uint32Array;
};

export type JumpResult = {
  readonly opened: boolean;
  /** Why not, or what is to be known of where it went ("A guess: ..."). */
  readonly reason: string;
};

/** What a panel serves to the host. `ready` is the first message there is. */
export type WaterfallPanelApi = {
  requests: Record<never, never>;
  events: { ready: undefined };
};
