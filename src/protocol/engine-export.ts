import type { RedactionReport } from '../core/trace/redaction-report.ts';

type On = { readonly handle: number };

/** Places in code that go along with a page: labels, and the number of each span's. */
export type ExportedPlaces = {
  readonly labels: readonly ({
    readonly sureness: string;
    readonly label: string;
    readonly why: string;
  } | null)[];
  readonly of: Uint32Array;
};

export type ExportRequests = {
  /** What redaction would take out. */
  'trace.redactionReport': { params: On; result: RedactionReport };
  /** Writes OTLP JSON; gzipped when the name ends in .gz. Answers with the size of the file. */
  'trace.exportOtlp': { params: On & { path: string; redact: boolean }; result: number };
  /** Writes a page that shows the trace anywhere. `assets` is the folder of the page's script and styles. */
  'trace.exportHtml': {
    params: On & { path: string; redact: boolean; assets: string; places: ExportedPlaces | undefined };
    result: number;
  };
  /** One span as OTLP JSON, redacted. */
  'trace.spanJson': { params: On & { span: number }; result: string };
  /** The trace in words: a summary to paste into an issue or a chat. */
  'trace.markdown': { params: On & { places: ExportedPlaces | undefined }; result: string };
};
