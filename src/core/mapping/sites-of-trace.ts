import type { Trace } from '../trace/columns.ts';
import { CODE_ORIGIN_PREFIX, SPAN_KEYS } from './site-keys.ts';
import { siteReader } from './site-of-span.ts';
import type { SpanSite } from './span-site.ts';

/** The distinct sites of a trace, and which one each span has. */
export type TraceSites = {
  readonly sites: readonly SpanSite[];
  readonly siteOf: Uint32Array;
};

/**
 * A trace of 100k spans has some hundred sites. Spans are told apart by the ids of their strings, without decoding
 * any: equal text has equal ids. A hash collision is settled by comparing the ids.
 */
export function sitesOfTrace(trace: Trace): TraceSites {
  const { count, strings, details } = trace;
  const siteOf = new Uint32Array(count);
  const sites: SpanSite[] = [];
  const read = siteReader(trace);
  const relevant = new Uint8Array(strings.size);
  for (const key of [...SPAN_KEYS, 'exception.stacktrace', 'code.stacktrace']) {
    const id = strings.idOf(key);
    if (id !== undefined) relevant[id] = 1;
  }
  if (details) markOrigins(trace, relevant);
  const stackKey = strings.idOf('exception.stacktrace') ?? -1;

  // One key per span: service, kind, name, scope, resource, then (key, type, value) of what is relevant.
  const scratch: number[] = [];
  const keyOf = (span: number): number => {
    scratch.length = 0;
    scratch.push(trace.service[span] ?? 0, trace.kind[span] ?? 0, trace.name[span] ?? 0);
    if (details) {
      const { attributes, events } = details;
      scratch.push(details.scopes.name[details.scope[span] ?? 0] ?? 0, details.resource[span] ?? 0);
      const to = details.attrTo[span] ?? 0;
      for (let row = details.attrFrom[span] ?? 0; row < to; row++)
        if (relevant[attributes.key[row] ?? 0] === 1)
          scratch.push(attributes.key[row] ?? 0, attributes.type[row] ?? 0, attributes.value[row] ?? 0);
      for (let event = details.eventFrom[span] ?? 0; event < (details.eventTo[span] ?? 0); event++) {
        const end = events.attrTo[event] ?? 0;
        for (let row = events.attrFrom[event] ?? 0; row < end; row++)
          if (attributes.key[row] === stackKey) scratch.push(-1, attributes.value[row] ?? 0);
      }
    }
    let h = 0x811c9dc5;
    for (const n of scratch) h = Math.imul(h ^ (n | 0), 0x01000193);
    return h >>> 0;
  };

  const byHash = new Map<number, { readonly key: readonly number[]; readonly site: number }[]>();
  for (let span = 0; span < count; span++) {
    const hash = keyOf(span);
    const bucket = byHash.get(hash);
    const known = bucket?.find((entry) => sameKey(entry.key, scratch));
    if (known) {
      siteOf[span] = known.site;
      continue;
    }
    const entry = { key: scratch.slice(), site: sites.length };
    if (bucket) bucket.push(entry);
    else byHash.set(hash, [entry]);
    siteOf[span] = sites.length;
    sites.push(read(span));
  }
  return { sites, siteOf };
}

function markOrigins(trace: Trace, relevant: Uint8Array): void {
  const { details, strings } = trace;
  if (!details || strings.idOf('_dd.code_origin.type') === undefined) return;
  for (const key of new Set(details.attributes.key))
    if (strings.get(key).startsWith(CODE_ORIGIN_PREFIX)) relevant[key] = 1;
}

const sameKey = (a: readonly number[], b: readonly number[]) => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
