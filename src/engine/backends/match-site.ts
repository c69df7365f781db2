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
 * For backends that group by some attributes only: whether what a group says agrees with the site asked for. What the
 * group was not asked for (`keys` are those it was) is left open.
 */
export function groupMatcher(asked: SpanSite, keys: readonly string[]): (group: SpanSite) => boolean {
  const name = normaliseOperation(asked.name);
  return (group) =>
    (asked.service === '' || asked.service === group.service) &&
    (asked.kind === 0 || group.kind === 0 || asked.kind === group.kind) &&
    (asked.name === '' || group.name === '' || name === normaliseOperation(group.name)) &&
    keys.every(
      (key) => (asked.attributes[key] ?? '') === (group.attributes[key] ?? '') || isPartial(asked, key),
    );
}

const isPartial = (asked: SpanSite, key: string) => asked.name === '' && asked.attributes[key] === undefined;
