import { printString } from '../query/print.ts';

/** What the Traces view can be narrowed to without writing a query. */
export type TraceFilter = {
  readonly failed: boolean;
  /** ms that the trace took at least; 0 for any. */
  readonly overMs: number;
  readonly services: readonly string[];
};

export const NO_FILTER: TraceFilter = { failed: false, overMs: 0, services: [] };

/** The filter as a query that a user could have typed; '' for none. */
export function filterQuery({ failed, overMs, services }: TraceFilter): string {
  const parts = [
    failed ? 'error' : '',
    overMs > 0 ? `trace>${overMs % 1000 === 0 ? `${overMs / 1000}s` : `${overMs}ms`}` : '',
    services.length > 0 ? `service:${services.map(word).join(',')}` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const word = (name: string) => (/^[\w.-]+$/.test(name) ? name : printString(name));
