import type { ResolvedCode, Strategy } from '../mapping/resolution.ts';
import type { CodeFunction, MeasuredSite } from './measured-site.ts';
import { isIncoming, isOutgoing } from './site-label.ts';

/** A measured site that stands in a file. */
export type PlacedSite = MeasuredSite & { readonly code: ResolvedCode };

/** What of a function was measured: itself, and lines in it. */
export type FunctionSites = { readonly own: readonly PlacedSite[]; readonly lines: readonly PlacedSite[] };

/** Strategies that lead from what enters a process to who handles it; others name the span's own code. */
const ENTRIES: ReadonlySet<Strategy> = new Set(['route', 'rpc', 'messaging', 'graphql', 'faas']);

/** Strategies that find the call in the code, not the function that was called. */
const CALLS: ReadonlySet<Strategy> = new Set(['database', 'http-call']);

/**
 * Which of the sites in a function are the function's own figures. One call of a function may send several spans (the
 * server's, the framework's, one started by hand), and adding those up would count calls twice. So exactly one group
 * is taken: spans that name the function itself; else those of what enters through it; else a span started in it that
 * encloses all others, which is the one started first that is not shorter than the others. What is left are lines.
 */
export function placeInFunction(code: CodeFunction, sites: readonly PlacedSite[]): FunctionSites {
  const atName = (s: PlacedSite) => s.code.line <= Math.max(code.line, code.startLine);
  const lines: PlacedSite[] = [];
  const named: PlacedSite[] = [];
  const entries: PlacedSite[] = [];
  const started: PlacedSite[] = [];
  for (const site of sites) {
    const { strategy, role } = site.code;
    if (role === 'called from' || role === 'threw here') continue;
    if (CALLS.has(strategy) || role !== 'code' || (isOutgoing(site.site) && !atName(site))) lines.push(site);
    else if (ENTRIES.has(strategy)) entries.push(site);
    else if (atName(site)) named.push(site);
    else started.push(site);
  }
  if (named.length > 0) return { own: oneKind(named), lines: [...lines, ...started] };
  if (entries.length > 0) return { own: entered(entries), lines: [...lines, ...started] };
  const outer = outermost(started);
  return { own: outer, lines: [...lines, ...started.filter((s) => !outer.includes(s))] };
}

/** The server's span and one of the handler's own say the same call twice: the inner one is the function's. */
function oneKind(sites: readonly PlacedSite[]): readonly PlacedSite[] {
  const inner = sites.filter((s) => !isIncoming(s.site));
  return inner.length > 0 ? inner : sites;
}

/** A framework's spans of the same request say again what the server's has said, and may end before the answer does. */
function entered(sites: readonly PlacedSite[]): readonly PlacedSite[] {
  const incoming = sites.filter((s) => isIncoming(s.site));
  return incoming.length > 0 ? incoming : sites;
}

function outermost(started: readonly PlacedSite[]): readonly PlacedSite[] {
  const firstLine = Math.min(...started.map((s) => s.code.line));
  const first = started.filter((s) => s.code.line === firstLine);
  const shortest = Math.min(...first.map((s) => s.stats.p50));
  const others = started.filter((s) => s.code.line !== firstLine);
  return others.every((s) => s.stats.p50 <= shortest) ? first : [];
}

/** The innermost function around a line; a declaration's decorators belong to it. */
export function functionAround(functions: readonly CodeFunction[], line: number): CodeFunction | undefined {
  let best: CodeFunction | undefined;
  for (const fn of functions) {
    if (fn.startLine > line || fn.endLine < line) continue;
    if (
      !best ||
      fn.startLine > best.startLine ||
      (fn.startLine === best.startLine && fn.endLine <= best.endLine)
    )
      best = fn;
  }
  return best;
}
