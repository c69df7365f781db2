import type { Call, Decl } from '../../facts/facts.ts';
import type { FileView } from '../match/file-view.ts';
import { paramsOf } from '../match/params.ts';
import type { SpanApi } from './span-apis.ts';

/** A span in somebody's hands: the call that starts it, the variable, and the code that can see it. */
export type HeldSpan = {
  readonly call: Call;
  /** End of the whole chain that the start begins or ends. */
  readonly after: number;
  /** '' where nothing holds it. */
  readonly variable: string;
  /** `using`, `with`: ends by itself. */
  readonly scoped: boolean;
  readonly callback: boolean;
  /** Index of the function, -1 for the top level. */
  readonly fn: number;
  readonly from: number;
  readonly to: number;
};

export type NotHeld = 'discarded' | 'elsewhere';

/** Who holds the span that a call starts. `elsewhere`: returned, stored, handed on; not ours to judge. */
export function heldSpan(view: FileView, api: SpanApi, index: number, masked: string): HeldSpan | NotHeld {
  const call = view.facts.calls[index];
  if (!call) return 'elsewhere';
  if (api.callbacks.has(call.name)) return callbackSpan(view, call, masked);
  let top = index;
  for (let next = chained(view, top); next >= 0; next = chained(view, top)) {
    const name = view.facts.calls[next]?.name ?? '';
    if (api.ends.has(name)) return 'elsewhere';
    top = next;
    // `makeCurrent()` and its like give back something else.
    if (/^(?:makeCurrent|spanContext|SpanContext|getSpanContext)$/.test(name)) return 'elsewhere';
  }
  const outer = view.facts.calls[top] ?? call;
  const before = masked.slice(Math.max(0, outer.start - 200), outer.start);
  const assign = view.facts.assigns.find(
    (a) => a.value.kind === 'call' && a.value.ref === top && a.line <= outer.line,
  );
  const fn = view.functionAround(call.owner);
  const decl = view.facts.decls[fn];
  const range = { fn, from: outer.end, to: decl?.end ?? masked.length };
  if (assign) {
    const names = assign.target.split(',').map((n) => n.trim());
    const variable = (api.position === 'second' ? names[1] : names[0]) ?? '';
    if (variable === '_') return 'discarded';
    const scoped =
      /\b(?:using|with)\s*\(?[^;{}\n]*$/.test(before) ||
      /\busing\s+(?:var|\w+\??)\s+\w+\s*=\s*$/.test(before);
    if (!/^[\w$]+$/.test(variable) || !(scoped || declaredHere(view, before, assign.type)))
      return 'elsewhere';
    return { call, after: outer.end, variable, scoped, callback: false, ...range };
  }
  return isStatement(view, before, masked.slice(outer.end, outer.end + 80)) ? 'discarded' : 'elsewhere';
}

function callbackSpan(view: FileView, call: Call, masked: string): HeldSpan | NotHeld {
  const fn = call.args.findLast((a) => a.kind === 'function')?.ref ?? -1;
  const decl = view.facts.decls[fn];
  if (!decl) return 'elsewhere';
  const text = masked.slice(decl.start, decl.end);
  const variable = firstParameter(view, decl, text);
  if (variable === '' && /getActiveSpan|getSpan\(|arguments/.test(text)) return 'elsewhere';
  const body = Math.max(text.indexOf('=>'), text.indexOf('{'), 0);
  return {
    call,
    after: decl.start,
    variable,
    scoped: false,
    callback: true,
    fn,
    from: decl.start + body,
    to: decl.end,
  };
}

/** The facts keep no parameters of lambdas; the text has them. */
function firstParameter(view: FileView, decl: Decl, text: string): string {
  const known = paramsOf(decl, view.facts.language)[0]?.name;
  if (known) return known;
  return (
    /^(?:async\s+)?(?:function\s*\w*\s*)?(?:\(\s*([\w$]+)|([\w$]+)\s*=>)/
      .exec(text)
      ?.slice(1)
      .find(Boolean) ?? ''
  );
}

/** Index of the call made on this one's result, -1 for none. */
const chained = (view: FileView, index: number): number =>
  view.facts.calls.findIndex((c) => c.receiverCall === index);

/** A variable of this very scope; assignments to variables from outside are somebody else's to end. */
function declaredHere(view: FileView, before: string, type: string): boolean {
  switch (view.family) {
    case 'js':
      return /\b(?:const|let|var)\s+[\w$]+\s*(?::[^=]*)?=\s*(?:await\s+)?$/.test(before);
    case 'go':
      return /:=\s*$/.test(before);
    case 'jvm':
      return type !== '' || /\bva[lr]\s+\w+\s*(?::[^=]*)?=\s*$/.test(before);
    case 'dotnet':
      return /\b(?:var|Activity\??|TelemetrySpan)\s+\w+\s*=\s*$/.test(before);
    default:
      return /(?:^|\n)\s*[a-z_]\w*\s*=\s*$/.test(before);
  }
}

/** The call is a statement of its own: nobody gets the span. */
function isStatement(view: FileView, before: string, after: string): boolean {
  const lead = before.trimEnd();
  const last = lead.at(-1) ?? '';
  const newLine = before.slice(lead.length).includes('\n');
  if (/\b(?:return|await|yield|with|throw|in|case|new|defer|go)$/.test(lead) || lead.endsWith('=>'))
    return false;
  const opens = view.family === 'python' ? /[=,([{+\-*/|&<>.@]/ : /[=,([:?+\-*/|&<>.!@]/;
  if (last !== '' && opens.test(last)) return false;
  if (!newLine && !/[;{}]/.test(last) && last !== '') return false;
  return /^\s*(?:[;})]|$)|^[ \t]*\r?\n(?!\s*[.?])/.test(after);
}
