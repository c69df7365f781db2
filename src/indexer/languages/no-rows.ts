import type { LanguageRows } from '../sites/rows.ts';

/** What a language has nothing of. */
export const NO_ROWS: LanguageRows = {
  spans: [],
  tracers: [],
  wrappers:
    /^(?:with|start|create|run|in|trace|record|new)?_?(?:Active|Child|active|child)?_?(?:Span|span|Traced|traced|Trace|trace)(?:Async|ed|_async)?$|^(?:instrument|observe|withTracing|runInSpan|in_span|traceFunction)$/,
  routes: [],
  routeModifiers: [],
  resources: [],
  routers: [],
  scopes: [],
  mounts: [],
  prefixes: [],
  rpc: [],
  messages: [],
  graphql: [],
  tasks: [],
  httpCalls: [],
};
