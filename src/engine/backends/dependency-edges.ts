import { BackendError, type ServiceEdge, type ServiceGraphResult } from '../../core/ports.ts';

/** What a backend counted itself, without latency; some list calls within a service too, and an edge joins two. */
export function dependencyGraph(
  title: string,
  links: readonly {
    readonly parent: string;
    readonly child: string;
    readonly callCount: number;
    readonly errorCount?: number;
  }[],
): ServiceGraphResult {
  const edges: ServiceEdge[] = links
    .filter(({ parent, child }) => parent !== child)
    .map(({ parent, child, callCount, errorCount }) => ({
      caller: parent,
      callee: child,
      calls: callCount,
      errors: errorCount,
      p50Ns: undefined,
      p95Ns: undefined,
    }))
    .sort((a, b) => b.calls - a.calls);
  const errors = links.some((link) => link.errorCount !== undefined);
  const missing = errors ? 'not their latency' : 'neither their errors nor their latency';
  return { edges, provenance: { exact: true, notes: [`${title} counts calls, ${missing}`] } };
}

/** The page is not there, or is known and refused. */
export const isMissing = (error: unknown): boolean =>
  error instanceof BackendError && (error.code === 'not-found' || error.code === 'bad-request');
