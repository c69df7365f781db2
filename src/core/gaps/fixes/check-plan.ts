import type { FileEdit, FixOutcome } from './fix-plan.ts';
import { refused } from './fix-plan.ts';
import { applyEdits } from './text-edit.ts';

/** Mistakes in a text as its parser counts them; undefined where nobody can tell. */
export type CountErrors = (path: string, text: string) => number | undefined;

/** A plan that would leave more mistakes than there were is refused: an editor must not break code. */
export function checkedPlan(
  outcome: FixOutcome,
  read: (path: string) => string | undefined,
  errors: CountErrors,
): FixOutcome {
  if ('refused' in outcome) return outcome;
  for (const edit of outcome.edits) {
    const before = read(edit.path);
    const after = textAfter(edit, before);
    if (after === undefined) return refused(`${edit.path} was changed in the meantime. Scan again.`);
    if (after === before) continue;
    const now = errors(edit.path, after);
    if (now !== undefined && now > (before === undefined ? 0 : (errors(edit.path, before) ?? 0)))
      return refused(
        `The edit of ${edit.path} would not parse, so it is not offered. Please report the code it stumbled over.`,
      );
  }
  return outcome;
}

export function textAfter(edit: FileEdit, before: string | undefined): string | undefined {
  if ('create' in edit) return before === undefined ? edit.create : undefined;
  try {
    return before === undefined ? undefined : applyEdits(before, edit.edits);
  } catch {
    return undefined;
  }
}
