import { readBuiltTrace } from './built-traces.ts';
import { findTrace, type ReadTrace, type Segments, traceOfParts } from './read-trace.ts';
import type { StoreDb } from './store-db.ts';

/** A trace by id: built before, if it is a large one, else put together from its segments. */
export function loadTrace(
  traceId: string,
  state: Segments & { readonly store: StoreDb },
): ReadTrace | undefined {
  const built = readBuiltTrace(state.store, traceId, state);
  return built ? { trace: built, notes: [] } : traceOfParts(findTrace(traceId, state).parts);
}
