import type { Call } from '../../facts/facts.ts';
import type { FileView } from '../match/file-view.ts';
import type { CodeIssue, CodeSite } from '../model.ts';

/** Calls that run a function on another thread, by language; what stands for the thread or pool. */
const THREADS = {
  jvm: {
    names: /^(?:submit|execute|supplyAsync|runAsync|schedule|invokeAll)$/,
    on: /[eE]xec|[pP]ool|CompletableFuture|[sS]cheduler|[tT]hread/,
    make: /^Thread$/,
  },
  python: {
    names: /^(?:submit|apply_async|run_in_executor|map)$/,
    on: /[eE]xec|[pP]ool|loop/,
    make: /^(?:Thread|Process|Timer)$/,
  },
  ruby: { names: /^(?:new|start|post|future)$/, on: /^(?:Thread|Concurrent::\w+)$/, make: /^$/ },
} as const;

/** Work handed to another thread that calls out there: the context does not follow by itself (spec/gaps.md 2.4). */
export function threadIssues(view: FileView, sites: readonly CodeSite[]): CodeIssue[] {
  const family = view.family === 'python' ? 'python' : view.family === 'ruby' ? 'ruby' : 'jvm';
  const kinds = THREADS[family];
  return view.facts.calls.flatMap((call): CodeIssue[] => {
    const starts = kinds.names.test(call.name)
      ? kinds.on.test(view.receiver(call))
      : kinds.make.test(call.name);
    if (!starts || view.facts.decls[view.functionAround(call.owner)] === undefined) return [];
    const line = callsOut(view, call, sites);
    if (line === 0 || carries(view, call)) return [];
    return [
      {
        rule: 'context.thread',
        line: call.line,
        column: call.column,
        endLine: call.endLine,
        symbol: view.symbol(call.owner),
        title: 'Work is handed to another thread without the context',
        why: [
          `It calls out in line ${line}; on the other thread the current span is not known, and the call starts a trace of its own.`,
        ],
        confidence: 'medium',
        unless: 'agent',
      },
    ];
  });
}

/** Line of an outbound call or a span in the function handed over; 0 for none. */
function callsOut(view: FileView, call: Call, sites: readonly CodeSite[]): number {
  for (const arg of call.args) {
    const decl = view.facts.decls[view.handlerDecl(arg)];
    if (!decl) continue;
    const site = sites.find(
      (s) => s.kind.startsWith('outbound.') && s.line >= decl.line && s.line <= decl.endLine,
    );
    if (site) return site.line;
    const span = view.spanStarts
      .map((i) => view.facts.calls[i])
      .find((c) => c !== undefined && c.start >= decl.start && c.end <= decl.end);
    if (span) return span.line;
  }
  return 0;
}

/** `Context.current().wrap(...)`, `contextvars.copy_context().run`, a wrapping executor. */
const carries = (view: FileView, call: Call): boolean =>
  /\bwrap\w*\(|copy_context|attach\(|with_current|taskWrapping|ContextExecutor/.test(
    view.source.slice(call.start, call.end),
  ) || /taskWrapping|ContextPropagatingExecutor|TracedThreadPool/.test(view.source);
