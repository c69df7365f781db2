import { isHarmless } from '../hygiene/issue-maker.ts';
import { type Body, type CodeSite, isEntry, type SpanStart } from '../model.ts';
import type { FileView } from './file-view.ts';

const MAX_BODIES = 200;
const MAX_CALLS = 60;

/** Functions with entry points or spans, and what they call: where the time goes that no span explains. */
export function bodies(view: FileView, sites: readonly CodeSite[], spans: readonly SpanStart[]): Body[] {
  const out = new Map<string, Body>();
  const add = (symbol: string, line: number, endLine: number) => {
    const key = `${line}-${endLine}`;
    if (endLine <= line || out.has(key) || out.size >= MAX_BODIES) return;
    const calls: Body['calls'][number][] = [];
    for (const call of view.facts.calls) {
      if (call.line < line || call.endLine > endLine || calls.length >= MAX_CALLS) continue;
      const receiver = view.receiver(call);
      if (call.isNew || isHarmless(receiver, call.name)) continue;
      const text = receiver === '' ? call.name : `${receiver}.${call.name}`;
      calls.push({ text: text.slice(0, 80), line: call.line });
    }
    out.set(key, { symbol, line, endLine, calls });
  };
  const declared = (symbol: string) => {
    const name = symbol.slice(symbol.lastIndexOf('.') + 1);
    const decl =
      name === '' ? undefined : view.facts.decls.find((d) => d.name === name && view.isFunction(d));
    if (decl) add(symbol, decl.line, decl.endLine);
    return decl !== undefined;
  };
  for (const site of sites) {
    if (!isEntry(site.kind)) continue;
    // A handler written in place ends with the call; one that is named stands elsewhere.
    if (site.endLine > site.line) add(site.symbol, site.line, site.endLine);
    else declared(site.symbol);
  }
  for (const span of spans) declared(span.symbol);
  return [...out.values()];
}
