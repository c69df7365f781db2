import type { NodeKind, ServiceCall, ServiceGraph } from '../../../src/core/analysis/service-graph.ts';
import { formatDuration, formatInteger, formatPercent, plural } from '../../../src/core/trace/units.ts';
import { button } from '../../shared/controls.ts';
import { data, el, svgEl } from '../../shared/dom.ts';
import { visibleLine } from '../../shared/visible-text.ts';
import { edgePath } from './graph-edge.ts';
import { type GraphEdge, type GraphLayout, type GraphSizes, layOutGraph } from './graph-layout.ts';
import { type PanelView, PerTrace, type ViewDeps } from './view.ts';

const SIZES: GraphSizes = { nodeWidth: 150, nodeHeight: 40, layerGap: 130, rowGap: 26 };
const MARGIN = 24;
const LONGEST = 20;
/** Smaller, text cannot be read: then the drawing scrolls. */
const LEAST_SCALE = { across: 0.85, down: 0.7 };
/** px left and right of the drawing, as in the style sheet. */
const PADDING = 2 * 14;
/** Layers from top to bottom: as the layout knows them, turned. */
const TURNED: GraphSizes = { nodeWidth: 40, nodeHeight: 150, layerGap: 62, rowGap: 22 };

type Node = { readonly name: string; readonly kind: NodeKind; calls: number; errors: number };

/** Who calls whom: services, databases, queues and what lies outside, with calls, errors and latency. */
export class GraphView implements PanelView {
  readonly element = el('div', { class: 'graph-view' });
  readonly #deps: ViewDeps;
  readonly #graph: PerTrace<ServiceGraph>;
  #shown: unknown;
  /** px that the drawing was made for. */
  #room = 0;

  constructor(deps: ViewDeps) {
    this.#deps = deps;
    const { context } = deps;
    this.#graph = new PerTrace(
      context,
      'Drawing the graph',
      (signal) => context.host.call('graph', undefined, { signal }),
      () => context.invalidate('view'),
    );
  }

  shown(): void {
    this.#graph.retry();
  }

  render(): void {
    const graph = this.#graph.get();
    const { theme } = this.#deps.context;
    const room = this.element.clientWidth - PADDING;
    const sameRoom = Math.abs(room - this.#room) < 40;
    if (graph && this.#shown === theme && sameRoom) return;
    this.#room = room;
    this.#shown = graph ? theme : undefined;
    if (!graph) this.element.replaceChildren(el('p', { class: 'dim' }, this.#graph.failure || 'Drawing.'));
    else if (graph.edges.length === 0)
      this.element.replaceChildren(
        el('p', { class: 'dim' }, 'No calls between services: all spans of the trace belong to one service.'),
      );
    else this.#draw(graph);
  }

  #draw(graph: ServiceGraph): void {
    const nodes = nodesOf(graph);
    const index = new Map([...nodes.keys()].map((key, i) => [key, i]));
    const at = (key: string) => index.get(key) ?? 0;
    const edges = graph.edges.map((e) => ({ from: at(callerKey(e)), to: at(calleeKey(e)), weight: e.calls }));
    const layout = this.#layOut(nodes.size, edges);
    const most = Math.max(...graph.edges.map((e) => e.calls));
    const svg = svgEl(
      'svg',
      {
        class: 'graph',
        role: 'img',
        'aria-label': 'Service graph; the table below says the same',
        viewBox: `${-MARGIN} ${-MARGIN} ${layout.width + 2 * MARGIN} ${layout.height + 2 * MARGIN}`,
        width: layout.width + 2 * MARGIN,
        height: layout.height + 2 * MARGIN,
      },
      svgEl(
        'defs',
        {},
        ...['plain', 'failed'].map((kind) =>
          svgEl(
            'marker',
            {
              id: `arrow-${kind}`,
              class: kind,
              viewBox: '0 0 8 8',
              refX: 7,
              refY: 4,
              markerWidth: 8,
              markerHeight: 8,
              orient: 'auto',
              markerUnits: 'userSpaceOnUse',
            },
            svgEl('path', { d: 'M0 0 L8 4 L0 8 z' }),
          ),
        ),
      ),
      ...graph.edges.map((edge, i) =>
        this.#edge(edge, edgePath(edges[i] ?? { from: 0, to: 0 }, layout, SIZES), most),
      ),
      ...[...nodes.values()].map((node, i) => this.#node(node, i, layout)),
    );
    const least = layout.down ? LEAST_SCALE.down : LEAST_SCALE.across;
    svg.style.minWidth = `${(layout.width + 2 * MARGIN) * least}px`;
    this.element.replaceChildren(
      el(
        'div',
        { class: 'view-tools' },
        button({ label: 'Save as DOT' }, () => this.#deps.save('dot')),
      ),
      el('div', { class: 'graph-scroll', tabindex: 0 }, svg),
      this.#table(graph),
    );
  }

  /** From left to right, or from top to bottom where the panel is too narrow for that. */
  #layOut(count: number, edges: readonly GraphEdge[]): GraphLayout & { readonly down: boolean } {
    const across = layOutGraph(count, edges, SIZES);
    if ((across.width + 2 * MARGIN) * LEAST_SCALE.across <= this.#room) return { ...across, down: false };
    const turned = layOutGraph(count, edges, TURNED);
    if (turned.height >= across.width) return { ...across, down: false };
    return { x: turned.y, y: turned.x, width: turned.height, height: turned.width, down: true };
  }

  #node(node: Node, i: number, { x, y }: GraphLayout): SVGElement {
    const { nodeWidth, nodeHeight } = SIZES;
    const service = this.#deps.context.doc?.services.find((s) => this.#nameOf(s) === node.name);
    const { doc, theme } = this.#deps.context;
    const group = svgEl(
      'g',
      {
        class: `node ${node.kind}`,
        transform: `translate(${(x[i] ?? 0) - nodeWidth / 2} ${(y[i] ?? 0) - nodeHeight / 2})`,
      },
      svgEl('title', {}, `${visibleLine(node.name)} (${node.kind})`),
      svgEl('rect', {
        class: 'box',
        width: nodeWidth,
        height: nodeHeight,
        rx: node.kind === 'service' ? 4 : 12,
      }),
      service !== undefined && node.kind === 'service'
        ? svgEl('rect', {
            class: 'tint',
            width: 4,
            height: nodeHeight,
            rx: 2,
            fill: doc?.colors(theme).fill(service) ?? '',
          })
        : undefined,
      svgEl('text', { x: 12, y: 17 }, visibleLine(short(node.name), LONGEST + 1)),
      svgEl('text', { class: 'dim', x: 12, y: 32 }, detailOf(node)),
    );
    if (node.kind === 'service')
      group.addEventListener('click', () =>
        this.#deps.find(`{ resource.service.name = ${JSON.stringify(node.name)} }`),
      );
    return group;
  }

  #nameOf(service: number): string {
    return this.#deps.context.doc?.trace.strings.get(service) ?? '';
  }

  #edge(edge: ServiceCall, { path, label: middle }: ReturnType<typeof edgePath>, most: number): SVGElement {
    const failed = edge.errors > 0;
    const label = `${formatInteger(edge.calls)} × ${formatDuration(edge.p50Ns)}`;
    return svgEl(
      'g',
      { class: failed ? 'edge failed' : 'edge' },
      svgEl('title', {}, describe(edge)),
      svgEl('path', {
        d: path,
        'marker-end': `url(#arrow-${failed ? 'failed' : 'plain'})`,
        'stroke-width': 1 + 2.5 * Math.sqrt(edge.calls / most),
      }),
      svgEl('text', { x: middle.x, y: middle.y, 'text-anchor': 'middle' }, label),
    );
  }

  #table(graph: ServiceGraph): HTMLElement {
    const rows = graph.edges.map((edge) =>
      el(
        'tr',
        {},
        el('th', { scope: 'row' }, data(edge.caller), ' → ', data(edge.callee)),
        el('td', {}, edge.calleeKind),
        el('td', {}, formatInteger(edge.calls)),
        el(
          'td',
          { class: edge.errors > 0 ? 'failure' : undefined },
          edge.errors > 0 ? formatInteger(edge.errors) : '',
        ),
        el('td', {}, formatDuration(edge.p50Ns)),
        el('td', {}, formatDuration(edge.p95Ns)),
      ),
    );
    const head = ['Call', 'Of a', 'Calls', 'Errors', 'p50', 'p95'].map((t) => el('th', { scope: 'col' }, t));
    return el('table', { class: 'stats' }, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows));
  }
}

const callerKey = (e: ServiceCall) => `service ${e.caller}`;
/** A database may be called what a service is called. */
const calleeKey = (e: ServiceCall) => `${e.calleeKind} ${e.callee}`;

function nodesOf({ edges }: ServiceGraph): Map<string, Node> {
  const nodes = new Map<string, Node>();
  const node = (key: string, name: string, kind: NodeKind) => {
    const known = nodes.get(key) ?? { name, kind, calls: 0, errors: 0 };
    nodes.set(key, known);
    return known;
  };
  for (const edge of edges) {
    node(callerKey(edge), edge.caller, 'service');
    const callee = node(calleeKey(edge), edge.callee, edge.calleeKind);
    callee.calls += edge.calls;
    callee.errors += edge.errors;
  }
  return nodes;
}

const short = (name: string) => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name);

function detailOf({ kind, calls, errors }: Node): string {
  if (calls === 0) return kind;
  const failed = errors > 0 ? ` · ${formatPercent(errors / calls)} failed` : '';
  return `${kind === 'service' ? '' : `${kind} · `}${plural(calls, 'call')}${failed}`;
}

function describe(edge: ServiceCall): string {
  const failed = edge.errors > 0 ? `, ${formatInteger(edge.errors)} failed` : '';
  return (
    `${visibleLine(edge.caller)} → ${visibleLine(edge.callee)}: ${formatInteger(edge.calls)} calls${failed}, ` +
    `p50 ${formatDuration(edge.p50Ns)}, p95 ${formatDuration(edge.p95Ns)}`
  );
}
