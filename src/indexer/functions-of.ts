import type { Decl, FileFacts } from '../core/facts/facts.ts';
import type { CodeFunction } from '../core/figures/measured-site.ts';

const FUNCTION_KINDS: ReadonlySet<Decl['kind']> = new Set(['function', 'method', 'constructor', 'lambda']);

/** What figures of a file are told for. */
export function functionsOf(facts: FileFacts): CodeFunction[] {
  const loops = facts.blocks.filter((block) => block.kind === 'loop');
  const loopsIn = (d: Decl) =>
    loops
      .filter((loop) => loop.line >= d.startLine && loop.endLine <= d.endLine)
      .map(({ line, endLine }) => ({ line, endLine }));
  return facts.decls
    .filter((d) => FUNCTION_KINDS.has(d.kind) && d.name !== '')
    .map((d) => ({
      symbol: d.path ? `${d.path}.${d.name}` : d.name,
      line: d.line,
      column: d.column,
      startLine: d.startLine,
      endLine: d.endLine,
      loops: loopsIn(d),
    }));
}
