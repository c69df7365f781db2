import type { PathOfSpans } from '../core/analysis/path-of-spans.ts';
import type { SpanSite } from '../core/mapping/span-site.ts';
import type { RowExtras } from '../core/trace/row-extras.ts';
import type { AttributePath, SpanDetails } from '../core/trace/span-details.ts';

/** What is looked for: text anywhere in a span, or, when it begins with `{`, the trace query language. */
export type SearchInput = {
  readonly text: string;
  /** The text is a pattern (RE2 syntax). */
  readonly regex: boolean;
  readonly matchCase: boolean;
};

export type SearchOutput = {
  /** In display order. */
  readonly spans: Uint32Array;
  /** Why nothing could be looked for: a sentence. */
  readonly problem: string | undefined;
};

/** A line of a stack trace. */
export type ShownFrame = {
  /** As people write it: "at charge (src/charge.ts:41:11)". */
  readonly text: string;
  readonly function: string;
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** Not the user's own code. */
  readonly library: boolean;
};

/** A span that names this one in a link. */
export type ReverseLink = { readonly traceId: string; readonly spanId: string; readonly name: string };

type On = { readonly handle: number };

/** What is asked about a trace that a panel shows. */
export type ViewRequests = {
  'trace.span': {
    params: On & { span: number /** Most attributes, events and links listed. */; items?: number };
    result: SpanDetails;
  };
  /** What names the code of spans: each distinct site once, and which one each of the spans has. */
  'trace.sitesOfSpans': {
    params: On & { spans: Uint32Array };
    result: { readonly sites: readonly SpanSite[]; readonly siteOf: Uint32Array };
  };
  /** One attribute's whole text, also a secret's: the user asked to see it. */
  'trace.attribute': { params: On & { span: number; path: AttributePath }; result: string };
  /** Frames of an exception event of the span, innermost first; none where the text is no stack trace. */
  'trace.stack': { params: On & { span: number; event: number }; result: readonly ShownFrame[] };
  /** Spans of open traces that link to this one. */
  'trace.reverseLinks': { params: On & { span: number }; result: readonly ReverseLink[] };
  /** The critical path is missing from it while the trace is not analysed (`trace.findings`). */
  'trace.rows': { params: On & { spans: Uint32Array }; result: RowExtras & PathOfSpans };
  /** Instrumentation libraries (scopes), most spans first. */
  'trace.scopes': { params: On; result: readonly { readonly name: string; readonly count: number }[] };
  'trace.spansOfScopes': { params: On & { names: readonly string[] }; result: Uint32Array };
  /** Stops soon after it is cancelled. */
  'trace.search': { params: On & SearchInput; result: SearchOutput };
};
