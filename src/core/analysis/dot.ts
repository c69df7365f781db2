import { formatDuration, formatInteger, formatPercent } from '../trace/units.ts';
import type { NodeKind, ServiceGraph } from './service-graph.ts';

const SHAPES: Readonly<Record<NodeKind, string>> = {
  service: 'shape=box, style=rounded',
  database: 'shape=cylinder',
  queue: 'shape=cds',
  external: 'shape=box, style="rounded,dashed"',
};

/** The graph in Graphviz' DOT language; every text is escaped. */
export function toDot(graph: ServiceGraph): string {
  const nodes = new Map<string, NodeKind>();
  for (const { caller, callee, calleeKind } of graph.edges) {
    nodes.set(caller, 'service');
    if (nodes.get(callee) !== 'service') nodes.set(callee, calleeKind);
  }
  const lines = [...nodes].map(([name, kind]) => `  ${quoted(name)} [${SHAPES[kind]}];`);
  for (const edge of graph.edges) {
    const failed = edge.errors > 0 ? `\n${formatPercent(edge.errors / edge.calls)} errors` : '';
    const label = `${formatInteger(edge.calls)} × ${formatDuration(edge.p50Ns)}\np95 ${formatDuration(edge.p95Ns)}${failed}`;
    const colour = edge.errors > 0 ? ', color="#d1242f", fontcolor="#d1242f"' : '';
    lines.push(`  ${quoted(edge.caller)} -> ${quoted(edge.callee)} [label=${quoted(label)}${colour}];`);
  }
  return [
    'digraph services {',
    '  rankdir=LR;',
    '  node [fontname="Helvetica", fontsize=11];',
    '  edge [fontname="Helvetica", fontsize=9];',
    ...lines,
    '}',
    '',
  ].join('\n');
}

/** A double-quoted DOT string: backslash and quote escaped, line breaks as \n, other control characters dropped. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replace(/\p{Cc}/gu, '');
  return `"${escaped}"`;
}
