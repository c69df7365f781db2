import type { Resolution } from './resolution.ts';
import type { SpanSite } from './span-site.ts';

/** What the resolver tries, in this order. */
export const ATTEMPTS = [
  'pick',
  'code attributes',
  'framework attributes',
  'code origin',
  'route',
  'remote call',
  'message',
  'statement',
  'GraphQL',
  'function as a service',
  'span name',
  'stack trace',
  'caller',
] as const;

export type AttemptName = (typeof ATTEMPTS)[number];

/** `silent`: the span says nothing that could lead there. */
export type Outcome = 'matched' | 'rejected' | 'silent';

/** One way to the code that was tried for a span. */
export type Attempt = {
  readonly name: AttemptName;
  readonly outcome: Outcome;
  /** What was found or turned down, and why. */
  readonly notes: readonly string[];
};

export type Explanation = {
  readonly site: SpanSite;
  readonly resolution: Resolution;
  readonly attempts: readonly Attempt[];
};

const MAX_NOTES = 12;

/** What one attempt came to, from what it added. */
export function attemptOf(
  name: AttemptName,
  found: readonly string[],
  rejected: readonly { readonly what: string; readonly why: string }[],
  reasons: readonly string[],
): Attempt {
  const outcome = found.length > 0 ? 'matched' : rejected.length + reasons.length > 0 ? 'rejected' : 'silent';
  const refused = rejected.map(({ what, why }) => `${what}: ${why}`);
  // A reason often repeats what a rejection says.
  const told = reasons.filter((reason) => !refused.some((text) => text.includes(reason)));
  const notes = [...new Set([...found, ...refused, ...told])];
  const more = notes.length - MAX_NOTES;
  return {
    name,
    outcome,
    notes: more > 0 ? [...notes.slice(0, MAX_NOTES), `and ${more} more`] : notes,
  };
}
