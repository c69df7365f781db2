import { ByteSink } from '../trace/byte-sink.ts';
import type { Trace } from '../trace/columns.ts';
import { writeNormalisedOperation } from '../trace/normalise-operation.ts';
import { writeSqlFingerprint } from '../trace/sql-fingerprint.ts';
import { StringTable } from '../trace/strings.ts';
import { PairIds } from './pair-ids.ts';
import type { SpanFacts } from './span-facts.ts';
import { withoutScheme } from './url-parts.ts';

/**
 * Which spans are the same operation: same service, kind, normalised name, and same shape of what is asked for (SQL
 * fingerprint, collection, path and host, destination).
 */
export type Operations = {
  /** Operation of each span. */
  readonly of: Uint32Array;
  readonly count: number;
  /** By operation: string ids of the trace for the service, of `texts` for the rest. */
  readonly service: Uint32Array;
  readonly kind: Uint8Array;
  readonly name: Uint32Array;
  readonly detail: Uint32Array;
  /** Its first span. */
  readonly example: Uint32Array;
  readonly texts: StringTable;
};

/** O(n) and one normalisation a distinct text. */
export function operationsOf(trace: Trace, facts: SpanFacts): Operations {
  const texts = new StringTable();
  const names = normaliser(trace, texts, writeNormalisedOperation);
  const statements = normaliser(trace, texts, writeSqlFingerprint);
  const addresses = normaliser(trace, texts, (source, out) =>
    writeNormalisedOperation(withoutScheme(source), out),
  );
  const shapes = new PairIds();
  const places = new PairIds();
  const all = new PairIds();
  const of = new Uint32Array(trace.count);
  const example: number[] = [];
  for (let i = 0; i < trace.count; i++) {
    const service = trace.service[i] ?? 0;
    const name = names(trace.name[i] ?? 0);
    const statement = facts.statement[i] ?? 0;
    let detail = 0;
    if (statement !== 0) detail = statements(statement);
    else if (facts.collection[i]) detail = names(facts.collection[i] ?? 0);
    else if (facts.destination[i]) detail = names(facts.destination[i] ?? 0);
    else if (facts.url[i] && !facts.route[i]) detail = addresses(facts.url[i] ?? 0);
    else if (facts.route[i]) detail = names(facts.route[i] ?? 0);
    const place = places.intern(service, trace.kind[i] ?? 0);
    const id = all.intern(place, shapes.intern(name, detail));
    if (id === example.length) example.push(i);
    of[i] = id;
  }
  const count = all.size;
  const column = (read: (id: number) => number) => Uint32Array.from({ length: count }, (_, id) => read(id));
  return {
    of,
    count,
    service: column((id) => places.first(all.first(id))),
    kind: Uint8Array.from({ length: count }, (_, id) => places.second(all.first(id))),
    name: column((id) => shapes.first(all.second(id))),
    detail: column((id) => shapes.second(all.second(id))),
    example: Uint32Array.from(example),
    texts,
  };
}

/** String id of the trace -> id of its normalised text, each text once. */
function normaliser(
  trace: Trace,
  texts: StringTable,
  write: (source: Uint8Array, out: ByteSink) => void,
): (id: number) => number {
  const sink = new ByteSink();
  const known = new Int32Array(trace.strings.size).fill(-1);
  return (id) => {
    const cached = known[id] ?? 0;
    if (cached >= 0) return cached;
    write(trace.strings.bytesOf(id), sink);
    const made = texts.internUtf8(sink.bytes, 0, sink.length);
    known[id] = made;
    return made;
  };
}
