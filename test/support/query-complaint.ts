import assert from 'node:assert/strict';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import { QueryError } from '../../src/core/query/query-error.ts';

/** The message, what it points at, and the proposed replacement. */
export function complaint(text: string): [string, string, string?] {
  try {
    parseQuery(text);
  } catch (error) {
    assert.ok(error instanceof QueryError, String(error));
    const { start, end } = error.range;
    assert.ok(start >= 0 && start <= end && end <= text.length, `${start}-${end} of ${text.length}`);
    const found: [string, string] = [error.message, text.slice(start, end)];
    return error.suggestion === undefined ? found : [...found, error.suggestion];
  }
  assert.fail(`${text} was accepted as ${JSON.stringify(parseQuery(text).stages)}`);
}
