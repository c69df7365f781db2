import type { Value } from '../../facts/facts.ts';
import type { FileView } from './file-view.ts';

const CARRIES =
  /\b(?:inject\w*|extract\w*|getTextMapPropagator|TextMapPropagator|GetTextMapPropagator|propagat\w+)\s*[.(]|traceparent|trace_context|traceContext|TraceContext\b/;

/** Whether the function around a message (or its handler) hands the trace context on or takes it up. */
export function carriesContext(view: FileView, owner: number, handler: Value | undefined): string {
  for (const index of [view.functionAround(owner), view.handlerDecl(handler)]) {
    const decl = view.facts.decls[index];
    const text = decl ? view.source.slice(decl.start, decl.end) : index === -1 && !handler ? view.source : '';
    const found = CARRIES.exec(text)?.[0];
    if (found) return `The trace context travels with the message (${found.replace(/\s*[.(]$/, '')}).`;
  }
  return '';
}
