import type { TimeRange } from '../core/ports.ts';

/** How a trace was come by, and can be again: what a panel keeps over a reload. */
export type TraceOrigin =
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Which one of the file; undefined where there is one, or nobody has chosen yet. */
      readonly traceId: string | undefined;
    }
  | {
      readonly kind: 'connection';
      readonly connection: string;
      readonly traceId: string;
      readonly range?: TimeRange | undefined;
    };

/** From state that a panel kept, which may be of another version or damaged. */
export function asTraceOrigin(raw: unknown): TraceOrigin | undefined {
  const o = raw as Partial<Record<'kind' | 'path' | 'traceId' | 'connection' | 'range', unknown>> | undefined;
  const text = (value: unknown): value is string => typeof value === 'string' && value !== '';
  if (o?.kind === 'file' && text(o.path))
    return { kind: 'file', path: o.path, traceId: text(o.traceId) ? o.traceId : undefined };
  if (o?.kind === 'connection' && text(o.connection) && text(o.traceId))
    return { kind: 'connection', connection: o.connection, traceId: o.traceId, range: asRange(o.range) };
  return undefined;
}

function asRange(raw: unknown): TimeRange | undefined {
  const { fromMs, toMs } = (raw ?? {}) as Partial<TimeRange>;
  return typeof fromMs === 'number' && typeof toMs === 'number' ? { fromMs, toMs } : undefined;
}
