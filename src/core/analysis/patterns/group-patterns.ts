import type { Context } from '../context.ts';
import type { Pattern } from './pattern.ts';

/** Patterns that tell the same of the same code: one finding to a person. */
export type PatternGroup = {
  /** The one that took longest. */
  readonly pattern: Pattern;
  /** All of them, it included. */
  readonly members: readonly Pattern[];
  /** Sum over the members. */
  readonly totalNs: number;
};

/** By kind, operation of whose doing it is, and operation that shows it; those that took longest in all first. */
export function groupPatterns({ operations }: Context, patterns: readonly Pattern[]): PatternGroup[] {
  const groups = new Map<string, { pattern: Pattern; members: Pattern[]; totalNs: number }>();
  for (const pattern of patterns) {
    const key = `${pattern.kind} ${operations.of[pattern.span]} ${operations.of[pattern.spans[0] ?? 0]}`;
    const group = groups.get(key);
    if (!group) groups.set(key, { pattern, members: [pattern], totalNs: pattern.totalNs });
    else {
      group.members.push(pattern);
      group.totalNs += pattern.totalNs;
      if (pattern.totalNs > group.pattern.totalNs) group.pattern = pattern;
    }
  }
  return [...groups.values()].sort((a, b) => b.totalNs - a.totalNs);
}
