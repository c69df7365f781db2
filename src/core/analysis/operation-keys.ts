import { KIND_NAMES } from '../trace/columns.ts';
import type { Context } from './context.ts';
import { operationLabel } from './labels.ts';

/** Text by operation that is the same in every trace for the same operation. */
export function operationKeys({ trace, operations }: Context): string[] {
  const { texts } = operations;
  return Array.from({ length: operations.count }, (_, o) =>
    [
      trace.strings.get(operations.service[o] ?? 0),
      KIND_NAMES[operations.kind[o] ?? 0] ?? '',
      texts.get(operations.name[o] ?? 0),
      texts.get(operations.detail[o] ?? 0),
    ].join('\0'),
  );
}

export function labelText({ facts, operations }: Context, operation: number): string {
  return operationLabel(facts, operations, operation);
}
