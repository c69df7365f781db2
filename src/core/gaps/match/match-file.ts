import type { FileFacts } from '../../facts/facts.ts';
import { contextIssues } from '../context/context-issues.ts';
import { spanIssues } from '../hygiene/span-issues.ts';
import type { FileGaps, SpanStart } from '../model.ts';
import { RULE_TABLES } from '../rules/tables.ts';
import { annotationSites } from './annotation-sites.ts';
import { bodies } from './bodies.ts';
import { callSites } from './call-sites.ts';
import type { RuleTables } from './dispatch.ts';
import { exportSites } from './export-sites.ts';
import { FileView } from './file-view.ts';
import { loads } from './loads.ts';
import { signals } from './signals.ts';
import { annotationTraces } from './span-calls.ts';
import { sqlQueueSites } from './sql-queue.ts';
import { superSites } from './super-sites.ts';
import { suppressions } from './suppressions.ts';

/** Everything the gap analysis wants of a file; undefined where there is nothing. Pure: facts and text in, data out. */
export function matchFile(
  facts: FileFacts,
  source: string,
  path: string,
  tables: RuleTables = RULE_TABLES,
): FileGaps | undefined {
  const view = new FileView(facts, source, path);
  const table = tables[view.family];
  const annotated = annotationSites(view, table);
  const sites = [
    ...callSites(view, table),
    ...annotated,
    // Actions by convention, unless an attribute has said so already.
    ...superSites(view, table).filter(
      (s) => !annotated.some((a) => a.kind === s.kind && a.symbol === s.symbol && a.endLine === s.endLine),
    ),
    ...exportSites(view, table),
    ...sqlQueueSites(view),
  ].sort((a, b) => a.line - b.line || a.column - b.column);
  const issues = [...contextIssues(view, sites), ...spanIssues(view, sites)];
  const found = signals(view);
  const spans = spanStarts(view);
  const traced = tracedFunctions(view);
  const handlers = bodies(view, sites, spans);
  const loaded = loads(view);
  const size = sites.length + issues.length + found.length + spans.length + traced.length;
  if (size + loaded.loads.length + loaded.libraries.length === 0) return undefined;
  return {
    language: facts.language,
    sites,
    signals: found,
    issues,
    spans,
    bodies: handlers,
    traced,
    suppressions: suppressions(source),
    ...loaded,
  };
}

/** Spans whose name can be known: what joins code that no trace has shown with the traces there are. */
function spanStarts(view: FileView): SpanStart[] {
  return view.spanStarts.flatMap((index) => {
    const call = view.facts.calls[index];
    const name = call && nameOf(view, index);
    return call && name ? [{ name, line: call.line, symbol: view.symbol(call.owner) }] : [];
  });
}

/** The first text among the arguments; Java's stands in `spanBuilder("x")` of the chain. */
function nameOf(view: FileView, index: number): string | undefined {
  for (let i = index, hops = 0; i >= 0 && hops < 12; hops++) {
    const call = view.facts.calls[i];
    const text = call?.args.map((arg) => view.text(arg)).find((t) => t !== undefined);
    if (text !== undefined) return text;
    i = call?.receiverCall ?? -1;
  }
  return undefined;
}

function tracedFunctions(view: FileView): string[] {
  const names = new Set<string>();
  for (const index of view.spanStarts) {
    const call = view.facts.calls[index];
    for (let i = call?.owner ?? -1; i >= 0; i = view.facts.decls[i]?.owner ?? -1) {
      const decl = view.facts.decls[i];
      if (decl && view.isFunction(decl) && decl.name !== '') names.add(decl.name);
    }
  }
  for (const annotation of view.facts.annotations) {
    const decl = view.facts.decls[annotation.decl];
    if (decl && decl.name !== '' && annotationTraces(annotation)) names.add(decl.name);
  }
  return [...names];
}
