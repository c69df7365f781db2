import type { CodeIssue, Confidence } from '../model.ts';

export type MakeIssue = (
  rule: string,
  title: string,
  why: string,
  confidence: Confidence,
  line?: number,
) => CodeIssue;

/** Calls that do not throw in practice, and those on the span itself. */
export const isHarmless = (receiver: string, name: string): boolean =>
  /^(?:console|Math|Date|Object|Array|String|Number|Boolean|log|logger|LOG|Log|_logger|span|activity|System\.out|performance|process)\b/.test(
    receiver,
  ) ||
  /^(?:setAttribute|setAttributes|set_attribute|addEvent|add_event|String|Number|Boolean|toString|valueOf|getTime|now|SetTag|isRecording|spanContext|println|len|str|int|recordException|record_exception)$/.test(
    name,
  );
