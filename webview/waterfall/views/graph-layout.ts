export type GraphEdge = { readonly from: number; readonly to: number; readonly weight: number };

/** Place of each node's middle, in px; layers run from left to right. */
export type GraphLayout = {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly width: number;
  readonly height: number;
};

export type GraphSizes = {
  readonly nodeWidth: number;
  readonly nodeHeight: number;
  readonly layerGap: number;
  readonly rowGap: number;
};

const SWEEPS = 6;

/**
 * A layered drawing: callers left of what they call, as far as calls do not go round in circles; within a layer nodes
 * stand near the middle of their neighbours. Good enough for the some dozen services of a trace; O(sweeps * edges).
 */
export function layOutGraph(count: number, edges: readonly GraphEdge[], sizes: GraphSizes): GraphLayout {
  const layer = layersOf(count, edges);
  const layers: number[][] = [];
  for (let node = 0; node < count; node++) {
    const at = layer[node] ?? 0;
    const list = layers[at] ?? [];
    list.push(node);
    layers[at] = list;
  }
  order(layers, edges, count);
  const step = sizes.nodeHeight + sizes.rowGap;
  const tallest = Math.max(1, ...layers.map((l) => l?.length ?? 0));
  const x = new Array<number>(count).fill(0);
  const y = new Array<number>(count).fill(0);
  layers.forEach((list, at) => {
    const top = ((tallest - list.length) * step) / 2;
    list.forEach((node, row) => {
      x[node] = at * (sizes.nodeWidth + sizes.layerGap) + sizes.nodeWidth / 2;
      y[node] = top + row * step + sizes.nodeHeight / 2;
    });
  });
  return {
    x,
    y,
    width: Math.max(1, layers.length) * (sizes.nodeWidth + sizes.layerGap) - sizes.layerGap,
    height: tallest * step - sizes.rowGap,
  };
}

/** The longest way from a node that nothing calls; calls that close a circle do not count. Iterative. */
function layersOf(count: number, edges: readonly GraphEdge[]): number[] {
  const forward = withoutCircles(count, edges);
  const incoming = new Array<number>(count).fill(0);
  const out: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of forward) {
    incoming[to] = (incoming[to] ?? 0) + 1;
    out[from]?.push(to);
  }
  const layer = new Array<number>(count).fill(0);
  const ready = Array.from({ length: count }, (_, node) => node).filter((node) => incoming[node] === 0);
  for (let at = 0; at < ready.length; at++) {
    const node = ready[at] ?? 0;
    for (const next of out[node] ?? []) {
      layer[next] = Math.max(layer[next] ?? 0, (layer[node] ?? 0) + 1);
      incoming[next] = (incoming[next] ?? 0) - 1;
      if (incoming[next] === 0) ready.push(next);
    }
  }
  return layer;
}

/** Edges that do not lead back to a node on the way to their start, found by a depth-first walk. */
function withoutCircles(count: number, edges: readonly GraphEdge[]): GraphEdge[] {
  const out: GraphEdge[][] = Array.from({ length: count }, () => []);
  const called = new Set<number>();
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    out[edge.from]?.push(edge);
    called.add(edge.to);
  }
  const state = new Uint8Array(count);
  const kept: GraphEdge[] = [];
  const starts = Array.from({ length: count }, (_, node) => node).sort(
    (a, b) => Number(called.has(a)) - Number(called.has(b)) || a - b,
  );
  for (const start of starts) {
    if (state[start] !== 0) continue;
    const stack = [{ node: start, next: 0 }];
    state[start] = 1;
    while (stack.length > 0) {
      const frame = stack.at(-1);
      if (!frame) break;
      const edge = out[frame.node]?.[frame.next++];
      if (!edge) {
        state[frame.node] = 2;
        stack.pop();
      } else if (state[edge.to] !== 1) {
        kept.push(edge);
        if (state[edge.to] === 0) {
          state[edge.to] = 1;
          stack.push({ node: edge.to, next: 0 });
        }
      }
    }
  }
  return kept;
}

/** Moves nodes of a layer towards the middle of their neighbours in the layer before, then back, some times. */
function order(layers: number[][], edges: readonly GraphEdge[], count: number): void {
  const neighbours: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of edges) {
    neighbours[from]?.push(to);
    neighbours[to]?.push(from);
  }
  const position = new Array<number>(count).fill(0);
  const note = (list: readonly number[]) => {
    list.forEach((node, i) => {
      position[node] = (i + 0.5) / list.length;
    });
  };
  for (const list of layers) note(list);
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (const list of sweep % 2 === 0 ? layers : layers.toReversed()) {
      const middle = new Map(
        list.map((node) => {
          const all = neighbours[node] ?? [];
          const sum = all.reduce((total, other) => total + (position[other] ?? 0), 0);
          return [node, all.length === 0 ? (position[node] ?? 0) : sum / all.length];
        }),
      );
      list.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0) || a - b);
      note(list);
    }
}
