import { fingerprint } from '../../core/mapping/fingerprint.ts';
import { VOLATILE_KEYS } from '../../core/mapping/site-keys.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { normaliseOperation } from '../../core/trace/normalise-operation.ts';

/**
 * Whether a site that a backend knows of is the one that was asked for. A site read from a span is whole and must be
 * the same; one worked out from source code says only some of what its spans would carry ('' and 0: unknown), and
 * everything that it says must agree.
 */
export function siteMatcher(asked: SpanSite): (site: SpanSite) => boolean {
  if (asked.service !== '' && asked.kind !== 0 && asked.name !== '') {
    const own = fingerprint(asked);
    return (site) => fingerprint(site) === own;
  }
  const name = normaliseOperation(asked.name);
  const said = Object.entries(asked.attributes).filter(([key]) => !VOLATILE_KEYS.has(key));
  return (site) =>
    (asked.service === '' || asked.service === site.service) &&
    (asked.kind === 0 || asked.kind === site.kind) &&
    (asked.name === '' || name === normaliseOperation(site.name)) &&
    (asked.scope === '' || asked.scope === site.scope) &&
    said.every(([key, value]) => site.attributes[key] === value);
}

/**
 * For backends that group by some attributes only: whether what a group says agrees with the site asked for. What it
 * was not grouped by is left open, but a service none of whose spans names code has no span of that code.
 */
export function groupMatcher(
  asked: SpanSite,
  keys: readonly string[],
  present: ReadonlySet<string>,
): (group: SpanSite) => boolean {
  const elsewhere = Object.keys(asked.attributes).some((key) => key.startsWith('code.') && !present.has(key));
  if (elsewhere) return () => false;
  const name = normaliseOperation(asked.name);
  // One worked out from source code says only some of what its spans carry.
  const partial = asked.name === '';
  return (group) =>
    (asked.service === '' || asked.service === group.service) &&
    (asked.kind === 0 || group.kind === 0 || asked.kind === group.kind) &&
    (partial || group.name === '' || name === normaliseOperation(group.name)) &&
    keys.every((key) => {
      const wanted = asked.attributes[key];
      return wanted === undefined
        ? partial || group.attributes[key] === undefined
        : group.attributes[key] === wanted;
    });
}
