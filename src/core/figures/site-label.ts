import { cleanLabel, statementLabel } from '../analysis/labels.ts';
import type { SpanSite } from '../mapping/span-site.ts';
import { KIND } from '../trace/columns.ts';
import { normaliseOperation } from '../trace/normalise-operation.ts';
import { sqlFingerprint } from '../trace/sql-fingerprint.ts';

export type CallKind = 'database' | 'http' | 'rpc' | 'message' | 'span';

/** What a call is, in two words: "SELECT orders", "POST /v1/charges", "send order-events". */
export type SiteLabel = { readonly kind: CallKind; readonly text: string };

export function siteLabel(site: SpanSite): SiteLabel {
  const known = LABELS.get(site);
  if (known) return known;
  const label = labelOf(site);
  LABELS.set(site, label);
  return label;
}

/** Statements are taken apart for it: once for each site. */
const LABELS = new WeakMap<SpanSite, SiteLabel>();

function labelOf(site: SpanSite): SiteLabel {
  const a = site.attributes;
  const first = (...keys: string[]) => keys.map((key) => a[key]).find((value) => value) ?? '';
  const name = cleanLabel(normaliseOperation(site.name)) || '(unnamed)';
  const label = (kind: CallKind, text: string): SiteLabel => ({ kind, text: cleanLabel(text) || name });
  if (first('db.system.name', 'db.system', 'db.query.text', 'db.statement') !== '')
    return label('database', databaseLabel(site, first));
  const destination = first(
    'messaging.destination.template',
    'messaging.destination.name',
    'messaging.destination',
  );
  if (destination !== '') {
    const operation = first('messaging.operation.name', 'messaging.operation', 'messaging.operation.type');
    return label('message', `${operation || 'send'} ${destination}`);
  }
  const rpc = first('rpc.method');
  if (rpc !== '')
    return label('rpc', rpc.includes('/') ? rpc : [first('rpc.service'), rpc].filter(Boolean).join('/'));
  const method = first('http.request.method', 'http.method');
  if (method !== '') {
    const path =
      first('http.route', 'url.template') || pathOf(first('url.full', 'http.url', 'url.path', 'http.target'));
    // A span name that says more than the method is what people chose.
    return label('http', /[/\s]/.test(site.name) || path === '' ? name : `${method} ${path}`);
  }
  return label('span', name);
}

function databaseLabel(site: SpanSite, first: (...keys: string[]) => string): string {
  const statement = first('db.query.text', 'db.statement');
  const shape = statement === '' ? undefined : statementLabel(sqlFingerprint(statement));
  if (shape) return `${shape.verb} ${shape.table}`;
  const operation = first('db.operation.name', 'db.operation');
  const table = first('db.collection.name', 'db.sql.table');
  return operation !== '' && table !== '' ? `${operation} ${table}` : normaliseOperation(site.name);
}

/** Path of a URL without ids and query. */
function pathOf(url: string): string {
  const path = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)/i.exec(url)?.[1] ?? '';
  return normaliseOperation(path);
}

/** Leaves the process, as opposed to what comes in or happens inside. */
export function isOutgoing(site: SpanSite): boolean {
  return site.kind === KIND.client || site.kind === KIND.producer;
}

/** Comes in from outside. */
export function isIncoming(site: SpanSite): boolean {
  return site.kind === KIND.server || site.kind === KIND.consumer;
}
