import { pathOfSpans } from '../../core/analysis/path-of-spans.ts';
import { fingerprint } from '../../core/mapping/fingerprint.ts';
import { siteReader } from '../../core/mapping/site-of-span.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { parseStack } from '../../core/mapping/stack-frames.ts';
import type { Trace } from '../../core/trace/columns.ts';
import { hexOfWords } from '../../core/trace/ids.ts';
import type { Redaction } from '../../core/trace/redact.ts';
import { rowExtras } from '../../core/trace/row-extras.ts';
import { attributeAt, spanDetails } from '../../core/trace/span-details.ts';
import type { ReverseLink, ShownFrame, ViewRequests } from '../../protocol/engine-view.ts';
import { type Handlers, transferring } from '../../protocol/rpc.ts';
import type { AnalysesMade } from './analyse-trace.ts';
import { buffersOf } from './buffers-of.ts';
import { scopesOf, spansOfScopes } from './scopes.ts';
import { searchTrace } from './search-trace.ts';

type ViewApi = { requests: ViewRequests; events: Record<never, never> };

/** Longer texts of a span are cut and had whole on request. */
const SHOWN_TEXT = 4000;
const SHOWN_ITEMS = 200;
const MOST_ITEMS = 100_000;

/** Answers about the traces that panels show. */
export function viewHandlers(
  held: (handle: number) => Trace,
  all: () => Iterable<Trace>,
  secrets: () => Redaction,
  made: AnalysesMade,
): Handlers<ViewApi> {
  return {
    'trace.span': ({ handle, span, items = SHOWN_ITEMS }) =>
      spanDetails(held(handle), span, { items, text: SHOWN_TEXT, redaction: secrets() }),
    'trace.sitesOfSpans': ({ handle, spans }) => sitesOfSpans(held(handle), spans),
    'trace.attribute': ({ handle, span, path }) => attributeAt(held(handle), span, path),
    'trace.stack': ({ handle, span, event }) => stackOf(held(handle), span, event),
    'trace.reverseLinks': ({ handle, span }) => reverseLinks(all(), held(handle), span),
    'trace.rows': ({ handle, spans }) => {
      const trace = held(handle);
      const known = made.get(trace);
      const path = known
        ? pathOfSpans(known.path, known.analysis.context.critical.segments, spans)
        : { pathFrom: new Uint32Array(0), path: new Float64Array(0) };
      const rows = { ...rowExtras(trace, spans), ...path };
      const { eventFrom, eventTime, links, pathFrom } = rows;
      return transferring(rows, ...buffersOf(eventFrom, eventTime, links, pathFrom, rows.path));
    },
    'trace.scopes': ({ handle }) => scopesOf(held(handle)),
    'trace.spansOfScopes': ({ handle, names }) => {
      const spans = spansOfScopes(held(handle), names);
      return transferring(spans, ...buffersOf(spans));
    },
    'trace.search': async ({ handle, ...input }, { signal }) => {
      const output = await searchTrace(held(handle), input, signal);
      return transferring(output, ...buffersOf(output.spans));
    },
  };
}

/** Longer stack traces are cut by the reader of stacks anyway. */
const STACK_LINE = 300;

function stackOf(trace: Trace, span: number, event: number): readonly ShownFrame[] {
  const details = spanDetails(trace, span, { items: MOST_ITEMS, text: 65_536 });
  const text =
    details.events[event]?.attributes.shown.find((a) => a.key === 'exception.stacktrace')?.text ?? '';
  const language = details.resource.shown.find((a) => a.key === 'telemetry.sdk.language')?.text;
  return parseStack(text, language).map((frame) => ({
    text: frame.raw.slice(0, STACK_LINE),
    function: frame.function ?? '',
    file: frame.file ?? '',
    line: frame.line,
    column: frame.column,
    library: frame.isLibraryHint,
  }));
}

function sitesOfSpans(trace: Trace, spans: Uint32Array): { sites: SpanSite[]; siteOf: Uint32Array } {
  const read = siteReader(trace);
  const sites: SpanSite[] = [];
  const known = new Map<string, number>();
  const siteOf = spans.map((span) => {
    const site = read(span);
    const key = fingerprint(site);
    const at = known.get(key) ?? sites.push(site) - 1;
    known.set(key, at);
    return at;
  });
  return { sites, siteOf };
}

/** Links of this trace's own spans to the span, and those of other open traces. */
function reverseLinks(traces: Iterable<Trace>, target: Trace, span: number): ReverseLink[] {
  const wanted = hexOfWords(target.id, span);
  const found: ReverseLink[] = [];
  for (const trace of traces) {
    const d = trace.details;
    if (!d || d.links.traceId.length === 0) continue;
    const traceId = trace.strings.idOf(target.traceId);
    if (traceId === undefined) continue;
    for (let i = 0; i < trace.count && found.length < MOST_REVERSE; i++)
      for (let l = d.linkFrom[i] ?? 0; l < (d.linkTo[i] ?? 0); l++)
        if (d.links.traceId[l] === traceId && hexOfWords(d.links.spanId, l) === wanted)
          found.push({
            traceId: trace.traceId,
            spanId: hexOfWords(trace.id, i),
            name: trace.strings.get(trace.name[i] ?? 0),
          });
  }
  return found;
}

const MOST_REVERSE = 100;
