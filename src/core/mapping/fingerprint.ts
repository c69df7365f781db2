import { normaliseOperation } from '../trace/normalise-operation.ts';
import { sqlFingerprint } from '../trace/sql-fingerprint.ts';
import { rootFields } from './graphql-roots.ts';
import { VOLATILE_KEYS } from './site-keys.ts';
import type { SpanSite } from './span-site.ts';

/**
 * The identity of a piece of code as its spans show it, stable over requests, revisions and hosts: statistics are
 * kept per fingerprint, and equal sites have equal ones. What varies from call to call (paths, literals, ids in
 * names) is normalised or left out; so is what varies from release to release.
 */
export function fingerprint(site: SpanSite): string {
  return hash(fingerprintText(site));
}

/** What goes into the fingerprint, for tests and for whoever asks why two spans differ. */
export function fingerprintText(site: SpanSite): string {
  const { attributes } = site;
  const parts = [site.service, String(site.kind), normaliseOperation(site.name), site.scope];
  for (const key of Object.keys(attributes).sort())
    if (!VOLATILE_KEYS.has(key)) parts.push(`${key}=${attributes[key] ?? ''}`);
  const statement = attributes['db.query.text'] ?? attributes['db.statement'];
  if (statement) parts.push(`sql=${sqlFingerprint(statement)}`);
  const document = attributes['graphql.document'] ?? attributes['graphql.source'];
  if (document) parts.push(`graphql=${rootFields(document).join(',')}`);
  const faas = site.resource['faas.name'];
  if (faas) parts.push(`faas=${faas}`);
  return parts.join('\n');
}

/** Two rounds of a 53-bit hash (cyrb53, public domain): 106 bits as 22 characters of base 36. */
function hash(text: string): string {
  return round(text, 0) + round(text, 0x9e3779b9);
}

function round(text: string, seed: number): string {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36).padStart(11, '0');
}
