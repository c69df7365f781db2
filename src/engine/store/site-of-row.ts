import type { SpanSite } from '../../core/mapping/span-site.ts';
import { ATTR } from '../../core/trace/columns.ts';
import type { SpanBatch } from '../../core/trace/span-batch.ts';

const SPAN_PREFIXES = ['code.', 'rpc.', 'messaging.destination', 'messaging.operation', 'faas.', 'graphql.'];
const SPAN_KEYS = new Set([
  'http.route',
  'http.request.method',
  'http.method',
  'db.system',
  'db.system.name',
  'db.operation',
  'db.operation.name',
  'db.query.summary',
  'db.collection.name',
]);
const RESOURCE_KEYS = new Set(['vcs.repository.url.full', 'process.working_directory']);
const REVISION_KEYS = ['vcs.ref.head.revision', 'service.version'];

/** Whether an attribute of a span can say where its code is. */
export const isSiteKey = (key: string): boolean =>
  SPAN_KEYS.has(key) || SPAN_PREFIXES.some((prefix) => key.startsWith(prefix));

/** `siteOf` for a row that is not part of a built trace yet. */
export function siteOfRow(
  batch: SpanBatch,
  row: number,
  keep: (key: string) => boolean = isSiteKey,
): SpanSite {
  const { strings, attributes, resources, scopes } = batch;
  const pairs = (from: number, to: number, wanted: (key: string) => boolean) => {
    const out: Record<string, string> = {};
    for (let a = from; a < to; a++) {
      const key = strings.get(attributes.key.at(a));
      if (wanted(key)) out[key] = text(batch, a);
    }
    return out;
  };
  const r = batch.resource.at(row);
  const resource = pairs(resources.attrFrom.at(r), resources.attrTo.at(r), () => true);
  return {
    service: resource['service.name'] ?? '',
    language: resource['telemetry.sdk.language'] ?? '',
    kind: batch.kind.at(row),
    name: strings.get(batch.name.at(row)),
    scope: strings.get(scopes.name.at(batch.scope.at(row))),
    revisions: REVISION_KEYS.flatMap((key) => resource[key] ?? []),
    attributes: pairs(batch.attrFrom.at(row), batch.attrTo.at(row), keep),
    resource: Object.fromEntries(Object.entries(resource).filter(([key]) => RESOURCE_KEYS.has(key))),
    stack: '',
    callStack: '',
  };
}

function text(batch: SpanBatch, a: number): string {
  const value = batch.attributes.value.at(a);
  const type = batch.attributes.type.at(a);
  if (type === ATTR.bool) return value === 0 ? 'false' : 'true';
  if (type === ATTR.int || type === ATTR.double) return String(value);
  return type === ATTR.empty ? '' : batch.strings.get(value);
}
