import type { Call } from '../../facts/facts.ts';
import { GO_CONTEXT_VARIANTS } from '../go-context-variants.ts';
import type { FileView } from '../match/file-view.ts';
import { paramsOf } from '../match/params.ts';
import type { CodeIssue, CodeSite } from '../model.ts';

const HTTP = new Set(['Get', 'Head', 'Post', 'PostForm']);
/** Ends of life and derived contexts are detached on purpose. */
const DETACHED_ON_PURPOSE =
  /^(?:With\w*|Shutdown\w*|Stop\w*|Close\w*|ForceFlush|Flush|Background|TODO|NewContext|Errorf?|Printf?|Equal|Release\w*|Unlock\w*)$/;

export function goContextIssues(view: FileView, sites: readonly CodeSite[]): CodeIssue[] {
  if (!/context\.|net\/http|database\/sql|sqlx/.test(view.source)) return [];
  const issues: CodeIssue[] = [];
  for (const [index, call] of view.facts.calls.entries()) {
    const ctx = contextOf(view, call.owner);
    if (ctx === '') continue;
    const issue = of(view, call);
    const first = call.args[0];
    const made = first?.kind === 'call' ? view.facts.calls[first.ref] : undefined;
    if (
      made &&
      /^(?:Background|TODO)$/.test(made.name) &&
      made.receiver === 'context' &&
      !DETACHED_ON_PURPOSE.test(call.name)
    ) {
      if (!besideSpan(view, call))
        issues.push(
          issue(
            'context.detached',
            'Context is cut here: a new one is passed on',
            `${ctx} is at hand, but context.${made.name}() is passed: spans made below start a trace of their own.`,
            'high',
          ),
        );
      continue;
    }
    const missing = withoutContext(view, call, index);
    if (missing)
      issues.push(
        issue(
          missing.rule,
          missing.title,
          `${ctx} is at hand; ${missing.use} takes it along.`,
          missing.sure ? 'high' : 'medium',
        ),
      );
  }
  const started = goroutines(view, sites);
  // A goroutine that gets no context has one finding, not another for each call in it.
  const within = (line: number) =>
    view.facts.blocks.some(
      (b) => b.kind === 'go' && b.line <= line && line <= b.endLine && started.some((s) => s.line === b.line),
    );
  return [...issues.filter((i) => !within(i.line)), ...started];
}

const of =
  (view: FileView, call: Call) =>
  (rule: string, title: string, why: string, confidence: 'high' | 'medium'): CodeIssue => ({
    rule,
    line: call.line,
    column: call.column,
    endLine: call.endLine,
    symbol: view.symbol(call.owner),
    title,
    why: [why],
    confidence,
  });

type Missing = {
  readonly rule: string;
  readonly title: string;
  readonly use: string;
  readonly sure: boolean;
};

function withoutContext(view: FileView, call: Call, index: number): Missing | undefined {
  const origin = view.origins.ofCall(index);
  const from = (module: string) => origin?.modules.includes(module) ?? false;
  if (from('net/http') && origin?.path === 'NewRequest')
    return {
      rule: 'context.request-without-ctx',
      title: 'Request is made without the context',
      use: 'http.NewRequestWithContext',
      sure: true,
    };
  if (from('net/http') && HTTP.has(call.name) && /^(?:\w+$|DefaultClient\.|Client)/.test(origin?.path ?? ''))
    return {
      rule: 'context.call-without-ctx',
      title: `http.${call.name} is called without the context`,
      use: 'http.NewRequestWithContext with Client.Do',
      sure: true,
    };
  const sql = Object.hasOwn(GO_CONTEXT_VARIANTS, call.name) ? GO_CONTEXT_VARIANTS[call.name] : undefined;
  if (!sql || !origin) return undefined;
  const database = origin.modules.some((m) =>
    /^database\/sql$|XSAM\/otelsql|uptrace\/.*otelsql|nhatthm\/otelsql|jmoiron\/sqlx/.test(m),
  );
  if (
    !database ||
    ((call.name === 'Get' || call.name === 'Select') && !origin.modules.some((m) => m.includes('sqlx')))
  )
    return undefined;
  return {
    rule: 'context.call-without-ctx',
    title: `${call.name} is called without the context`,
    use: sql,
    sure: true,
  };
}

/** The context at hand: a parameter of a function around, or that of a request; '' for none. */
export function contextOf(view: FileView, owner: number): string {
  for (let i = owner; i >= 0; i = view.facts.decls[i]?.owner ?? -1) {
    const decl = view.facts.decls[i];
    if (!decl || !view.isFunction(decl)) continue;
    const params = decl.params === '' ? lambdaParams(view, decl.start, decl.end) : paramsOf(decl, 'go');
    for (const { name, type } of params) {
      if (name === '_' || name === '') continue;
      if (/^(?:context\.)?Context$/.test(type) && type.includes('context')) return name;
      if (/^\*?http\.Request$/.test(type)) return `${name}.Context()`;
      if (/^\*?gin\.Context$/.test(type)) return `${name}.Request.Context()`;
      if (/^echo\.Context$/.test(type)) return `${name}.Request().Context()`;
      if (/^\*?fiber\.Ctx$/.test(type)) return `${name}.UserContext()`;
    }
  }
  return '';
}

/** The facts keep no parameters of function literals. */
function lambdaParams(view: FileView, start: number, end: number) {
  const m = /^func\s*\(([^)]*)\)/.exec(view.source.slice(start, Math.min(end, start + 300)));
  if (!m?.[1]) return [];
  return paramsOf({ ...EMPTY, params: m[1] }, 'go');
}

const EMPTY = {
  kind: 'lambda',
  name: '',
  path: '',
  owner: -1,
  line: 0,
  column: 0,
  startLine: 0,
  bodyLine: 0,
  endLine: 0,
  params: '',
  supers: [],
  isDefault: false,
  start: 0,
  end: 0,
} as const;

/** `tracer.Start(context.Background(), ...)` with a link is how batches are done. */
function besideSpan(view: FileView, call: Call): boolean {
  return view.startsSpan(call) && /WithLinks|WithNewRoot/.test(view.source.slice(call.start, call.end));
}

/** `go func() { ... }()` that calls out and is given no context. */
function goroutines(view: FileView, sites: readonly CodeSite[]): CodeIssue[] {
  return view.facts.blocks.flatMap((block): CodeIssue[] => {
    if (block.kind !== 'go') return [];
    const ctx = contextOf(view, block.owner);
    if (ctx === '') return [];
    const text = view.source.slice(block.start, block.end);
    const name = ctx.replace(/\..*$/, '');
    if (new RegExp(`\\b${name}\\b|\\bctx\\b|\\bcontext\\.With`).test(text)) return [];
    const out = sites.find(
      (s) => s.kind.startsWith('outbound.') && s.line >= block.line && s.line <= block.endLine,
    );
    const traced = view.spanStarts
      .map((i) => view.facts.calls[i])
      .find((c) => c !== undefined && c.start >= block.start && c.end <= block.end);
    const line = out?.line ?? traced?.line;
    if (line === undefined) return [];
    return [
      {
        rule: 'context.goroutine',
        line: block.line,
        column: 0,
        endLine: block.line,
        symbol: view.symbol(block.owner),
        title: 'Goroutine is started without the context',
        why: [
          `It makes a call in line ${line} and does not get ${ctx}: that span starts a trace of its own.`,
        ],
        confidence: 'medium',
      },
    ];
  });
}
