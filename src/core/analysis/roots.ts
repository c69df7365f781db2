import { FLAG, type Timeline } from '../trace/columns.ts';

/** Every span drawn as a root, in display order: true roots, and those whose parent is missing or was cut. */
export function rootsOf(timeline: Timeline): number[] {
  const roots: number[] = [];
  for (let i = 0; i < timeline.count; i += Math.max(1, timeline.size[i] ?? 1)) roots.push(i);
  return roots;
}

/** A root that names no parent. */
export function isTrueRoot(timeline: Timeline, span: number): boolean {
  const lost = FLAG.missingParent | FLAG.cycleBroken;
  return timeline.parent[span] === -1 && ((timeline.flags[span] ?? 0) & lost) === 0;
}

/** The span that stands for the request: the earliest true root, else the earliest of the others; -1 if there is none. */
export function primaryRoot(timeline: Timeline): number {
  const roots = rootsOf(timeline);
  return roots.find((i) => isTrueRoot(timeline, i)) ?? roots[0] ?? -1;
}
