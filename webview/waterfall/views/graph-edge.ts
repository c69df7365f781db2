import type { GraphLayout, GraphSizes } from './graph-layout.ts';

/** How far a curve has risen at 0.6 of its way. */
const LABEL_RISE = 0.65;

type Ends = { readonly from: number; readonly to: number };

/** The curve from a caller to what it calls, and the place of the words on it. */
export function edgePath(
  { from, to }: Ends,
  { x, y, down }: GraphLayout & { readonly down: boolean },
  { nodeWidth, nodeHeight }: Pick<GraphSizes, 'nodeWidth' | 'nodeHeight'>,
): { readonly path: string; readonly label: { readonly x: number; readonly y: number } } {
  // Layers run along u, whichever way the drawing goes.
  const [u, v] = down ? [y, x] : [x, y];
  const [length, breadth] = down ? [nodeHeight, nodeWidth] : [nodeWidth, nodeHeight];
  const back = (u[to] ?? 0) <= (u[from] ?? 0);
  const [u0, v0] = [(u[from] ?? 0) + length / 2, v[from] ?? 0];
  const [u1, v1] = [(u[to] ?? 0) - length / 2 - 2, v[to] ?? 0];
  const bend = back ? 60 : Math.max(30, (u1 - u0) / 2);
  const lift = back ? Math.min(breadth * 1.4, 110) : 0;
  const at = (a: number, b: number) => (down ? `${b} ${a}` : `${a} ${b}`);
  const path = `M${at(u0, v0)} C${at(u0 + bend, v0 - lift)} ${at(u1 - bend, v1 - lift)} ${at(u1, v1)}`;
  // Nearer to the callee: edges of one caller part on the way.
  const [lu, lv] = [u0 + (u1 - u0) * 0.6, v0 + (v1 - v0) * LABEL_RISE - lift * 0.75];
  return { path, label: down ? { x: lv, y: lu } : { x: lu, y: lv - 5 } };
}
